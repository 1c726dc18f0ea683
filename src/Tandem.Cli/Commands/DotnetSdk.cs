using System.ComponentModel;
using System.Diagnostics;

namespace Tandem.Cli.Commands;

/// <summary>The .NET SDK that building needs; a published program runs without one.</summary>
internal static class DotnetSdk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Finding Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", "--version")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = AppContext.BaseDirectory,
            })!;
            var version = process.StandardOutput.ReadToEnd().Trim();
            return process.WaitForExit(Patience) && process.ExitCode == 0
                ? new Finding(".NET SDK", version)
                : new Finding(".NET SDK", "does not answer", "building wants the .NET 10 SDK: install it from dot.net");
        }
        catch (Win32Exception)
        {
            return new Finding(".NET SDK", "none", "building wants the .NET 10 SDK: install it from dot.net");
        }
    }
}
