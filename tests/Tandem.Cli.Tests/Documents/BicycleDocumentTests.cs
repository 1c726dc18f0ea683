using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Cli.Tests.Documents;

/// <summary>The commands that docs/bicycle.md quotes are run; its pictures are what they draw.</summary>
public sealed partial class BicycleDocumentTests
{
    private const string Pictures = "docs/pictures/";

    /// <summary>Coordinates are written to a hundredth; how processors round may move them by a few.</summary>
    private const double Close = 0.05;

    private static readonly string Root = RootOf(AppContext.BaseDirectory);

    private static readonly string Document = File.ReadAllText(Path.Combine(Root, "docs", "bicycle.md"));

    public static TheoryData<string> Commands => [.. Quoted().Matches(Document).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_quoted_command_runs_and_draws_the_picture(string line)
    {
        using var folder = new TemporaryFolder();
        var words = line.Split(' ').Select(word => word.Replace(Pictures, folder.Path + "/", StringComparison.Ordinal)).ToArray();

        var run = await CommandRun.Of(words);

        Assert.True(run.Code == 0, run.Error);
        Assert.All(Directory.GetFiles(folder.Path), drawn => AssertAlike(File.ReadAllText(Path.Combine(Root, Pictures, Path.GetFileName(drawn))), File.ReadAllText(drawn)));
        Assert.Equal(line.Contains(Pictures, StringComparison.Ordinal) ? 1 : 0, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Every_picture_has_its_command()
    {
        var drawn = Commands.SelectMany(row => row.Data.Split(' ')).Where(word => word.StartsWith(Pictures, StringComparison.Ordinal)).Order();

        Assert.Equal(Shown().Matches(Document).Select(match => "docs/" + match.Groups[1].Value).Order(), drawn);
    }

    [Fact]
    public async Task Its_table_of_critical_speeds_is_what_the_program_computes()
    {
        foreach (var name in new[] { "benchmark", "browser", "pista" })
        {
            var run = await CommandRun.Of("envs", "WhippleBicycle-v0", "--set", $"bicycle={name}", "--json");
            var speeds = run.Json["tables"]![1]!["rows"]![0]!.AsArray().Select(speed => ((double)speed!).ToString("0.0000", CultureInfo.InvariantCulture));
            Assert.Contains($"| `{name}` | {string.Join(" | ", speeds)} |", Document, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3.5")]
    [InlineData("5")]
    [InlineData("8")]
    public async Task Its_table_of_riders_is_what_the_program_scores(string speed)
    {
        var run = await CommandRun.Of("evaluate", "--env", "WhippleBicycle-v0", "--policy", "lqr", "--set", $"speed={speed}", "--episodes", "200", "--json");

        var row = Document.Split('\n').Single(line => line.StartsWith($"| {speed} | ", StringComparison.Ordinal)).Split(" | ").Skip(1).Select(Number).ToArray();
        Assert.Equal((double)run.Json["optimum"]!, row[0], 0.006);
        Assert.Equal((double)run.Json["rider"]!["meanReturn"]!, row[1], 0.006);
        Assert.Equal(0, row[2]);
        Assert.Equal(1, (double)run.Json["rider"]!["success"]!);
        Assert.Equal((double)run.Json["random"]!["meanReturn"]!, row[3], 0.6);
    }

    /// <summary>Asserts that two drawings differ in their numbers by next to nothing, and not at all otherwise.</summary>
    private static void AssertAlike(string expected, string found)
    {
        Assert.Equal(Numbers().Replace(expected, "n"), Numbers().Replace(found, "n"));
        Assert.Equal(Numbers().Matches(expected).Select(match => Number(match.Value)), Numbers().Matches(found).Select(match => Number(match.Value)), (one, other) => Math.Abs(one - other) <= Close);
    }

    private static double Number(string text) => double.Parse(text.Replace('−', '-').Trim(' ', '|'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static string RootOf(string folder) => File.Exists(Path.Combine(folder, "Tandem.slnx")) ? folder : RootOf(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^tandem (.+)$", RegexOptions.Multiline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"!\[[^\]]*\]\((pictures/[^)]+)\)")]
    private static partial Regex Shown();

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Numbers();
}
