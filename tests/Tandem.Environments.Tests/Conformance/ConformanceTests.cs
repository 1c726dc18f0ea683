using Tandem.Environments.Bicycle;
using Tandem.Environments.Bicycle.Whipple;
using Tandem.Environments.ClassicControl;
using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Conformance;

/// <summary>What every catalogued world must keep to, with its default options and with others.</summary>
public sealed class ConformanceTests
{
    private const int Steps = 400;

    private static readonly Dictionary<string, (EnvironmentSpec Spec, object? Options)> Cases = AllCases();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Observations_lie_in_their_space_and_rewards_are_finite(string name)
    {
        var worlds = Reset(name, count: 5, seed: 1);
        for (var step = 0; step < Steps; step++)
        {
            Act(worlds, step);
            for (var world = 0; world < worlds.Count; world++)
            {
                Assert.True(worlds.Observations.Contains(Row(worlds, worlds.CurrentObservations, world)));
                Assert.True(double.IsFinite(worlds.Rewards[world]));
                if (worlds.Terminated[world] || worlds.Truncated[world])
                {
                    Assert.True(worlds.Observations.Contains(Row(worlds, worlds.FinalObservations, world)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_catalogue_tells_the_spaces_that_its_worlds_have(string name)
    {
        var world = Create(name);

        Assert.Equal((world.Observations, world.Actions), Cases[name].Spec.SpacesOf(Cases[name].Options));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_rides(string name)
    {
        var (one, other) = (Reset(name, 3, seed: 8), Reset(name, 3, seed: 8));
        for (var step = 0; step < Steps; step++)
        {
            Act(one, step);
            Act(other, step);
            AssertSame(one, other);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Resetting_to_a_seed_again_repeats_the_rides(string name)
    {
        var (one, other) = (Reset(name, 3, seed: 8), Reset(name, 3, seed: 8));
        Act(one, 0);
        Act(one, 1);
        one.Reset(8);
        AssertSame(one, other);
        Act(one, 2);
        Act(other, 2);
        AssertSame(one, other);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Many_worlds_do_what_each_would_do_alone(string name)
    {
        var many = Reset(name, 4, seed: 3);
        var alone = Enumerable.Range(0, 4).Select(world => new LoneWorld(Create(name), many.StepLimit, seed: 3, world)).ToArray();
        for (var step = 0; step < Steps; step++)
        {
            var actions = Drawn(many.Actions, many.Count, step);
            many.Step(actions);
            for (var world = 0; world < many.Count; world++)
            {
                alone[world].Step(actions[world]);
                Assert.Equal(alone[world].Current, Row(many, many.CurrentObservations, world));
                Assert.Equal(new Outcome(many.Rewards[world], many.Terminated[world], many.Truncated[world]), alone[world].Last);
                if (many.Terminated[world] || many.Truncated[world])
                {
                    Assert.Equal(alone[world].Final, Row(many, many.FinalObservations, world));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Episodes_go_on_drawing_from_their_stream_instead_of_repeating(string name)
    {
        var world = Create(name);
        var random = RandomStream.Create(2, StreamPurpose.Environment);
        var (first, second) = (new float[world.Observations.Width], new float[world.Observations.Width]);
        var before = random;
        world.Reset(ref random, first);
        var drew = before != random;
        world.Reset(ref random, second);

        Assert.Equal(drew, !first.AsSpan().SequenceEqual(second));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_state_goes_on_exactly_where_it_was(string name)
    {
        foreach (var savedAfter in (int[])[0, 1, 17, 133])
        {
            var worlds = Reset(name, 3, seed: 5);
            for (var step = 0; step < savedAfter; step++)
            {
                Act(worlds, step);
            }

            var restored = Cases[name].Spec.CreateVector(3, Cases[name].Options);
            Assert.Equal(0, restored.RestoreState(worlds.SaveState()));
            AssertSame(worlds, restored);
            for (var step = 0; step < Steps; step++)
            {
                Act(worlds, step);
                Act(restored, step);
                AssertSame(worlds, restored);
            }

            Assert.Equal(worlds.SaveState(), restored.SaveState());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stepping_allocates_nothing(string name)
    {
        var worlds = Reset(name, 16, seed: 0);
        var actions = Drawn(worlds.Actions, worlds.Count, 0);

        // The runtime allocates now and then when it compiles a method anew; a world that allocates does so every time.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated.BytesOf(() =>
        {
            for (var step = 0; step < Steps; step++)
                worlds.Step(actions);
        })));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_step_limit_truncates_without_terminating(string name)
    {
        var (spec, options) = Cases[name];
        var worlds = spec.CreateVector(50, options, stepLimit: 1);
        worlds.Reset(0);
        Act(worlds, 0);

        Assert.All(worlds.Truncated.ToArray(), Assert.True);
        Assert.Contains(false, worlds.Terminated.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_checker_finds_nothing(string name)
    {
        var findings = EnvironmentChecker.Check(() => Create(name), Cases[name].Spec.StepLimit);

        Assert.DoesNotContain(findings, finding => finding.Severity > FindingSeverity.Note);
    }

    private static Dictionary<string, (EnvironmentSpec Spec, object? Options)> AllCases()
    {
        var cases = EnvironmentCatalog.BuiltIn.Specs.ToDictionary(spec => spec.Id, spec => (spec, (object?)null));
        var grid = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
        cases["BicycleGrid-v0, 10 x 10, scaled, checkerboard"] = (grid, new BicycleGridOptions { Size = 10, Scaled = true, Bumps = BumpPattern.Checkerboard });
        cases["BicycleGrid-v0, random map, everything"] = (grid, new BicycleGridOptions { Size = 6, MapSeed = 0, Slip = 0.2, BumpPenalty = 1, Shaping = 1, Scaled = true });
        cases["WhippleBicycle-v0, swinging speed"] = (EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"], new WhippleBicycleOptions { Speed = 5, SpeedSwing = 3, StartLean = 0.05 });
        cases["WhippleBicycle-v0, drawn speed"] = (EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"], new WhippleBicycleOptions { Speed = 5, SpeedSwing = 3, RandomSpeed = true });
        var (balance, ride) = (EnvironmentCatalog.BuiltIn["BicycleBalance-v0"], EnvironmentCatalog.BuiltIn["BicycleRide-v0"]);
        cases["BicycleBalance-v0, Ernst's, five actions, not scaled"] = (balance, new RandlovOptions { Integration = RandlovIntegration.Ernst, Actions = BicycleActions.Five, Scaled = false });
        cases["BicycleRide-v0, torque and displacement, facing anywhere"] = (ride, new BicycleRideOptions { Bicycle = new() { Actions = BicycleActions.Continuous }, RandomStart = true, Reward = BicycleRideReward.Program });
        cases["CartPole-v1, only the fall counts"] = (EnvironmentCatalog.BuiltIn["CartPole-v1"], new CartPoleOptions { OnlyFallCounts = true });
        cases["Acrobot-v1, equations of the paper"] = (EnvironmentCatalog.BuiltIn["Acrobot-v1"], new AcrobotOptions { Equations = AcrobotEquations.Paper });
        cases["FrozenLake-v1, two starts, not slippery"] = (EnvironmentCatalog.BuiltIn["FrozenLake-v1"], new FrozenLakeOptions { Map = "SFF/FHG/FFS", SuccessRate = 1 });
        cases["GraphPath-v0, 7 nodes"] = (EnvironmentCatalog.BuiltIn["GraphPath-v0"], new GraphPathOptions { Nodes = 7, EdgeProbability = 0.4 });
        cases["a random world of plain states"] = (EnvironmentSpec.OfWorld<Drift, DriftState, string>("Drift-v0", "", _ => new Drift()) with { StepLimit = 30 }, null);
        cases["a random world of objects"] = (EnvironmentSpec.Of("Drift-v1", () => new WorldEnvironment<Drift, DriftState>(new Drift())) with { StepLimit = 30 }, null);
        return cases;
    }

    private static IEnvironment Create(string name) => Cases[name].Spec.Create(Cases[name].Options);

    private static IVectorEnvironment Reset(string name, int count, ulong seed)
    {
        var worlds = Cases[name].Spec.CreateVector(count, Cases[name].Options);
        worlds.Reset(seed);
        return worlds;
    }

    private static void Act(IVectorEnvironment worlds, int step) => worlds.Step(Drawn(worlds.Actions, worlds.Count, step));

    private static ActionBatch Drawn(Space space, int count, int step)
    {
        var random = RandomStream.Create(0, StreamPurpose.Policy, step);
        var actions = new ActionBatch(space, count);
        for (var world = 0; world < count; world++)
        {
            space.Sample(ref random, actions, world);
        }

        return actions;
    }

    private static ReadOnlySpan<float> Row(IVectorEnvironment worlds, ReadOnlySpan<float> rows, int world) =>
        rows.Slice(world * worlds.Observations.Width, worlds.Observations.Width);

    private static void AssertSame(IVectorEnvironment one, IVectorEnvironment other)
    {
        Assert.Equal(one.CurrentObservations, other.CurrentObservations);
        Assert.Equal(one.Rewards, other.Rewards);
        Assert.Equal(one.Terminated, other.Terminated);
        Assert.Equal(one.Truncated, other.Truncated);
    }
}
