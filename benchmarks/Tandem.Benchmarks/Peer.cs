using System.Diagnostics;

namespace Tandem.Benchmarks;

/// <summary>Programs of benchmarks/peers, and this program itself, each run as a process of its own.</summary>
internal static class Peer
{
    /// <summary>What a Python program of benchmarks/peers prints; null when a package that it needs is not installed.</summary>
    /// <exception cref="InvalidOperationException">It failed otherwise.</exception>
    public static string? Python(string name, params string[] arguments) =>
        Output("/usr/bin/python3", [Path.Combine(RepositoryRoot(), "benchmarks", "peers", name), .. arguments]);

    /// <summary>What this program prints when it is given <paramref name="arguments"/>.</summary>
    public static string Own(params string[] arguments) =>
        Output(System.Environment.ProcessPath!, arguments)
        ?? throw new InvalidOperationException($"the benchmark {string.Join(' ', arguments)} failed");

    /// <summary>Says how to install the peer; the exit code of a benchmark that lacks it.</summary>
    public static int Missing()
    {
        Console.Error.WriteLine("PyTorch is not here: install it (Debian: apt-get install python3-torch libopenblas0-pthread)");
        return 1;
    }

    private static string? Output(string program, string[] arguments)
    {
        if (!File.Exists(program))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
        {
            return output;
        }

        var said = errors.GetAwaiter().GetResult().Trim();
        return said.Contains("No module named", StringComparison.Ordinal) ? null
            : throw new InvalidOperationException($"{Path.GetFileName(program)} {arguments[0]} failed: {said.Split('\n')[^1]}");
    }

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("run this benchmark from a checkout of the repository");
        }

        return folder.FullName;
    }
}
