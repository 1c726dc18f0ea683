using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class IqlTests : IDisposable
{
    private static readonly IqlOptions Small = new()
    {
        Updates = 300,
        BatchSize = 64,
        LearningRate = 0.01,
        Network = new PerceptronOptions { Hidden = [16] },
        Critic = new CriticOptions { CriticUpdates = 50, CriticBatch = 32, CriticNetwork = new PerceptronOptions { Hidden = [16] } },
    };

    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(0.5, 2, 2.718281828)] // e
    [InlineData(-1, 2, 0.135335283)] // e⁻²
    [InlineData(10, 3, 100)] // no more than the largest
    [InlineData(double.NaN, 3, 0)] // what nobody knows is not imitated
    public void A_weight_is_known(double advantage, double temperature, double expected) =>
        Assert.Equal(expected, AdvantageWeights.Of(advantage, temperature, largest: 100), 1e-6);

    [Fact]
    public void It_does_without_a_gamble_that_most_rides_took_and_some_won()
    {
        using var rides = folder.Open(SmallRides.Gambling, SmallRides.Gambles(20));

        var policy = Iql.Train(rides, Small).Policy();

        Assert.Equal(1, Act(policy, 0));
    }

    [Fact]
    public void It_walks_home_from_everywhere_though_the_walks_were_cut()
    {
        const int last = 15;
        using var walks = folder.Open(SmallRides.World(last + 1, 2), SmallRides.Walks(count: 300, last, limit: 10, seed: 1));

        var policy = Iql.Train(walks, Small).Policy();

        Assert.All(Enumerable.Range(1, last), place => Assert.Equal(0, Act(policy, place)));
    }

    [Fact]
    public void The_agent_takes_observations_as_they_are()
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        using var network = new PerceptronNetwork(new PerceptronShape(2, [8], 3), ref random);
        var scaling = new ObservationScaling([3, -1], [2, 0.25f]);
        float[] seen = [4, -0.5f, 1, -2];
        float[] scaled = [0.5f, 2, -1, -4];
        var (expected, actual) = (new float[6], new float[6]);
        network.Forward(scaled, 2, expected);

        scaling.FoldInto(network.Perceptron).Forward(seen, 2, actual);

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData(CriticForm.Table)]
    [InlineData(CriticForm.Perceptron)]
    public void Saved_in_the_middle_it_ends_with_the_same_bits(CriticForm form)
    {
        using var rides = folder.Open(SmallRides.Gambling, SmallRides.Gambles(10));
        var options = Small with { Updates = 150, Critic = Small.Critic with { Form = form } };
        using var whole = new Iql(rides, options);
        using var first = new Iql(rides, options);
        using var second = new Iql(rides, options);
        while (!whole.IsComplete)
        {
            _ = whole.Update();
        }

        _ = first.Update();
        using var state = new MemoryStream();
        first.Save(new BinaryWriter(state));
        state.Position = 0;
        second.Restore(new BinaryReader(state));
        while (!second.IsComplete)
        {
            _ = second.Update();
        }

        Assert.Equal(whole.Progress.Total, second.Steps);
        Assert.Equal(Bytes(whole), Bytes(second));
    }

    private static byte[] Bytes(Iql training)
    {
        using var bytes = new MemoryStream();
        training.Agent.ToSafetensors().WriteTo(bytes);
        return bytes.ToArray();
    }

    private static int Act(IPolicy policy, int place)
    {
        var action = new ActionBatch(new Discrete(2), 1);
        policy.Act([place], [0], action);
        return action.Choices[0];
    }
}
