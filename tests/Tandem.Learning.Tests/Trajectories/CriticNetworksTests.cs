using Tandem.Learning.Reinforcement;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class CriticNetworksTests : IDisposable
{
    private static readonly CriticOptions Small = new()
    {
        Form = CriticForm.Perceptron,
        Discount = 0.9,
        Expectile = 0.9,
        AdvantageDecay = 0,
        CriticUpdates = 1_500,
        CriticBatch = 64,
        CriticLearningRate = 3e-3,
        TargetRate = 0.05,
        CriticNetwork = new PerceptronOptions { Hidden = [32] },
    };

    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Perceptrons_come_to_what_a_table_knows_of_walks_that_were_cut()
    {
        using var walks = folder.Open(SmallRides.World(6, 2), SmallRides.Walks(count: 200, last: 5, limit: 6, seed: 2));
        Assert.Contains(walks.Infos.ToArray(), info => info.IsUnfinished);
        var exact = RideCritic.Judge(walks, Small with { Form = CriticForm.Table }, seed: 0);

        var learned = RideCritic.Judge(walks, Small, seed: 0);

        Assert.Equal((CriticForm.Table, CriticForm.Perceptron), (exact.Form, learned.Form));
        for (var walk = 0; walk < walks.Count; walk++)
        {
            for (var step = 0; step < walks.Infos[walk].Length; step++)
            {
                Assert.Equal(exact[walk][step], learned[walk][step], 0.15f);
            }
        }
    }

    [Theory]
    [InlineData(CriticForm.Table)]
    [InlineData(CriticForm.Perceptron)]
    public void A_critic_sums_ahead_as_far_as_it_is_told(CriticForm form)
    {
        using var walks = folder.Open(SmallRides.World(6, 2), SmallRides.Walks(count: 50, last: 5, limit: 6, seed: 2));
        var options = Small with { Form = form, CriticUpdates = 50 };
        var alone = RideCritic.Judge(walks, options with { AdvantageDecay = 0 }, seed: 1);

        var ahead = RideCritic.Judge(walks, options with { AdvantageDecay = 0.5 }, seed: 1);

        for (var walk = 0; walk < walks.Count; walk++)
        {
            var expected = alone[walk].ToArray();
            StepAdvantages.SumAhead(expected, 0.45);
            Assert.Equal(expected, ahead[walk].ToArray(), (a, b) => Math.Abs(a - b) < 1e-5f || (float.IsNaN(a) && float.IsNaN(b)));
        }
    }

    [Theory]
    [InlineData(CriticForm.Table, 0)]
    [InlineData(CriticForm.Perceptron, 0.97)]
    public void Unless_told_a_table_judges_the_action_alone_and_perceptrons_what_followed_too(CriticForm form, double decay)
    {
        using var walks = folder.Open(SmallRides.World(6, 2), SmallRides.Walks(count: 20, last: 5, limit: 6, seed: 2));
        var options = Small with { Form = form, CriticUpdates = 5 };
        var told = RideCritic.Judge(walks, options with { AdvantageDecay = decay }, seed: 1);

        var untold = RideCritic.Judge(walks, options with { AdvantageDecay = null }, seed: 1);

        Assert.All(Enumerable.Range(0, walks.Count), walk => Assert.Equal(told[walk], untold[walk]));
        Assert.Equal(
            "advantage decay 1.5 is out of range: give 0 to 1, or null to choose it by the critic's form",
            Assert.Throws<ArgumentException>(() => new CriticOptions { AdvantageDecay = 1.5 }).Message);
    }

    [Fact]
    public void The_unit_of_advantages_goes_with_that_of_rewards()
    {
        StepAdvantages Judged(double unit)
        {
            using var scene = new EpisodeFolder();
            using var walks = scene.Open(SmallRides.World(6, 2), [.. SmallRides.Walks(count: 50, last: 5, limit: 6, seed: 2).Select(walk => Paid(walk, unit))]);
            return RideCritic.Judge(walks, Small with { CriticUpdates = 100 }, seed: 1);
        }

        var (once, often) = (Judged(1), Judged(1024));

        Assert.InRange(once.Scale, 1e-3, 1);
        Assert.Equal(1024 * once.Scale, often.Scale, 1e-3 * often.Scale);
        Assert.Equal(1024 * once[0][0], often[0][0], 1e-3f * often.Scale);
    }

    [Fact]
    public void Saved_in_the_middle_it_goes_on_to_the_same_bits()
    {
        using var walks = folder.Open(SmallRides.World(6, 2), SmallRides.Walks(count: 50, last: 5, limit: 6, seed: 2));
        using var whole = RideCritic.Networks(walks, Small, seed: 3);
        using var first = RideCritic.Networks(walks, Small, seed: 3);
        using var second = RideCritic.Networks(walks, Small, seed: 4);
        var expected = Enumerable.Range(0, 20).Select(_ => whole.Update()).ToArray();
        for (var update = 0; update < 10; update++)
        {
            _ = first.Update();
        }

        using var state = new MemoryStream();
        first.Save(new BinaryWriter(state));
        state.Position = 0;
        second.Restore(new BinaryReader(state));

        Assert.Equal(expected[10..], Enumerable.Range(0, 10).Select(_ => second.Update()));
        Assert.Equal(20, second.Updates);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Values_of_actions_are_judged_too_whatever_their_unit(float unit)
    {
        // One step: what is earned is −(a − 0.5)², the better the nearer to one half.
        var random = Environments.RandomStream.Create(1, Environments.StreamPurpose.Generation);
        var rides = Enumerable.Range(0, 300).Select(_ =>
        {
            var action = (float)random.NextDouble(-1, 1);
            double[] rewards = [-(action - 0.5) * (action - 0.5)];
            return new Episode(EpisodeInfo.Of(rewards, true, false), [0, 0], [], [unit * action, 0], rewards);
        }).ToArray();
        using var set = folder.Open(EpisodeFolder.Steering with { Actions = new Environments.Box([-unit, -unit], [unit, unit]) }, rides);

        var advantages = RideCritic.Judge(set, Small, seed: 0);

        var best = Enumerable.Range(0, set.Count).MaxBy(ride => advantages[ride][0]);
        Assert.InRange(rides[best].Values[0] / unit, 0.35, 0.65);
    }

    private static Episode Paid(Episode walk, double unit)
    {
        double[] rewards = [.. walk.Rewards.Select(reward => unit * reward)];
        return walk with { Info = EpisodeInfo.Of(rewards, walk.Info.Terminated, walk.Info.Truncated), Rewards = rewards };
    }
}
