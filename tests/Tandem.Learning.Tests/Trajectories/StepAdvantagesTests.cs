using Tandem.Learning.Trajectories;
using Tandem.Runs.Safetensors;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class StepAdvantagesTests : IDisposable
{
    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Those_of_a_table_are_measured_by_a_small_one()
    {
        Assert.Equal(1, new StepAdvantages([[0, -1, float.NaN], [-2, -100, 1e-7f, 0]]).Scale);
        Assert.Equal(1, new StepAdvantages([[0, float.NaN, 0]]).Scale);
    }

    [Fact]
    public void A_step_is_judged_with_those_after_it_and_what_nobody_knows_adds_nothing()
    {
        float[] steps = [-1, 2, float.NaN, -4];

        StepAdvantages.SumAhead(steps, 0.5);

        Assert.Equal([-0.5f, 1, float.NaN, -4], steps); // −1 + ½·1, 2 + ½·(0 + ½·−4)
    }

    [Fact]
    public void What_a_critic_said_is_read_as_it_was_written()
    {
        using var episodes = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3]));
        var file = Written(new StepAdvantages([[0, -1, float.NaN]], CriticForm.Perceptron, scale: 0.1 + 0.2), episodes);

        var read = StepAdvantages.Read(file, episodes);

        Assert.Equal((CriticForm.Perceptron, 0.1 + 0.2, 1), (read.Form, read.Scale, read.Episodes));
        Assert.Equal([0, -1, float.NaN], read[0].ToArray());
        Assert.Equal(["data", "form", "kind", "scale"], file.Metadata.Keys.Order());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_unit_that_measures_nothing_is_refused(double scale)
    {
        using var episodes = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3]));
        var file = Written(new StepAdvantages([[0, -1, -2]], CriticForm.Perceptron, scale), episodes);

        Assert.Equal(
            "the file does not say what a critic's advantages are measured in, as one of an older version: train anew",
            Assert.Throws<InvalidDataException>(() => StepAdvantages.Read(file, episodes)).Message);
    }

    [Fact]
    public void What_a_table_said_is_read_as_it_was_written_and_of_its_own_data_only()
    {
        using var episodes = folder.Open(SmallRides.World(16, 2), SmallRides.Walks(count: 20, last: 15, limit: 10, seed: 1));
        var said = RideCritic.Judge(episodes, new CriticOptions(), seed: 0);
        var file = Written(said, episodes);

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

    private static SafetensorsFile Written(StepAdvantages advantages, EpisodeSet episodes)
    {
        using var buffer = new MemoryStream();
        advantages.Write(episodes).WriteTo(buffer);
        return SafetensorsFile.FromBytes(buffer.ToArray(), "critic");
    }
}
