using System.Text.Json.Nodes;
using Tandem.Cli.Tests.Worlds;
using Tandem.Environments;

namespace Tandem.Cli.Tests.Commands;

public sealed class OptionsCommandTests
{
    [Fact]
    public async Task What_it_prints_is_an_options_file_that_trains()
    {
        using var folder = new TemporaryFolder();
        var options = await CommandRun.Of("options", "reinforce");
        File.WriteAllText(folder["options.json"], options.Output.Replace("\"episodes\": 1000", "\"episodes\": 7", StringComparison.Ordinal));

        var run = await CommandRun.Of("train", "reinforce", "--options", folder["options.json"], "--out", folder["run"], "--json");

        Assert.Equal(0, options.Code);
        Assert.Contains("// Step size of Adam (above 0, at most 1)", options.Output, StringComparison.Ordinal);
        Assert.Equal(7, (int)run.Json["episodes"]!);
    }

    [Fact]
    public async Task Its_json_is_the_tree_on_one_line()
    {
        var run = await CommandRun.Of("options", "reinforce", "--json");

        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
        Assert.Equal(["environment", "learner", "machine", "run"], run.JsonNames);
    }

    [Fact]
    public async Task It_prints_the_options_of_the_world_that_is_named()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Plain-v0", () => new PlainWorld(), stepLimit: 12);

        var run = await CommandRun.Of(catalog, "options", "reinforce", "--env", "Plain-v0", "--json");

        var environment = run.Json["environment"]!;
        Assert.Equal(("Plain-v0", 12), ((string)environment["id"]!, (int)environment["stepLimit"]!));
        Assert.Null(environment["world"]);
    }

    [Fact]
    public async Task Flags_win_over_assignments_and_those_over_the_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["options.json"], """{ "learner": { "episodes": 3, "seed": 3, "discount": 0.3 } }""");

        await CommandRun.Of(
            "train", "reinforce", "--options", folder["options.json"], "--set", "learner.seed=4", "--set", "episodes=4", "--episodes", "5", "--out", folder["run"]);

        var learner = JsonNode.Parse(File.ReadAllText(folder["run/options.json"]))!["learner"]!;
        Assert.Equal((5, 4, 0.3), ((int)learner["episodes"]!, (int)learner["seed"]!, (double)learner["discount"]!));
    }

    [Fact]
    public async Task The_world_named_by_a_flag_wins_over_that_of_the_file()
    {
        using var folder = new TemporaryFolder();
        var catalog = EnvironmentCatalog.BuiltIn.With("Plain-v0", () => new PlainWorld());
        File.WriteAllText(folder["options.json"], """{ "environment": { "id": "BicycleGrid-v0" }, "learner": { "episodes": 3 } }""");

        await CommandRun.Of(catalog, "train", "reinforce", "--options", folder["options.json"], "--env", "Plain-v0", "--out", folder["run"]);

        Assert.Equal("Plain-v0", (string)JsonNode.Parse(File.ReadAllText(folder["run/options.json"]))!["environment"]!["id"]!);
    }

    [Fact]
    public async Task A_task_that_is_not_there_is_refused() =>
        (await CommandRun.Of("options", "reinforcement")).AssertRefused("there is no task 'reinforcement': give reinforce");
}
