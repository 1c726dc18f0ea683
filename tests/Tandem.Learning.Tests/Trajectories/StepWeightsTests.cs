using Tandem.Learning.Trajectories;
using Tandem.Runs.Safetensors;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class StepWeightsTests : IDisposable
{
    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Better_actions_count_more_and_all_together_as_much_as_if_they_counted_alike()
    {
        var advantages = new StepAdvantages([[0, -2], [-4, float.NaN]], CriticForm.Perceptron); // its unit: the median of 2 and 4, the larger
        var weights = new StepWeights(advantages, temperature: 4 * Math.Log(2) / 2);
        var (first, second) = (new float[2], new float[2]);

        weights.Of(advantages[0], first);
        weights.Of(advantages[1], second);

        Assert.Equal(4, advantages.Scale);
        Assert.Equal(4, first.Sum() + second.Sum(), 1e-5f);
        Assert.Equal([2, 0.5f, 0], [first[0] / first[1], second[0] / first[1], second[1]]);
    }

    [Fact]
    public void Where_nothing_is_known_nothing_counts()
    {
        using var episodes = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3]));
        var unknown = StepAdvantages.Unknown(episodes);
        var weights = new float[3];

        new StepWeights(unknown, 3).Of(unknown[0], weights);

        Assert.Equal([0, 0, 0], weights);
    }

    [Fact]
    public void What_a_critic_said_is_read_as_it_was_written_and_of_its_own_data_only()
    {
        using var episodes = folder.Open(SmallRides.World(16, 2), SmallRides.Walks(count: 20, last: 15, limit: 10, seed: 1));
        var said = RideCritic.Judge(episodes, new CriticOptions(), seed: 0);
        using var buffer = new MemoryStream();
        said.Write(episodes).WriteTo(buffer);
        var file = SafetensorsFile.FromBytes(buffer.ToArray(), "critic");

        var read = StepAdvantages.Read(file, episodes);

        Assert.Equal((said.Form, said.Scale, said.Episodes), (read.Form, read.Scale, read.Episodes));
        for (var episode = 0; episode < said.Episodes; episode++)
        {
            Assert.Equal(said[episode], read[episode]);
        }

        using var other = new EpisodeFolder();
        using var changed = other.Open(SmallRides.World(16, 2), SmallRides.Walks(count: 20, last: 15, limit: 10, seed: 2));
        Assert.Equal(
            "the episodes have changed since this training began: restore them, or train anew",
            Assert.Throws<InvalidDataException>(() => StepAdvantages.Read(file, changed)).Message);
    }
}
