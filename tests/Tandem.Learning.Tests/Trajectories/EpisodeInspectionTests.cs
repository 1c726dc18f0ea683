using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class EpisodeInspectionTests : IDisposable
{
    private static readonly RecordedWorld World = EpisodeFolder.Choosing;

    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_number_is_summed_up_final_observations_included()
    {
        using var set = folder.Open(World, Episode.Of(World, 0, [-1, -1, 99]), Episode.Of(World, 1, [-1, 9]));

        var inspection = EpisodeInspection.Of(set, TestContext.Current.CancellationToken);

        // Numbers 0 1 2 3 and 100 101 102; the second is a quarter more.
        Assert.Equal((0, 102), (inspection.Observations[0].Low, inspection.Observations[0].High));
        Assert.Equal((0 + 1 + 2 + 3 + 100 + 101 + 102) / 7.0, inspection.Observations[0].Mean, 1e-12);
        Assert.Equal(0.25, inspection.Observations[1].Mean - inspection.Observations[0].Mean, 1e-12);
        Assert.Equal(inspection.Observations[0].Deviation, inspection.Observations[1].Deviation, 1e-9);
        Assert.Equal((-1, 99, 21), (inspection.Rewards.Low, inspection.Rewards.High, inspection.Rewards.Mean));
        Assert.Equal((0, 1), (inspection.Actions[1].Low, inspection.Actions[1].High));
        Assert.Equal(49.25, Deviation([0, 1, 2, 3, 100, 101, 102]), 0.01);
        Assert.Equal(Deviation([0, 1, 2, 3, 100, 101, 102]), inspection.Observations[0].Deviation, 1e-9);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], inspection.Returns!.Counts);
        Assert.Empty(inspection.Findings);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_an_error_and_the_episodes_are_named()
    {
        var sick = Episode.Of(World, 2, [1, 2]);
        sick.Observations[3] = float.NaN;
        using var set = folder.Open(World, Episode.Of(World, 0, [1]), sick, Episode.Of(World, 1, [double.PositiveInfinity, 0]));

        var inspection = EpisodeInspection.Of(set, TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (inspection.Observations[1].NotFinite, inspection.Observations[1].Outside));
        Assert.Equal(1, inspection.Rewards.NotFinite);
        Assert.Equal(
            new EpisodeFinding(FindingSeverity.Error, 2, "2 episodes (1, 2) hold numbers that are not finite", "record or import them anew: nothing can be learned from NaN"),
            inspection.Findings[0]);
        Assert.Null(inspection.Transitions);
    }

    [Fact]
    public void Numbers_outside_the_space_are_an_error()
    {
        var strange = Episode.Of(World, 0, [1, 2, 3, 4, 5]);
        strange.Choices[1] = 3;
        strange.Observations[0] = -1001;
        using var set = folder.Open(World, strange, Episode.Of(World, 1, [1]));

        var inspection = EpisodeInspection.Of(set, TestContext.Current.CancellationToken);

        Assert.Equal(1, inspection.Actions[1].Outside);
        Assert.Equal(1, inspection.Observations[0].Outside);
        Assert.Equal("1 episode (0) holds numbers outside the space", inspection.Findings[0].Problem);
        Assert.Equal(FindingSeverity.Error, inspection.Findings[0].Severity);
    }

    [Fact]
    public void Repeated_and_cut_episodes_are_worth_a_note()
    {
        var cut = Episode.Of(World, 3, [1, 1], terminated: false, truncated: true);
        using var set = folder.Open(World, Episode.Of(World, 0, [1]), Episode.Of(World, 1, [1]), Episode.Of(World, 0, [1]), cut);

        var problems = EpisodeInspection.Of(set, TestContext.Current.CancellationToken).Findings.Select(finding => (finding.Severity, finding.Problem));

        Assert.Equal(
            [
                (FindingSeverity.Note, "1 episode (2) is, step by step, the same as an earlier one"),
                (FindingSeverity.Note, "1 episode was cut before its end"),
                (FindingSeverity.Note, "1 of them was cut before the step limit of 200"),
            ],
            problems);
    }

    [Fact]
    public void Returns_that_are_all_the_same_are_worth_a_note()
    {
        using var set = folder.Open(World, Episode.Of(World, 0, [1, 1]), Episode.Of(World, 1, [2]));

        var inspection = EpisodeInspection.Of(set, TestContext.Current.CancellationToken);

        Assert.Equal("all 2 returns are 2", Assert.Single(inspection.Findings).Problem);
        Assert.Equal([2], inspection.Returns!.Counts);
    }

    [Theory]
    [InlineData(1_000_000, 200)]
    [InlineData(1_000, 100_000_000)]
    [InlineData(2, 100_000_000)]
    public void What_is_too_large_to_plan_over_is_looked_at_all_the_same(int choices, int stepLimit)
    {
        var large = World with { Actions = new MultiDiscrete(choices, choices), StepLimit = stepLimit };
        using var set = folder.Open(large, Episode.Of(large, 0, [1, 2]), Episode.Of(large, 0, [1, 3]));

        var inspection = EpisodeInspection.Of(set, TestContext.Current.CancellationToken);

        Assert.Equal((1, 3), (inspection.Rewards.Low, inspection.Rewards.High));
        Assert.Null(inspection.Transitions);
        Assert.EndsWith(
            "too many to plan over: give a world whose observations repeat",
            Assert.Throws<ArgumentException>(() => ObservedTransitions.Of(set)).Message,
            StringComparison.Ordinal);
    }

    private static double Deviation(double[] numbers) => Math.Sqrt(numbers.Average(number => number * number) - Math.Pow(numbers.Average(), 2));
}
