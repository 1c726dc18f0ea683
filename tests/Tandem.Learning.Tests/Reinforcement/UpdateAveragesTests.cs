using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class UpdateAveragesTests
{
    [Fact]
    public void Metrics_are_averaged_over_the_updates_that_have_them_and_returns_over_episodes()
    {
        var averages = new UpdateAverages();
        averages.Add(Update([new Ride(10, 4, true, false), new Ride(20, 6, true, false)], ("loss", 1)));
        averages.Add(Update([], ("loss", 3), ("entropy", 7)));
        averages.Add(Update([new Ride(60, 8, false, true)]));

        Assert.Equal([("return", 30.0), ("length", 6.0), ("loss", 2.0), ("entropy", 7.0)], averages.Take());
        Assert.True(averages.IsEmpty);
        Assert.Empty(averages.Take());
    }

    [Fact]
    public void What_was_saved_is_gone_on_with()
    {
        var (averages, restored) = (new UpdateAverages(), new UpdateAverages());
        averages.Add(Update([new Ride(10, 4, true, false)], ("loss", 1)));
        var saved = new MemoryStream();
        averages.Save(new BinaryWriter(saved));
        saved.Position = 0;
        restored.Restore(new BinaryReader(saved));
        restored.Add(Update([], ("loss", 2)));

        Assert.Equal([("return", 10.0), ("length", 4.0), ("loss", 1.5)], restored.Take());
    }

    [Fact]
    public void A_metric_that_is_not_there_is_named_beside_those_that_are() => Assert.Equal(
        "there is no metric 'los' in this update: its metrics are loss, entropy",
        Assert.Throws<KeyNotFoundException>(() => Update([], ("loss", 1), ("entropy", 2))["los"]).Message);

    private static LearnerUpdate Update(Ride[] finished, params (string Name, double Value)[] metrics) =>
        new(0, finished, [.. metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Value))]);
}
