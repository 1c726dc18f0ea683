using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class EpisodeStepsTests : IDisposable
{
    private static readonly RecordedWorld World = EpisodeFolder.Choosing;

    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_step_is_read_once_and_in_order()
    {
        using var set = folder.Open(World, Episode.Of(World, 0, [1, 1]), Episode.Of(World, 1, [1]), Episode.Of(World, 2, [1, 1, 1], terminated: false, truncated: true));
        var steps = new EpisodeSteps(set);
        var batch = steps.NewBatch(4);

        Assert.Equal(6, steps.Count);
        Assert.Equal(4, steps.Read(0, batch));
        Assert.Equal([0, 0.25f, 1, 1.25f, 100, 100.25f, 200, 200.25f], batch.Observations);
        Assert.Equal([0, 1, 0, 1, 1, 0, 0, 1], batch.Choices);
        Assert.Equal(2, steps.Read(4, batch));
        Assert.Equal([201, 201.25f, 202, 202.25f], batch.Observations[..4]);
        Assert.Equal(0, steps.Read(6, batch));
        Assert.Equal("there is no pair -1: give 0 to 5", Assert.Throws<ArgumentException>(() => steps.Read(-1, batch)).Message);
    }

    [Fact]
    public void Drawn_pairs_belong_together_and_come_from_the_chosen_episodes_alone()
    {
        using var set = folder.Open(EpisodeFolder.Steering, [.. Enumerable.Range(0, 5).Select(number => Episode.Of(EpisodeFolder.Steering, number, [1, 1, 1]))]);
        var steps = new EpisodeSteps(set, [1, 4]);
        var batch = steps.NewBatch(200);
        var random = RandomStream.Create(0, StreamPurpose.Shuffling);

        steps.Draw(ref random, batch);

        for (var row = 0; row < batch.Size; row++)
        {
            var (episode, step) = Math.DivRem((int)batch.Observations[row], 100);
            Assert.Equal(set[episode].Values.Slice(2 * step, 2), batch.Values.AsSpan(2 * row, 2));
        }

        Assert.Equal([100, 101, 102, 400, 401, 402], batch.Observations.Distinct().Order());
    }

    [Fact]
    public void No_episodes_give_no_steps()
    {
        using var set = folder.Open(World, Episode.Of(World, 0, [1]));

        Assert.Equal("there are no episodes to take steps from: give at least 1", Assert.Throws<ArgumentException>(() => new EpisodeSteps(set, [])).Message);
    }
}
