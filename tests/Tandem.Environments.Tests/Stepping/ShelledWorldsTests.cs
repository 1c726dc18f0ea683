using Tandem.Environments.ClassicControl;
using static Tandem.Environments.Tests.Stepping.Shells;

namespace Tandem.Environments.Tests.Stepping;

public sealed class ShelledWorldsTests
{
    [Fact]
    public void Frames_stand_side_by_side_the_oldest_first_and_the_first_fills_all()
    {
        var worlds = Scripted((step, observation) =>
        {
            (observation[0], observation[1]) = (step, -step);
            return new Outcome(0, step == 4);
        }, new ShellOptions { Frames = 3 });

        worlds.Reset(0);
        Assert.Equal([0, 0, 0, 0, 0, 0], worlds.CurrentObservations.ToArray());
        Step(worlds);
        Assert.Equal([0, 0, 0, 0, 1, -1], worlds.CurrentObservations.ToArray());
        Step(worlds);
        Step(worlds);
        Assert.Equal([1, -1, 2, -2, 3, -3], worlds.CurrentObservations.ToArray());
        Step(worlds);
        Assert.Equal([2, -2, 3, -3, 4, -4], worlds.FinalObservations.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0], worlds.CurrentObservations.ToArray());
    }

    [Fact]
    public void Spaces_say_what_the_shell_shows()
    {
        var two = new ShellOptions { Frames = 2 };
        Assert.Equal(new Box([-9, 0, -9, 0], [9, 40, 9, 40]), Shelled(two).Observations);
        Assert.Equal(Box.Unbounded(4), Shelled(two with { NormalizeObservations = true }).Observations);
        Assert.Equal(new MultiDiscrete(16, 16), EnvironmentCatalog.BuiltIn["FrozenLake-v1"].CreateVector(1, null, 100, two).Observations);
        Assert.Equal(Box.Unbounded(1), Shelled(new ShellOptions { ActionFit = ActionFit.Clip }).Actions);
        Assert.Equal(new Box([-1], [1]), Shelled(new ShellOptions { ActionFit = ActionFit.Rescale }).Actions);
        Assert.Equal(Box.Unbounded(1), Shelled(new ShellOptions { ActionFit = ActionFit.ClipAndRescale }).Actions);
    }

    [Theory]
    [InlineData(ActionFit.AsGiven, 1.5f, 1.5f)]
    [InlineData(ActionFit.Clip, 1.5f, 1.5f)]
    [InlineData(ActionFit.Clip, 70f, 2f)]
    [InlineData(ActionFit.Clip, float.NegativeInfinity, -2f)]
    [InlineData(ActionFit.Rescale, 0.25f, 0.5f)]
    [InlineData(ActionFit.Rescale, -1f, -2f)]
    [InlineData(ActionFit.ClipAndRescale, 0.25f, 0.5f)]
    [InlineData(ActionFit.ClipAndRescale, 3f, 2f)]
    public void Actions_are_made_to_fit(ActionFit fit, float given, float taken)
    {
        var spec = EnvironmentCatalog.BuiltIn["Pendulum-v1"];
        var (worlds, plain) = (spec.CreateVector(1, null, 200, new ShellOptions { ActionFit = fit }), spec.CreateVector(1));
        worlds.Reset(0);
        plain.Reset(0);
        var (actions, fitted) = (new ActionBatch(worlds.Actions, 1), new ActionBatch(plain.Actions, 1));
        (actions.Values[0], fitted.Values[0]) = (given, taken);
        worlds.Step(actions);
        plain.Step(fitted);

        Assert.Equal(plain.Rewards[0], worlds.Rewards[0]);
        Assert.Equal(plain.CurrentObservations, worlds.CurrentObservations);
    }

    [Fact]
    public void Statistics_of_episodes_are_those_of_the_rides()
    {
        var worlds = Shelled(Everything with { ActionFit = ActionFit.AsGiven });
        var rides = Rides.Roll(Drifting(5), new RandomPolicy(new Drift().Actions, 1), 20, seed: 3, cancellation: TestContext.Current.CancellationToken);
        var policy = new RandomPolicy(new Drift().Actions, 1);
        var actions = new ActionBatch(worlds.Actions, 5);
        var finished = Enumerable.Range(0, 5).Select(_ => new List<Ride>()).ToArray();
        worlds.Reset(3, StreamPurpose.Evaluation);
        while (finished.Any(ridden => ridden.Count < 4))
        {
            policy.Act(worlds.CurrentObservations, [], actions);
            worlds.Step(actions);
            foreach (var (world, ride) in worlds.Tally.Finished)
                finished[world].Add(ride);
        }

        Assert.Equal(rides, finished.SelectMany(ridden => ridden.Take(4)));
        var all = finished.SelectMany(ridden => ridden).ToArray();
        Assert.Equal(all.Length, worlds.Tally.Episodes);
        Assert.Equal(all.Average(ride => ride.Return), worlds.Tally.MeanReturn, 1e-9);
        Assert.Equal(all.Average(ride => ride.Steps), worlds.Tally.MeanSteps, 1e-9);
    }

    [Fact]
    public void Means_are_taken_over_the_latest_hundred_episodes()
    {
        var ended = 0;
        var worlds = Scripted((step, _) => new Outcome(step == 0 ? 0 : ended++, step == 1), new ShellOptions());
        worlds.Reset(0);
        Assert.True(double.IsNaN(worlds.Tally.MeanReturn));
        for (var step = 0; step < 250; step++)
            Step(worlds);

        Assert.Equal(250, worlds.Tally.Episodes);
        Assert.Equal(Enumerable.Range(150, 100).Average(), worlds.Tally.MeanReturn);
    }

    [Fact]
    public void A_shell_that_does_nothing_changes_nothing()
    {
        var (worlds, plain) = (Shelled(new ShellOptions()), Drifting(5));
        worlds.Reset(1);
        plain.Reset(1);
        for (var step = 0; step < 100; step++)
        {
            var actions = Drawn(plain.Actions, 5, step);
            worlds.Step(actions);
            plain.Step(actions);
            AssertSame(plain, worlds);
        }
    }

    [Fact]
    public void Stepping_allocates_nothing()
    {
        var worlds = Ridden(Shelled(Everything), steps: 50);
        var actions = new ActionBatch(worlds.Actions, worlds.Count);

        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated.BytesOf(() =>
        {
            for (var step = 0; step < 200; step++)
                worlds.Step(actions);
        })));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    public void A_saved_state_goes_on_exactly_where_it_was(int savedAfter)
    {
        var worlds = Ridden(Shelled(Everything), savedAfter);
        var restored = Shelled(Everything);

        Assert.Equal(0, restored.RestoreState(worlds.SaveState()));
        for (var step = 0; step < 100; step++)
        {
            AssertSame(worlds, restored);
            worlds.Step(Drawn(worlds.Actions, 5, step));
            restored.Step(Drawn(worlds.Actions, 5, step));
        }

        Assert.Equal(worlds.Tally.MeanReturn, restored.Tally.MeanReturn);
        Assert.Equal(worlds.SaveState(), restored.SaveState());
    }

    [Fact]
    public void Worlds_that_cannot_be_saved_begin_anew_with_all_frames_and_sums()
    {
        static ShelledWorlds Objects() => new(VectorEnvironment.Create(() => new DriftObject(), 5, stepLimit: 60), Everything);
        var worlds = Ridden(Objects(), steps: 10);
        var restored = Objects();

        Assert.Equal(5, restored.RestoreState(worlds.SaveState()));
        for (var world = 0; world < 5; world++)
        {
            var row = restored.CurrentObservations.Slice(6 * world, 6).ToArray();
            Assert.Equal(row[..2], row[2..4]);
            Assert.Equal(row[..2], row[4..]);
        }

        while (restored.Tally.Episodes == worlds.Tally.Episodes)
            restored.Step(Drawn(restored.Actions, 5, 0));

        Assert.InRange(restored.Tally.Finished[0].Ride.Steps, 1, Drift.CutAfter);
    }

    [Fact]
    public void A_damaged_saved_state_is_refused_and_nothing_else_is_thrown()
    {
        var saved = Ridden(Shelled(Everything), steps: 5).SaveState();
        var worlds = Shelled(Everything);
        for (var place = 0; place < saved.Length; place += 3)
        {
            var damaged = saved.ToArray();
            damaged[place] ^= 0xFF;
            var thrown = Record.Exception(() => worlds.RestoreState(damaged));

            Assert.True(thrown is null or InvalidDataException, $"byte {place}: {thrown}");
        }

        Assert.Throws<InvalidDataException>(() => worlds.RestoreState(saved.AsSpan(0, saved.Length - 1)));
        Assert.Throws<InvalidDataException>(() => Shelled(Everything with { Frames = 2 }).RestoreState(saved));
        Assert.Throws<InvalidDataException>(() => Shelled(Everything with { Frames = 4 }).RestoreState(saved));
    }

    [Fact]
    public void Wrong_use_is_refused_in_a_sentence()
    {
        Refuses("reward discount 1.5 is out of range: give 0 to 1", () => new ShellOptions { RewardDiscount = 1.5 });
        Refuses("0 frames are out of range: give 1 to 1024", () => new ShellOptions { Frames = 0 });
        Refuses("action fit 9 does not exist: give one of AsGiven, Clip, Rescale, ClipAndRescale", () => new ShellOptions { ActionFit = (ActionFit)9 });
        Refuses("actions of Discrete(2) are choices, which fit as they are: leave ActionFit at AsGiven", () => CartPoles(new() { ActionFit = ActionFit.Clip }));
        Refuses(
            "observations of Discrete(16) are choices, which have no mean: leave NormalizeObservations off",
            () => EnvironmentCatalog.BuiltIn["FrozenLake-v1"].CreateVector(1, null, 100, new() { NormalizeObservations = true }));
        Refuses(
            "dimension 0 of the actions runs from -Infinity to Infinity, onto which nothing can be stretched: set ActionFit to Clip or AsGiven",
            () => new ShelledWorlds(new ShelledWorlds(Drifting(1), new() { ActionFit = ActionFit.Clip }), new() { ActionFit = ActionFit.Rescale }));
        Refuses("0 worlds cannot be stepped: give at least 1", () => EnvironmentCatalog.BuiltIn["CartPole-v1"].CreateVector(0, null, 500, new ShellOptions()));
        Refuses(
            "statistics of 2 numbers cannot normalise 4: give those of the same world",
            () => CartPoles(new() { NormalizeObservations = true }).Normalization = Shelled(Everything).Normalization);
        Refuses(
            "the normalisation has no statistics of observations: give one that was saved with them, or leave NormalizeObservations off",
            () => Shelled(Everything).Normalization = new Normalization(null, null));
    }

    [Fact]
    public void A_shell_is_reset_before_it_is_stepped_and_takes_numbers_only()
    {
        var worlds = Shelled(Everything);
        var actions = new ActionBatch(worlds.Actions, 5);
        Assert.Equal("the worlds cannot be stepped before they are reset: call Reset with a seed first", Assert.Throws<InvalidOperationException>(() => worlds.Step(actions)).Message);
        worlds.Reset(0);
        actions.Values[3] = float.NaN;
        Refuses("world 3 cannot take NaN in dimension 0 of its action: give -Infinity to Infinity", () => worlds.Step(actions));
        Refuses("4 actions were given to 5 worlds: give one for each", () => worlds.Step(new ActionBatch(worlds.Actions, 4)));
    }

    private static ShelledWorlds CartPoles(ShellOptions options) => new(VectorEnvironment.Create<CartPole, CartPoleState>(new CartPole(new()), 1), options);

    private static void Refuses(string message, Action use) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);

    private static void Refuses(string message, Func<object> use) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);
}
