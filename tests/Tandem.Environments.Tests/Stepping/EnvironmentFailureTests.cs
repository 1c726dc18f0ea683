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
