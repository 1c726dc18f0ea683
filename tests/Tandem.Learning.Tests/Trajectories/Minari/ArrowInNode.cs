using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>npm's apache-arrow, which knows nothing of this project, as a reader of what it writes.</summary>
internal static class ArrowInNode
{
    /// <summary>Reads an Arrow file, or skips the test where node or the package is not there.</summary>
    public static JsonObject Read(string file)
    {
        var folder = Path.Combine(Root(AppContext.BaseDirectory), "tests", "node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "apache-arrow")), "apache-arrow is not installed: run 'npm install' in tests/node");
        using var node = Start(Path.Combine(folder, "read-arrow.mjs"), file);
        Assert.SkipWhen(node is null, "there is no node here");
        var output = node!.StandardOutput.ReadToEnd();
        var error = node.StandardError.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, error);
        return JsonNode.Parse(output)!.AsObject();
    }

    private static Process? Start(string script, string file)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", [script, file]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Tandem.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
