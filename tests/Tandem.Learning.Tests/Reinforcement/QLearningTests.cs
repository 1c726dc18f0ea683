using Tandem.Environments;
using Tandem.Environments.Tabular;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class QLearningTests
{
    [Fact]
    public void A_chain_is_worth_its_exact_values()
    {
        var agent = QLearning.Train(() => new Chain(), new QLearningOptions { Steps = 20_000, Discount = 0.9, LearningRateDecay = 0 }, stepLimit: 20);

        var values = new float[6];
        agent.Perceptron.Forward([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, values);
        double[] expected = [0.729, 0.81, 0.81, 0.9, 0.9, 1];
        for (var pair = 0; pair < 6; pair++)
        {
            Assert.Equal(expected[pair], values[pair], 1e-6);
        }
    }

    [Fact]
    public void A_truncated_episode_is_worth_what_the_table_says_of_its_final_state()
    {
        // Cut after every step: without what follows the first state would be worth nothing at all.
        var agent = QLearning.Train(() => new Chain(), new QLearningOptions { Steps = 40_000, Discount = 0.9, LearningRateDecay = 0 }, stepLimit: 3);

        var values = new float[2];
        agent.Perceptron.Forward([1, 0, 0], 1, values);
        Assert.Equal(0.729, values[0], 1e-6);
    }

    [Fact]
    public void A_slippery_lake_is_crossed_nearly_as_well_as_by_planning()
    {
        var table = FrozenLake.Table(new FrozenLakeOptions());
        using var training = new QLearning(
            EnvironmentCatalog.BuiltIn["FrozenLake-v1"].CreateVector(16), new QLearningOptions { Steps = 400_000, ExplorationEnd = 0.5 });
        LearnerTrace.StateAfter(training);

        var actions = PolicyEvaluation.ActionsOf(table, training.Agent.Policy());

        Assert.Equal(0.74, table.MeanOverStarts(PolicyEvaluation.Returns(table, actions, steps: 100)), 0.02);
    }

    [Fact]
    public void A_training_that_was_interrupted_goes_on_to_the_bit() => LearnerTrace.AssertGoesOnToTheBit(
        () => new QLearning(EnvironmentCatalog.BuiltIn["Taxi-v4"].CreateVector(4), new QLearningOptions { Seed = 2, Steps = 40_000 }), interruptedAfter: 2);

    [Fact]
    public void Every_combination_of_several_parts_has_a_value()
    {
        var agent = QLearning.Train(() => new Chain(new MultiDiscrete(2, 2)), new QLearningOptions { Steps = 20_000, LearningRateDecay = 0 }, stepLimit: 20);

        var actions = new ActionBatch(agent.Actions, 3);
        agent.Policy().Act([0, 1, 2], [0, 0, 0], actions);

        Assert.Equal([1, 1, 1, 1, 1, 1], actions.Choices);
    }

    [Fact]
    public void A_world_without_a_table_is_refused_with_what_fits()
    {
        var numbers = Assert.Throws<ArgumentException>(() => new QLearning(VectorEnvironment.Create(() => new Treadmill(new Discrete(2)), 1), new QLearningOptions()));
        Assert.Equal("q-learning keeps a table of numbered states, and this world shows Box(1): train it with dqn, ppo or a2c", numbers.Message);

        var steering = Assert.Throws<ArgumentException>(() => new QLearning(VectorEnvironment.Create(() => new Aim(), 1), new QLearningOptions()));
        Assert.Equal("q-learning chooses among actions, and those of this world are real numbers, Box(1): train it with ppo, a2c or sac", steering.Message);

        var vast = Assert.Throws<ArgumentException>(() => new QLearning(new StandStill(new Discrete(65_536), new Discrete(65_536), 1), new QLearningOptions()));
        Assert.Equal(
            "a table of 65536 states and 65536 actions is too large: give at most 32766 states to so many actions, or show the state as numbers of a box and train with dqn",
            vast.Message);
    }
}
