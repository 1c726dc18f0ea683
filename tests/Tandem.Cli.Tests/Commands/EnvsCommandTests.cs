using Tandem.Cli.Tests.Worlds;
using Tandem.Environments;

namespace Tandem.Cli.Tests.Commands;

public sealed class EnvsCommandTests
{
    [Fact]
    public async Task It_lists_the_worlds_with_spaces_limit_and_optimum()
    {
        var run = await CommandRun.Of("envs");

        Assert.Equal(0, run.Code);
        Assert.Contains("BicycleGrid-v0", run.Output, StringComparison.Ordinal);
        Assert.Contains("observations Box(4), actions MultiDiscrete(2, 3), 200 steps at most, optimum 97", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_what_each_number_of_a_world_means()
    {
        var run = await CommandRun.Of("envs", "BicycleGrid-v0");

        foreach (var word in new[] { "speed", "cells a push", "pedal", "steer", "200 steps, then truncated", "return 97", "--size", "2 to 1024" })
            Assert.Contains(word, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_json_names_are_a_contract()
    {
        var list = await CommandRun.Of("envs", "--json");
        var one = await CommandRun.Of("envs", "BicycleGrid-v0", "--json");

        Assert.Equal(["worlds"], list.JsonNames);
        Assert.Equal(["id", "summary", "observations", "actions", "stepLimit", "rewardThreshold", "optimalReturn", "source"], one.JsonNames);
        Assert.Equal(97, (double)one.Json["optimalReturn"]!);
        Assert.Single(one.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_world_that_is_not_there_is_answered_with_the_nearest() =>
        (await CommandRun.Of("envs", "Bicycle")).AssertRefused("there is no world 'Bicycle': did you mean BicycleGrid-v0?");

    [Fact]
    public async Task Check_finds_nothing_wrong_with_the_bicycle()
    {
        var run = await CommandRun.Of("envs", "BicycleGrid-v0", "--check");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.DoesNotContain("ERROR", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_fails_for_a_world_that_gives_no_numbers()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Mist-v0", () => new PlainWorld { Twist = (_, _) => double.NaN });

        var run = await CommandRun.Of(catalog, "envs", "Mist-v0", "--check", "--json");

        Assert.Equal(1, run.Code);
        Assert.False((bool)run.Json["sound"]!);
        Assert.Contains(run.Json["findings"]!.AsArray(), finding => ((string)finding!["problem"]!).Contains("NaN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_wants_a_world() => (await CommandRun.Of("envs", "--check")).AssertRefused("--check wants a world");
}
