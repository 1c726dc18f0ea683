using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class GeneralizedAdvantagesTests
{
    [Fact]
    public void Advantages_and_targets_are_those_of_PyTorch()
    {
        using var golden = LearningGolden.Open();
        var given = golden.RootElement.GetProperty("returns_and_advantages");
        var (reward, value, next) = (LearningGolden.Numbers(given, "reward"), LearningGolden.Numbers(given, "value"), LearningGolden.Numbers(given, "next_value"));
        var advantages = new double[reward.Length];

        GeneralizedAdvantages.Compute(
            reward,
            value,
            next,
            LearningGolden.Flags(given, "terminated"),
            LearningGolden.Flags(given, "truncated"),
            worlds: 3,
            given.GetProperty("gamma").GetDouble(),
            given.GetProperty("lam").GetDouble(),
            advantages);

        var (expected, targets) = (LearningGolden.Numbers(given, "advantage"), LearningGolden.Numbers(given, "value_target"));
        for (var at = 0; at < advantages.Length; at++)
        {
            Assert.Equal(expected[at], advantages[at], 1e-9);
            Assert.Equal(targets[at], advantages[at] + value[at], 1e-9);
        }
    }

    [Fact]
    public void With_lambda_1_they_are_returns_less_the_value()
    {
        double[] rewards = [1, -2, 3];
        double[] values = [0.5, 0.25, -1];
        var (advantages, returns) = (new double[3], new double[3]);

        GeneralizedAdvantages.Compute(rewards, values, [0.25, -1, 7], new bool[3], new bool[3], 1, 0.9, 1, advantages);

        Returns.Discounted(rewards, 0.9, bootstrap: 7, returns);
        for (var at = 0; at < 3; at++)
        {
            Assert.Equal(returns[at] - values[at], advantages[at], 1e-12);
        }
    }

    [Fact]
    public void A_cut_episode_looks_beyond_its_end_and_a_finished_one_does_not()
    {
        double One(bool terminated, bool truncated)
        {
            var advantages = new double[1];
            GeneralizedAdvantages.Compute([1], [0], [10], [terminated], [truncated], 1, 0.5, 0.9, advantages);
            return advantages[0];
        }

        Assert.Equal(6, One(terminated: false, truncated: true));
        Assert.Equal(1, One(terminated: true, truncated: false));
        Assert.Equal(1, One(terminated: true, truncated: true));
    }
}
