using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Tandem.Cli.Tests.Program;

/// <summary>A built program, started as a process: what a user's shell would start.</summary>
internal sealed class ProgramRun : IDisposable
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;
    private readonly StringBuilder errors = new();

    private ProgramRun(string program, IEnumerable<string> args, string folder, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        error = ReadErrors();
    }

    /// <summary>The <c>tandem</c> command as it was built.</summary>
    public static string Tandem { get; } = Built("TandemProgram");

    /// <summary>The sample that has a trained agent in its game loop.</summary>
    public static string GameLoop { get; } = Built("GameLoopProgram");

    /// <summary>The sample whose own world makes it its own <c>tandem</c>.</summary>
    public static string OwnWorld { get; } = Built("OwnWorldProgram");

    /// <summary>The sample that trains a translation model.</summary>
    public static string TrainTranslation { get; } = Built("TrainTranslationProgram");

    /// <summary>The sample that translates with a model's file.</summary>
    public static string Translate { get; } = Built("TranslateProgram");

    /// <summary>Starts <c>tandem</c>; Ctrl+C reaches it even where these tests run in a shell's background.</summary>
    public static ProgramRun StartTandem(string folder, params string[] args) =>
        new("/usr/bin/env", ["--default-signal=INT", Tandem, .. args], folder, null);

    /// <summary>Runs a program to its end.</summary>
    public static Task<CommandRun> Of(string program, string folder, params string[] args) => Of(program, folder, null, args);

    /// <summary>Runs a program to its end with variables in its environment.</summary>
    public static async Task<CommandRun> Of(string program, string folder, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        using var run = new ProgramRun(program, args, folder, environment);
        return await run.End();
    }

    /// <summary>Whether it has not ended yet.</summary>
    public bool IsRunning => !process.HasExited;

    /// <summary>What it has written to standard error until now.</summary>
    public string ErrorSoFar
    {
        get
        {
            lock (errors)
                return errors.ToString();
        }
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => Assert.Equal(0, SendSignal(process.Id, signal));

    /// <summary>Waits until something is so, while the program runs.</summary>
    public async Task Until(Func<bool> isSo)
    {
        while (!isSo())
        {
            Assert.True(IsRunning, "the program ended before the moment that was waited for");
            await Task.Delay(1);
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CommandRun> End()
    {
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return new CommandRun(process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (IsRunning)
            process.Kill();
        process.Dispose();
    }

    private async Task<string> ReadErrors()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (errors)
                errors.Append(line).Append('\n');
        }

        return ErrorSoFar;
    }

    private static string Built(string name) => typeof(ProgramRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == name).Value! + (OperatingSystem.IsWindows() ? ".exe" : "");

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
