namespace Tandem.Environments.Tests.Stepping;

public sealed class EnvironmentFailureTests
{
    [Fact]
    public void An_exception_of_a_world_names_world_and_step()
    {
        var failure = Failure((step, observation) => step == 3 ? throw new InvalidOperationException("the rope broke") : 0);

        Assert.Equal("world 1 threw InvalidOperationException (the rope broke) at step 3 of its episode", failure.Message);
        Assert.Equal((1, 3), (failure.World, failure.Step));
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public void A_reward_that_is_no_number_names_world_and_step() =>
        Assert.Equal("world 1 gave a reward of NaN at step 2 of its episode", Failure((step, observation) => step == 2 ? double.NaN : 0).Message);

    [Fact]
    public void An_observation_that_is_no_number_names_world_and_step()
    {
        var failure = Failure((step, observation) =>
        {
            observation[1] = step == 2 ? float.PositiveInfinity : 0;
            return 0;
        });

        Assert.Equal($"world 1 gave {float.PositiveInfinity} as number 1 of its observation at step 2 of its episode", failure.Message);
    }

    [Fact]
    public void An_exception_at_a_reset_says_so() => Assert.Equal(
        "world 1 threw InvalidOperationException (no power) at its reset",
        Failure((step, observation) => step == 0 ? throw new InvalidOperationException("no power") : 0).Message);

    [Theory]
    [InlineData(Trouble.Throws, false, "world 2 threw InvalidOperationException (the wheel came off) at step 3 of its episode")]
    [InlineData(Trouble.EndlessReward, false, "world 2 gave a reward of Infinity at step 3 of its episode")]
    [InlineData(Trouble.EndlessReward, true, "world 2 gave a reward of Infinity at step 3 of its episode")]
    [InlineData(Trouble.NoNumber, false, "world 2 gave NaN as number 1 of its observation at step 3 of its episode")]
    [InlineData(Trouble.NoNumber, true, "world 2 gave NaN as number 1 of its observation at step 3 of its episode")]
    public void Dynamics_over_plain_states_are_watched_as_users_objects_are(Trouble trouble, bool ends, string message)
    {
        var worlds = VectorEnvironment.Create<Wheels, Wheel>(new Wheels(trouble, ends), count: 4);
        worlds.Reset(0);
        var actions = new ActionBatch(worlds.Actions, 4);
        worlds.Step(actions);
        worlds.Step(actions);

        var failure = Assert.Throws<EnvironmentException>(() => worlds.Step(actions));

        Assert.Equal(message, failure.Message);
        Assert.Equal((2, 3), (failure.World, failure.Step));
    }

    public enum Trouble
    {
        Throws,
        EndlessReward,
        NoNumber,
    }

    /// <summary>A wheel that was started as the third of its kind gets into trouble at its third step.</summary>
    private sealed class Wheels(Trouble trouble, bool ends) : IWorld<Wheel>
    {
        private int made;

        public Space Observations { get; } = Box.Unbounded(2);

        public Space Actions { get; } = new Discrete(2);

        public Wheel Start(ref RandomStream random) => new() { Number = made++ };

        public Outcome Step(ref Wheel wheel, ActionView action, ref RandomStream random)
        {
            wheel.Steps++;
            if (wheel is not { Number: 2, Steps: 3 })
            {
                return new Outcome(1, Terminated: false);
            }

            return trouble == Trouble.Throws ? throw new InvalidOperationException("the wheel came off")
                : new Outcome(trouble == Trouble.EndlessReward ? double.PositiveInfinity : 1, Terminated: ends);
        }

        public void Observe(in Wheel wheel, Span<float> observation)
        {
            observation[0] = wheel.Steps;
            observation[1] = trouble == Trouble.NoNumber && wheel is { Number: 2, Steps: 3 } ? float.NaN : 0;
        }
    }

    private struct Wheel
    {
        public int Number;
        public int Steps;
    }

    /// <summary>Rides three worlds of which the middle one does as told.</summary>
    private static EnvironmentException Failure(Func<int, float[], double> middle)
    {
        var made = 0;
        var worlds = VectorEnvironment.Create(
            () =>
            {
                var isMiddle = made++ == 1;
                return new ScriptedWorld((int step, ref RandomStream random, Span<float> observation) =>
                {
                    var written = new float[2];
                    var reward = isMiddle ? middle(step, written) : 0;
                    written.CopyTo(observation);
                    return new Outcome(reward, false);
                });
            },
            count: 3);
        return Assert.Throws<EnvironmentException>(() =>
        {
            worlds.Reset(0);
            var actions = new ActionBatch(worlds.Actions, 3);
            for (var step = 0; step < 5; step++)
            {
                worlds.Step(actions);
            }
        });
    }
}
