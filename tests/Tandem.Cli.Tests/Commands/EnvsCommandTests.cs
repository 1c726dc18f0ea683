using System.Text.RegularExpressions;
using Tandem.Cli.Tests.Worlds;
using Tandem.Environments;

namespace Tandem.Cli.Tests.Commands;

public sealed class EnvsCommandTests
{
    [Fact]
    public async Task It_lists_the_worlds_with_spaces_limit_and_threshold()
    {
        var run = await CommandRun.Of("envs");

        Assert.Equal(0, run.Code);
        Assert.Contains("BicycleGrid-v0", run.Output, StringComparison.Ordinal);
        Assert.Contains("observations Box(4), actions MultiDiscrete(2, 3), 200 steps at most", run.Output, StringComparison.Ordinal);
        Assert.Contains("observations Box(4), actions Discrete(2), 500 steps at most, solved from 475", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_no_worlds_is_empty()
    {
        var run = await CommandRun.Of(EnvironmentCatalog.Empty, "envs");

        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task It_tells_what_each_number_of_a_world_means()
    {
        var run = await CommandRun.Of("envs", "BicycleGrid-v0");

        foreach (var word in new[] { "speed", "cells a push", "pedal", "steer", "200 steps, then truncated", "return 97", "--size", "2 to 1024" })
            Assert.Contains(word, run.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string> Worlds => [.. EnvironmentCatalog.BuiltIn.Specs.Select(spec => spec.Id)];

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Of_every_world_it_prints_all_that_the_catalogue_knows(string id)
    {
        var (spec, run) = (EnvironmentCatalog.BuiltIn[id], await CommandRun.Of("envs", id));
        var output = Regex.Replace(run.Output, @"\s+", " ");

        string?[] known =
        [
            spec.Summary,
            spec.RewardMeaning!.Unit,
            spec.StepLimit is { } limit ? $"{limit} steps, then truncated" : "Step limit none",
            spec.RewardThreshold is { } threshold ? FormattableString.Invariant($"Solved from a mean return of {threshold}") : null,
            spec.Source.Split(' ')[0],
            .. spec.ObservationMeanings.Concat(spec.ActionMeanings).SelectMany(number => new[] { $" {number.Name} {number.Unit} ", number.Choices.Count > 0 ? $"0 {number.Choices[0]}, 1 {number.Choices[1]}" : null }),
            .. spec.Yardsticks.Select(rider => $"Rider {rider.Name}: {rider.Meaning}"),
        ];

        Assert.Equal(0, run.Code);
        Assert.All(known.OfType<string>(), fact => Assert.Contains(fact[..Math.Min(fact.Length, 60)], output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_json_tells_what_each_choice_means()
    {
        var run = await CommandRun.Of("envs", "BicycleGrid-v0", "--json");

        Assert.Equal("""{"name":"pedal","unit":"choice","range":"0 to 1","meaning":"whether to push the pedal: moves by as many columns as the speed says","choices":["coast","pedal"]}""", run.Json["actionNumbers"]![0]!.ToJsonString());
        Assert.Equal(4, run.Json["observationNumbers"]!.AsArray().Count);
    }

    [Fact]
    public async Task Its_json_names_are_a_contract()
    {
        var list = await CommandRun.Of("envs", "--json");
        var one = await CommandRun.Of("envs", "BicycleGrid-v0", "--json");

        Assert.Equal(["worlds"], list.JsonNames);
        Assert.Equal(["id", "summary", "observations", "actions", "stepLimit", "rewardThreshold", "optimalReturn", "source", "observationNumbers", "actionNumbers", "reward", "riders", "tables"], one.JsonNames);
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

    [Fact]
    public async Task It_prints_the_eigenvalues_and_critical_speeds_of_Whipples_bicycle()
    {
        var run = await CommandRun.Of("envs", "WhippleBicycle-v0");

        foreach (var number in new[] { "-14.0784", "-0.3229", "-0.7753", "4.4649", "4.2924", "6.0243" })
            Assert.Contains(number, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_options_make_it_another_bicycle()
    {
        var run = await CommandRun.Of("envs", "WhippleBicycle-v0", "--set", "bicycle=pista", "--set", "speed=6", "--json");
        var tables = run.Json["tables"]!.AsArray();

        Assert.Equal(["title", "columns", "rows"], tables[0]!.AsObject().Select(property => property.Key));
        Assert.Equal(4.800741235406425, (double)tables[1]!["rows"]![0]![0]!, 1e-9);
        Assert.True((double)run.Json["optimalReturn"]! > -3);
    }

    [Theory]
    [InlineData("plot.png", "\u0089PNG")]
    [InlineData("plot.svg", "<svg ")]
    public async Task It_draws_the_eigenvalues(string name, string begin)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);

        var run = await CommandRun.Of("envs", "WhippleBicycle-v0", "--plot", path);

        Assert.Equal(0, run.Code);
        Assert.Contains($"Drawn to {path}", run.Error.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.StartsWith(begin, File.ReadAllText(path, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WhippleBicycle-v0", "plot.gif", "--plot plot.gif is no picture: give a file that ends in .png or .svg")]
    [InlineData("WhippleBicycle-v0", "nowhere/plot.png", "--plot nowhere/plot.png cannot be written: there is no folder")]
    [InlineData("BicycleGrid-v0", "plot.png", "BicycleGrid-v0 has no curves to plot: leave --plot out")]
    public async Task A_plot_that_cannot_be_drawn_is_refused(string id, string path, string sentence) =>
        (await CommandRun.Of("envs", id, "--plot", path)).AssertRefused(sentence);

    [Theory]
    [InlineData("speed=-1", "speed: speed -1 m/s is out of range: give 0 to 30")]
    [InlineData("bicyle=pista", "unknown option 'bicyle': did you mean 'bicycle'?")]
    [InlineData("bicycle=bike", "there is no published bicycle 'bike'")]
    [InlineData("speedSwing=9", "would ride backwards")]
    public async Task An_option_that_cannot_be_is_refused(string assignment, string sentence) =>
        (await CommandRun.Of("envs", "WhippleBicycle-v0", "--set", assignment)).AssertRefused(sentence);

    [Theory]
    [InlineData("--plot", "a.png")]
    [InlineData("--set", "speed=3")]
    public async Task Plot_and_set_want_a_world(string flag, string value) => (await CommandRun.Of("envs", flag, value)).AssertRefused($"{flag} wants a world");

    [Fact]
    public async Task A_world_without_options_has_none_to_set() =>
        (await CommandRun.Of(EnvironmentCatalog.BuiltIn.With("Mist-v0", () => new PlainWorld()), "envs", "Mist-v0", "--set", "speed=3")).AssertRefused("Mist-v0 has no options: leave --set out");
}
