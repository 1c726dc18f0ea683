using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class EpisodeWriterTests : IDisposable
{
    private static readonly RecordedWorld World = EpisodeFolder.Choosing;
    private static readonly Episode First = Episode.Of(World, 0, [-1, -1, 99]);
    private static readonly Episode Second = Episode.Of(World, 1, [-1, 99]);

    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Appended_episodes_follow_those_that_were_there()
    {
        folder.Write(World, First);
        using (var writer = EpisodeWriter.Append(folder.Path, World))
        {
            writer.Begin("a tall rider", seed: 3);
            writer.Add(Second.View);
            Assert.Equal(2, writer.Episodes);
            Assert.Equal(5, writer.Steps);
        }

        using var set = EpisodeSet.Open(folder.Path);
        Assert.Equal(2, set.Count);
        Episode.AssertEqual(First, Episode.Copy(set[0]));
        Episode.AssertEqual(Second, Episode.Copy(set[1]));
        Assert.Equal([("", 0ul), ("a tall rider", 3ul)], set.Shards.Select(shard => (shard.Rider, shard.Seed)));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_never_overwritten()
    {
        folder.Write(World, First);

        var error = Assert.Throws<IOException>(() => EpisodeWriter.Create(folder.Path, World));

        Assert.Equal($"'{folder.Path}' is there already and is never overwritten: give another folder, or append to the episodes in it", error.Message);
        Assert.Throws<IOException>(() => EpisodeWriter.Create(folder.File("index.json"), World));
    }

    [Fact]
    public void Episodes_of_another_world_are_not_appended_and_both_are_named()
    {
        folder.Write(World, First);

        var error = Assert.Throws<ArgumentException>(() => EpisodeWriter.Append(folder.Path, EpisodeFolder.Steering));

        Assert.StartsWith($"the episodes in '{folder.Path}' are of {World}, not of {EpisodeFolder.Steering}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_rides_are_not_recorded_twice()
    {
        using (var writer = EpisodeWriter.Create(folder.Path, World))
        {
            writer.Begin("random", seed: 4);
            writer.Add(First.View);
        }

        using var again = EpisodeWriter.Append(folder.Path, World);
        again.Begin("random", seed: 5);
        again.Begin("another", seed: 4);
        var error = Assert.Throws<ArgumentException>(() => again.Begin("random", seed: 4));

        Assert.Equal($"'{folder.Path}' holds rides of 'random' from seed 4 already, and the same ones would come again: give another seed", error.Message);
    }

    [Fact]
    public void The_same_rides_are_not_recorded_twice_by_one_recorder_either()
    {
        using var writer = EpisodeWriter.Create(folder.Path, World);
        writer.Begin("random", seed: 4);
        writer.Add(First.View);

        Assert.Throws<ArgumentException>(() => writer.Begin("random", seed: 4));
    }

    [Fact]
    public void Two_do_not_write_at_once()
    {
        using var writer = EpisodeWriter.Create(folder.Path, World);

        var error = Assert.Throws<IOException>(() => EpisodeWriter.Append(folder.Path, World));

        Assert.Equal($"the episodes in '{folder.Path}' are being written by another process: wait for it to end, or give another folder", error.Message);
    }

    [Fact]
    public void What_a_killed_recorder_leaves_is_not_read_and_is_cleared_by_the_next()
    {
        folder.Write(World, First);
        var shard = File.ReadAllBytes(folder.File("shard-000000.arrow"));
        File.WriteAllBytes(folder.File("shard-000001.arrow"), shard);                 // killed between shard and index
        File.WriteAllBytes(folder.File(".shard-000002.arrow.0f.writing"), shard[..9]); // killed while writing a shard
        File.WriteAllText(folder.File(".index.json.0f.writing"), """{"format":1,""");  // killed while writing the index

        using (var set = EpisodeSet.Open(folder.Path))
        {
            Episode.AssertEqual(First, Episode.Copy(set[0]));
            Assert.Equal(1, set.Count);
        }

        EpisodeWriter.Append(folder.Path, World).Dispose();
        Assert.Equal([".lock", "index.json", "shard-000000.arrow"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_set_whose_recorder_was_killed_before_its_first_shard_can_be_appended_to()
    {
        EpisodeWriter.Create(folder.Path, World).Dispose();

        var error = Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path));
        using (var writer = EpisodeWriter.Append(folder.Path, World))
        {
            writer.Add(Second.View);
        }

        Assert.Equal($"the set '{folder.Path}' holds no episodes yet: append some with 'tandem record --append'", error.Message);
        using var set = EpisodeSet.Open(folder.Path);
        Episode.AssertEqual(Second, Episode.Copy(set[0]));
    }

    [Fact]
    public void With_a_clock_a_shard_is_written_at_least_every_half_minute()
    {
        var clock = new SetClock();
        using var writer = EpisodeWriter.Create(folder.Path, World, clock);

        writer.Add(First.View);
        clock.Now = TimeSpan.FromSeconds(29);
        writer.Add(First.View);
        Assert.Empty(Directory.GetFiles(folder.Path, "shard-*"));
        clock.Now = TimeSpan.FromSeconds(30);
        writer.Add(First.View);

        using var set = EpisodeSet.Open(folder.Path);
        Assert.Equal(3, set.Count);
    }

    [Fact]
    public void A_shard_is_full_at_sixteen_mebibytes()
    {
        var episode = Episode.Of(EpisodeFolder.Steering, 0, new double[100_000]); // 2 MB
        using (var writer = EpisodeWriter.Create(folder.Path, EpisodeFolder.Steering))
        {
            for (var i = 0; i < 20; i++)
            {
                writer.Add(episode.View);
            }
        }

        using var set = EpisodeSet.Open(folder.Path);
        Assert.Equal([9, 9, 2], set.Shards.Select(shard => shard.Episodes));
    }

    [Fact]
    public void An_episode_of_the_wrong_shape_is_refused()
    {
        using var writer = EpisodeWriter.Create(folder.Path, World);

        Refused(First with { Rewards = [1] }, "an episode of 3 steps with 1 rewards cannot be kept: give at least one step, and a reward for each");
        Refused(First with { Observations = new float[6] }, "an episode of 3 steps in Box(2) has 8 observed numbers, the last observation included, and 6 were given");
        Refused(First with { Choices = [] }, "an episode of 3 steps with actions of MultiDiscrete(2, 3) has 6 choices and 0 values, and 0 and 0 were given");
        Refused(First with { Values = [1] }, "an episode of 3 steps with actions of MultiDiscrete(2, 3) has 6 choices and 0 values, and 6 and 1 were given");
        Refused(First with { Info = First.Info with { Terminated = false } }, "an episode that neither terminated nor was truncated is not over: say which it was");
        Refused(new Episode(default, new float[2], [], [], []), "an episode of 0 steps with 0 rewards cannot be kept: give at least one step, and a reward for each");

        void Refused(Episode episode, string message) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => writer.Add(episode.View)).Message);
    }

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
