using Tandem.Cli.Tasks;
using Tandem.Environments;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_lists_every_command_on_standard_output(string flag)
    {
        var run = await CommandRun.Of(flag);

        Assert.Equal(0, run.Code);
        Assert.Equal("", run.Error);
        foreach (var line in new[] { "demo", "doctor", "envs [ID]", "train", "options TASK", "resume RUN", "evaluate [RUN…]", "translate RUN", "ride [RUN]", "--json", "--quiet", "--verbose", "--version" })
            Assert.Contains($"\n  {line} ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tasks_help_lists_every_option_of_its_tree_with_unit_range_and_default()
    {
        var run = await CommandRun.Of("train", "reinforce", "--help");

        var words = string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var option in OptionsSchema.Describe(LearnerTask.For(Algorithms.Reinforce, EnvironmentCatalog.BuiltIn["BicycleGrid-v0"])))
        {
            Assert.Contains(option.Path == "environment.id" ? "--env ID" : $" --{option.Flag} ", words, StringComparison.Ordinal);
            Assert.Contains(string.Join("; ", new[] { option.Unit, option.Range, $"default {option.Default})" }.OfType<string>()), words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_tasks_help_lists_the_options_of_the_world_that_is_named()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Plain-v0", () => new Worlds.PlainWorld());

        var run = await CommandRun.Of(catalog, "train", "reinforce", "--env", "Plain-v0", "--help");

        Assert.Contains("default Plain-v0", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--bumps", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_fits_its_120_columns()
    {
        var run = await CommandRun.Of("train", "reinforce", "--help");

        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Theory]
    [InlineData("")]
    [InlineData("train")]
    public async Task The_version_is_one_line(string command)
    {
        var run = await CommandRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--version"]);

        Assert.Equal(0, run.Code);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", run.Output);
    }
}
