using CsCheck;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class EpisodeWindowsTests : IDisposable
{
    private static readonly RecordedWorld World = EpisodeFolder.Choosing;

    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_window_beyond_the_end_is_filled_up_on_the_right()
    {
        // Two windows there are: steps 0 and 1, and step 1 alone.
        using var set = folder.Open(World, Episode.Of(World, 3, [-1, 99]));
        var (whole, last) = BothWindows(set, new WindowOptions { Context = 3 });

        Assert.Equal([300, 300.25f, 301, 301.25f, 0, 0], whole.Observations);
        Assert.Equal([1, 0, 1, 0, 0, 0], whole.Choices);
        Assert.Equal([98, 99, 0], whole.ReturnsToGo);
        Assert.Equal([0, 1, 0], whole.Timesteps);
        Assert.Equal([true, true, false], whole.Mask);
        Assert.Equal(2, whole.Steps);
        Assert.Equal([301, 301.25f, 0, 0, 0, 0], last.Observations);
        Assert.Equal([99, 0, 0], last.ReturnsToGo);
        Assert.Equal([1, 0, 0], last.Timesteps);
        Assert.Equal([true, false, false], last.Mask);
        Assert.Equal(1, last.Steps);
        Assert.Empty(whole.Values);
    }

    [Fact]
    public void A_return_to_go_counts_the_rewards_beyond_the_window()
    {
        using var set = folder.Open(World, Episode.Of(World, 0, [1, 2, 4, 8, 16]));
        var windows = new EpisodeWindows(set, new WindowOptions { Context = 2 });
        var expected = new[] { (31f, 30f), (30f, 28f), (28f, 24f), (24f, 16f), (16f, 0f) };

        var batch = Drawn(windows, 50, seed: 0);

        Assert.All(Enumerable.Range(0, 50), row =>
            Assert.Equal(expected[batch.Timesteps[2 * row]], (batch.ReturnsToGo[2 * row], batch.ReturnsToGo[(2 * row) + 1])));
        Assert.Equal(5, batch.Timesteps.Where((_, place) => place % 2 == 0).Distinct().Count());
    }

    [Fact]
    public void Values_of_a_box_are_taken_as_they_are()
    {
        using var set = folder.Open(EpisodeFolder.Steering, Episode.Of(EpisodeFolder.Steering, 1, [5]));

        var batch = Drawn(new EpisodeWindows(set, new WindowOptions { Context = 1 }), 1, seed: 0);

        Assert.Equal([1 / 2f, 1 / 3f], batch.Values);
        Assert.Empty(batch.Choices);
        Assert.Equal([100], batch.Observations);
    }

    [Fact]
    public void No_return_of_an_unfinished_episode_is_known()
    {
        using var set = FinishedAndCut();

        var batch = Drawn(new EpisodeWindows(set, new WindowOptions { Context = 2 }), 200, seed: 0);

        for (var place = 0; place < batch.Mask.Length; place++)
        {
            Assert.Equal(batch.Mask[place] && EpisodeOf(batch, place / batch.Context) == 1, batch.Unknown[place]);
        }

        Assert.Contains(true, batch.Unknown);
    }

    [Fact]
    public void Nothing_to_draw_from_is_an_error()
    {
        using var set = FinishedAndCut();

        Assert.Equal(
            "there are no episodes to draw windows from: give at least 1",
            Assert.Throws<ArgumentException>(() => new EpisodeWindows(set, new WindowOptions(), [])).Message);
    }

    [Fact]
    public void Episodes_are_drawn_in_proportion_to_their_length_and_their_steps_uniformly()
    {
        int[] lengths = [1, 2, 3, 10, 34];
        using var set = folder.Open(World, [.. lengths.Select((length, number) => Episode.Of(World, number, new double[length]))]);
        const int drawsOfEach = 400;

        var batch = Drawn(new EpisodeWindows(set, new WindowOptions { Context = 1 }), 50 * drawsOfEach, seed: 1);

        var counts = Enumerable.Range(0, batch.Size).CountBy(row => (EpisodeOf(batch, row), batch.Timesteps[row])).ToArray();
        Assert.Equal(50, counts.Length);
        var chiSquare = counts.Sum(count => Math.Pow(count.Value - drawsOfEach, 2) / drawsOfEach);
        Assert.InRange(chiSquare, 23.98, 85.35); // 49 degrees of freedom: outside with a chance of 0.002
    }

    [Fact]
    public void A_saved_stream_goes_on_with_the_same_windows()
    {
        using var set = folder.Open(World, [.. Enumerable.Range(0, 20).Select(number => Episode.Of(World, number, new double[1 + number]))]);
        var windows = new EpisodeWindows(set, new WindowOptions { Context = 4 });
        var random = RandomStream.Create(3, StreamPurpose.Shuffling);
        var batch = windows.NewBatch(16);
        windows.Draw(ref random, batch);
        var (s0, s1, s2, s3) = random.State;
        windows.Draw(ref random, batch);

        using var again = EpisodeSet.Open(folder.Path);
        var restored = new RandomStream(s0, s1, s2, s3);
        var resumed = new WindowBatch(World, 16, 4);
        new EpisodeWindows(again, new WindowOptions { Context = 4 }).Draw(ref restored, resumed);

        Assert.Equal(batch.Observations, resumed.Observations);
        Assert.Equal(batch.Timesteps, resumed.Timesteps);
        Assert.Equal(batch.Mask, resumed.Mask);
        Assert.Equal(random, restored);
    }

    [Fact]
    public void A_batch_that_is_used_again_keeps_nothing_of_the_last()
    {
        Gen.Select(Gen.Double[-5, 5].Array[1, 30].Array[1, 6], Gen.Int[1, 12]).Sample(
            (rewards, context) =>
            {
                using var place = new EpisodeFolder();
                using var set = place.Open(World, [.. rewards.Select((earned, number) => Episode.Of(World, number, earned, terminated: number % 2 == 0, truncated: true))]);
                var windows = new EpisodeWindows(set, new WindowOptions { Context = context });
                var random = RandomStream.Create(1, StreamPurpose.Shuffling);
                var batch = windows.NewBatch(5);
                for (var draw = 0; draw < 4; draw++)
                {
                    windows.Draw(ref random, batch);
                    AssertTrue(set, batch);
                }
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void A_batch_of_another_shape_is_refused()
    {
        using var set = folder.Open(World, Episode.Of(World, 0, [1]));
        var windows = new EpisodeWindows(set, new WindowOptions { Context = 3 });

        var error = Assert.Throws<ArgumentException>(() =>
        {
            var random = RandomStream.Create(0, StreamPurpose.Shuffling);
            windows.Draw(ref random, new WindowBatch(World, 2, context: 4));
        });

        Assert.Equal(
            "a batch of 4 steps with 2 observed numbers and 2 parts of an action does not fit windows of 3 steps of Box(2) to MultiDiscrete(2, 3): make it with NewBatch",
            error.Message);
        Assert.Equal(
            "a batch of 0 windows of 3 steps is empty: give at least 1 of each",
            Assert.Throws<ArgumentException>(() => windows.NewBatch(0)).Message);
        Assert.Equal(
            "a context of 0 steps is out of range: give 1 to 100000",
            Assert.Throws<ArgumentException>(() => new WindowOptions { Context = 0 }).Message);
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        using var set = folder.Open(World, [.. Enumerable.Range(0, 20).Select(number => Episode.Of(World, number, new double[50]))]);
        var windows = new EpisodeWindows(set, new WindowOptions());
        var random = RandomStream.Create(0, StreamPurpose.Shuffling);
        var batch = windows.NewBatch(64);
        windows.Draw(ref random, batch);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var draw = 0; draw < 100; draw++)
        {
            windows.Draw(ref random, batch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Every place of every window is as its episode says, and a place without a step holds zeros.</summary>
    private static void AssertTrue(EpisodeSet set, WindowBatch batch)
    {
        for (var place = 0; place < batch.Mask.Length; place++)
        {
            var seen = batch.Observations.AsSpan(place * 2, 2).ToArray();
            var chosen = batch.Choices.AsSpan(place * 2, 2).ToArray();
            if (!batch.Mask[place])
            {
                Assert.Equal((0, 0, false), (batch.Timesteps[place], batch.ReturnsToGo[place], batch.Unknown[place]));
                Assert.Equal([0, 0], seen);
                Assert.Equal([0, 0], chosen);
                continue;
            }

            var step = batch.Timesteps[place];
            var episode = set[((int)seen[0] - step) / 100];
            Assert.Equal(episode.Observation(step), seen);
            Assert.Equal(episode.Choices.Slice(2 * step, 2), chosen);
            Assert.Equal(episode.Rewards[step..].ToArray().Sum(), batch.ReturnsToGo[place], 1e-4);
            Assert.Equal(episode.Info.IsUnfinished, batch.Unknown[place]);
        }

        Assert.Equal(batch.Mask.Count(real => real), batch.Steps);
    }

    private static int EpisodeOf(WindowBatch batch, int row) =>
        ((int)batch.Observations[row * batch.Context * 2] - batch.Timesteps[row * batch.Context]) / 100;

    private EpisodeSet FinishedAndCut() => folder.Open(
        World,
        Episode.Of(World, 0, [-1, 99]),
        Episode.Of(World, 1, [-1, -1, -1, -1], terminated: false, truncated: true),
        Episode.Of(World, 2, [-1, 99], terminated: true, truncated: true));

    private static WindowBatch Drawn(EpisodeWindows windows, int size, ulong seed)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Shuffling);
        var batch = windows.NewBatch(size);
        windows.Draw(ref random, batch);
        return batch;
    }

    /// <summary>Draws windows of one until both starts of an episode of two steps have come.</summary>
    private static (WindowBatch Whole, WindowBatch Last) BothWindows(EpisodeSet set, WindowOptions options)
    {
        var windows = new EpisodeWindows(set, options);
        var drawn = Enumerable.Range(0, 20).Select(seed => Drawn(windows, 1, (ulong)seed)).ToArray();
        return (drawn.First(batch => batch.Steps == 2), drawn.First(batch => batch.Steps == 1));
    }
}
