using System.Runtime.InteropServices;
using Tandem.Environments.ClassicControl;

namespace Tandem.Environments.Tests.ClassicControl;

/// <summary>Each world beside Gymnasium's: single steps from recorded states at 1e-12, whole rides at 1e-6.</summary>
public sealed class GymnasiumParityTests
{
    private const double OneStep = 1e-12;
    private const double Rollout = 1e-6;

    [Fact]
    public void CartPole_is_Gymnasiums() => Compare<CartPole, CartPoleState>("CartPole-v1", new CartPole(new CartPoleOptions()));

    [Fact]
    public void MountainCar_is_Gymnasiums() => Compare<MountainCar, MountainCarState>("MountainCar-v0", new MountainCar(new MountainCarOptions()));

    [Fact]
    public void MountainCarContinuous_is_Gymnasiums() =>
        Compare<ContinuousMountainCar, MountainCarState>("MountainCarContinuous-v0", new ContinuousMountainCar(new MountainCarOptions()));

    // A chaotic world: two roundings apart at first, two rides apart in the end.
    [Fact]
    public void Acrobot_is_Gymnasiums_step_by_step() => Compare<Acrobot, AcrobotState>("Acrobot-v1", new Acrobot(new AcrobotOptions()), rollout: false);

    [Fact]
    public void Pendulum_is_Gymnasiums() => Compare<Pendulum, PendulumState>("Pendulum-v1", new Pendulum(new PendulumOptions()));

    [Theory]
    [InlineData("CartPole-v1")]
    [InlineData("MountainCar-v0")]
    [InlineData("MountainCarContinuous-v0")]
    [InlineData("Acrobot-v1")]
    [InlineData("Pendulum-v1")]
    [InlineData("FrozenLake-v1")]
    [InlineData("CliffWalking-v1")]
    [InlineData("Taxi-v4")]
    public void Limits_and_thresholds_are_Gymnasiums(string id)
    {
        var spec = EnvironmentCatalog.BuiltIn[id];

        Assert.Equal(GymnasiumRides.Facts(id), (spec.StepLimit, spec.RewardThreshold));
    }

    private static void Compare<TWorld, TState>(string id, TWorld world, bool rollout = true)
        where TWorld : IWorld<TState>
        where TState : unmanaged
    {
        var limit = EnvironmentCatalog.BuiltIn[id].StepLimit;
        foreach (var ride in GymnasiumRides.Of(id))
        {
            CompareObservation<TWorld, TState>(world, StateOf<TState>(ride.State), ride.Observation, 1e-7);
            var (before, rolled) = (ride.State, StateOf<TState>(ride.State));
            for (var step = 0; step < ride.Steps.Count; step++)
            {
                var expected = ride.Steps[step];
                var stepped = StateOf<TState>(before);
                CompareStep(world, ref stepped, expected, OneStep, step + 1 >= limit);
                CompareObservation<TWorld, TState>(world, stepped, expected.Observation, 1e-7);
                if (rollout)
                    CompareStep(world, ref rolled, expected, Rollout, step + 1 >= limit);

                before = expected.State;
            }
        }
    }

    private static void CompareStep<TWorld, TState>(TWorld world, ref TState state, GymnasiumStep expected, double tolerance, bool atLimit)
        where TWorld : IWorld<TState>
        where TState : unmanaged
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var before = random;
        var outcome = world.Step(ref state, ActionOf(world.Actions, expected.Action[0]), ref random);

        Assert.Equal(expected.Reward, outcome.Reward, tolerance);
        Assert.Equal(expected.Terminated, outcome.Terminated);
        Assert.Equal(expected.Truncated, outcome.Truncated || atLimit);
        AssertClose(expected.State, NumbersOf(state), tolerance);
        Assert.Equal(before, random);
    }

    private static void CompareObservation<TWorld, TState>(TWorld world, TState state, double[] expected, double relative)
        where TWorld : IWorld<TState>
        where TState : unmanaged
    {
        var observation = new float[world.Observations.Width];
        world.Observe(state, observation);
        for (var number = 0; number < expected.Length; number++)
            Assert.Equal(expected[number], observation[number], relative * Math.Max(1, Math.Abs(expected[number])));
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual, double tolerance)
    {
        for (var number = 0; number < expected.Length; number++)
            Assert.Equal(expected[number], actual[number], tolerance);
    }

    private static ActionView ActionOf(Space space, double action) =>
        space is Box ? new ActionView((float[])[(float)action]) : new ActionView((int[])[(int)action]);

    private static TState StateOf<TState>(double[] numbers)
        where TState : unmanaged =>
        MemoryMarshal.Cast<double, TState>(numbers)[0];

    private static double[] NumbersOf<TState>(TState state)
        where TState : unmanaged =>
        MemoryMarshal.Cast<TState, double>([state]).ToArray();
}
