using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Environments.Tabular;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class ObservedTransitionsTests : IDisposable
{
    private static readonly RecordedWorld Line = new()
    {
        Environment = "Line-v0",
        StepLimit = 6,
        Observations = new Discrete(9),
        Actions = new Discrete(2),
    };

    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    // 0 -a0-> 1 -a0-> 2 -a0-> 8 (end), and 3 -a1-> 1 -a1-> 8 (end): from 0 the two together are one step shorter.
    [Fact]
    public void What_two_episodes_show_is_put_together()
    {
        using var set = folder.Open(Line, Walk([0, 1, 2, 8], [0, 0, 0]), Walk([3, 1, 8], [1, 1]));

        var seen = ObservedTransitions.Of(set);

        Assert.Equal(5, seen.Table.States);
        Assert.Equal(-2, seen.Ceiling);
        Assert.Equal([-2, -1, -1, -2], new[] { 0, 1, 2, 3 }.Select(cell => seen.Solution.Values[seen.StateOf([cell])]));
        Assert.Equal([-3, -1, -1, -2], new[] { 0, 1, 2, 3 }.Select(cell => seen.BestSuffixes[seen.StateOf([cell])]));
        Assert.Equal(-1, seen.StateOf([7]));
    }

    [Fact]
    public void What_came_of_an_action_is_as_likely_as_it_was_often()
    {
        using var set = folder.Open(Line, Walk([0, 1], [0]), Walk([0, 8], [0]), Walk([0, 1], [0]), Walk([0, 1], [0]));

        var seen = ObservedTransitions.Of(set);

        Assert.Equal(
            [new Transition(0.75, seen.StateOf([1]), -1, true), new Transition(0.25, seen.StateOf([8]), -1, true)],
            seen.Table[seen.StateOf([0]), 0].ToArray());
    }

    // The cut walk ends in 4, from where nobody went on: going there is no way out of paying, though the walk itself earned only −1.
    [Fact]
    public void A_walk_that_was_cut_does_not_count_as_one_that_arrived()
    {
        using var set = folder.Open(Line, Walk([0, 4], [1], terminated: false), Walk([0, 1, 2, 8], [0, 0, 0]));

        var seen = ObservedTransitions.Of(set);

        Assert.Equal(-3, seen.Ceiling);
        Assert.Equal(-6, seen.Solution.Values[seen.StateOf([4])]);
        Assert.Equal(double.NegativeInfinity, seen.BestSuffixes[seen.StateOf([4])]);
    }

    [Fact]
    public void An_action_that_was_never_taken_is_no_choice()
    {
        using var set = folder.Open(Line, Walk([0, 1, 8], [1, 1]));

        var (seen, actions) = (ObservedTransitions.Of(set), new ActionBatch(Line.Actions, 2));
        var rider = seen.Rider();
        rider.Begin(0);
        rider.Begin(1);
        rider.Act([0, 7], [0, 0], actions);

        Assert.Equal(seen.Table[seen.StateOf([0]), 1].ToArray(), seen.Table[seen.StateOf([0]), 0].ToArray());
        Assert.Equal(-2, seen.Ceiling);
        Assert.Equal(0, actions.Choices[1]);
    }

    [Fact]
    public void Enough_random_walks_of_a_world_have_its_optimum_as_their_ceiling()
    {
        var spec = EnvironmentCatalog.BuiltIn["FourRooms-v0"];
        Record(spec, null, new RandomPolicy(new Discrete(4), 0), 1_000);
        using var set = EpisodeSet.Open(folder.Path);

        var seen = ObservedTransitions.Of(set);
        var rides = Rides.Roll(spec.CreateVector(67), seen.Rider(), 67, seed: 3);

        Assert.Equal(68, seen.Table.States);
        var exact = ValueIteration.Discounted(FourRooms.Table(), 1).Values;
        Assert.All(FourRooms.Table().Starts.ToArray(), cell => Assert.Equal(exact[cell], seen.Solution.Values[seen.StateOf([cell])]));
        Assert.All(rides, ride => Assert.True(ride.Terminated));
    }

    [Fact]
    public void A_world_of_numbers_and_of_two_choices_is_planned_over_too()
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
        Record(spec, new BicycleGridOptions { Size = 5 }, new RandomPolicy(new MultiDiscrete(2, 3), 0), 1_000);
        using var set = EpisodeSet.Open(folder.Path);

        var seen = ObservedTransitions.Of(set);

        Assert.Equal(97, seen.Ceiling);
        Assert.Equal(97, Assert.Single(Rides.Roll(spec.CreateVector(1), seen.Rider(), 1, seed: 0)).Return);
    }

    [Fact]
    public void Luck_counts_in_the_ceiling_as_often_as_it_came()
    {
        var spec = EnvironmentCatalog.BuiltIn["Gambling-v0"];
        Record(spec, null, new RandomPolicy(new Discrete(3), 0), 3_000);
        using var set = EpisodeSet.Open(folder.Path);

        var seen = ObservedTransitions.Of(set);

        Assert.Equal(1, seen.Ceiling, 1e-12);
        Assert.InRange(ValueIteration.Worth(seen.Table, seen.StateOf([0]), 0, 1, seen.Solution.Values), -6, -4);
    }

    [Fact]
    public void Values_and_too_many_observations_are_refused_in_a_sentence()
    {
        using var set = folder.Open(Line, Walk([0, 1, 2, 8], [0, 0, 0]));
        using var other = new EpisodeFolder();
        using var steering = other.Open(EpisodeFolder.Steering, Episode.Of(EpisodeFolder.Steering, 0, [1]));

        Assert.Equal(
            "the episodes show more than 3 different observations, or with their actions and steps too many to plan over: give a world whose observations repeat",
            Assert.Throws<ArgumentException>(() => ObservedTransitions.Of(set, mostStates: 3)).Message);
        Assert.Equal(
            "actions of Box(2) are values that hardly ever repeat and cannot be counted: give a world whose actions are choices",
            Assert.Throws<ArgumentException>(() => ObservedTransitions.Of(steering)).Message);
    }

    private static Episode Walk(float[] cells, int[] actions, bool terminated = true)
    {
        double[] rewards = [.. actions.Select(_ => -1.0)];
        return new Episode(EpisodeInfo.Of(rewards, terminated, !terminated), cells, actions, [], rewards);
    }

    private void Record(EnvironmentSpec spec, object? options, IPolicy policy, int episodes)
    {
        var worlds = spec.CreateVector(50, options);
        using var writer = EpisodeWriter.Create(folder.Path, RecordedWorld.Of(spec, options, worlds));
        EpisodeRecorder.Record(writer, worlds, policy, "random", episodes, seed: 1);
    }
}
