using System.Diagnostics;

namespace Tandem.Solution.Tests.Packaging;

/// <summary>Runs another program and collects what it prints.</summary>
internal static class Command
{
    public sealed record Result(int ExitCode, string Output);

    public static async Task<Result> RunAsync(
        string program, IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var outputs = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Result(process.ExitCode, string.Concat(outputs));
    }

    /// <summary>Runs <c>dotnet</c> apart from the settings that a surrounding <c>dotnet test</c> leaves behind.</summary>
    public static Task<Result> DotNetAsync(string folder, params string[] arguments) => RunAsync(
        "dotnet",
        arguments,
        folder,
        ("MSBuildSDKsPath", null),
        ("MSBUILD_EXE_PATH", null),
        ("MSBuildExtensionsPath", null),
        ("MSBUILDDISABLENODEREUSE", "1"));
}
