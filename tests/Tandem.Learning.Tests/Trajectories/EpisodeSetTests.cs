using CsCheck;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class EpisodeSetTests : IDisposable
{
    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_is_read_back_from_one_shard_or_many()
    {
        Gen.Select(Gen.Double[-10, 10].Array[1, 40].Array[1, 12], Gen.Bool, Gen.Bool).Sample(
            (rewards, isBox, split) =>
            {
                var world = isBox ? EpisodeFolder.Steering : EpisodeFolder.Choosing;
                Episode[] episodes = [.. rewards.Select((earned, number) =>
                    Episode.Of(world, number, earned, terminated: number % 3 > 0, truncated: number % 3 != 1))];
                using var place = new EpisodeFolder();
                place.Write(world, split ? 4 : episodes.Length, episodes);

                using var set = EpisodeSet.Open(place.Path);

                Assert.Equal(world, set.World);
                Assert.Equal(episodes.Length, set.Count);
                Assert.Equal(rewards.Sum(earned => earned.Length), set.Steps);
                Assert.Equal(split ? (episodes.Length + 3) / 4 : 1, set.Shards.Count);
                for (var i = episodes.Length - 1; i >= 0; i--)
                {
                    Assert.Equal(episodes[i].Info, set.Infos[i]);
                    Episode.AssertEqual(episodes[i], Episode.Copy(set[i]));
                }
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void An_observation_more_than_there_are_steps_is_kept()
    {
        using var set = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1]), Episode.Of(EpisodeFolder.Choosing, 3, [1, 1]));

        Assert.Equal(6, set[1].Observations.Length);
        Assert.Equal([300, 300.25f], set[1].Observation(0));
        Assert.Equal([302, 302.25f], set[1].Observation(2));
    }

    [Fact]
    public void Statistics_are_as_worked_out_by_hand()
    {
        var world = EpisodeFolder.Choosing;
        using var set = folder.Open(
            world,
            Episode.Of(world, 0, [-1, -1, 99]),
            Episode.Of(world, 1, [-1, -1, -1, -1, -1], terminated: false, truncated: true),
            Episode.Of(world, 2, [99]),
            Episode.Of(world, 3, [-1, -1, 99], terminated: true, truncated: true));

        Assert.Equal(
            new EpisodeStatistics
            {
                Episodes = 4,
                Steps = 12,
                MeanReturn = 72,
                Returns = (-5, 99),
                MeanLength = 3,
                Lengths = (1, 5),
                Terminated = 3,
                Truncated = 2,
                Unfinished = 1,
            },
            set.Statistics());
        Assert.Equal(3, set.CountReaching(97));
        Assert.Equal(1, set.CountReaching(97.5));
    }

    [Fact]
    public void The_fingerprint_changes_with_the_data_and_with_nothing_else()
    {
        var world = EpisodeFolder.Choosing;
        folder.Write(world, Episode.Of(world, 0, [1, 2]));
        using var same = new EpisodeFolder();
        same.Write(world, Episode.Of(world, 0, [1, 2]));
        using var other = new EpisodeFolder();
        other.Write(world, Episode.Of(world, 0, [1, 2.0000001]));

        var fingerprint = FingerprintOf(folder);

        Assert.Equal(fingerprint, FingerprintOf(same));
        Assert.NotEqual(fingerprint, FingerprintOf(other));
        using (var writer = EpisodeWriter.Append(folder.Path, world))
        {
            writer.Add(Episode.Of(world, 1, [1]).View);
        }

        Assert.NotEqual(fingerprint, FingerprintOf(folder));
    }

    [Fact]
    public void A_number_that_no_episode_has_is_refused()
    {
        using var set = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1]));

        var error = Assert.Throws<ArgumentException>(() => set[1].Info);

        Assert.Equal($"there is no episode 1 in '{folder.Path}': give 0 to 0", error.Message);
        Assert.Throws<ArgumentException>(() => set[-1].Info);
    }

    [Fact]
    public void A_set_of_another_world_is_refused_and_both_are_named()
    {
        using var set = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1]));
        set.RequireWorld(EpisodeFolder.Choosing with { OptionsJson = """{"size":5}""" });

        var error = Assert.Throws<ArgumentException>(() => set.RequireWorld(EpisodeFolder.Choosing with { OptionsJson = """{"size":10}""" }));

        Assert.Equal(
            $"the episodes in '{folder.Path}' are of Choosing-v0 {{\"size\":5}} with step limit 200, Box(2) to MultiDiscrete(2, 3), "
            + "not of Choosing-v0 {\"size\":10} with step limit 200, Box(2) to MultiDiscrete(2, 3): give episodes of this world, or another folder",
            error.Message);
    }

    [Fact]
    public void A_disposed_set_says_so()
    {
        var set = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1]));
        set.Dispose();
        set.Dispose();

        Assert.Throws<ObjectDisposedException>(() => set[0].Info);
    }

    [Fact]
    public void Reading_needs_no_memory_of_the_sets_size()
    {
        var world = EpisodeFolder.Steering;
        folder.Write(world, shardEvery: 50, [.. Enumerable.Range(0, 200).Select(number => Episode.Of(world, number, new double[2_000]))]);
        var bytes = new DirectoryInfo(folder.Path).GetFiles("shard-*").Sum(file => file.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var set = EpisodeSet.Open(folder.Path);
        var seen = 0.0;
        for (var episode = 0; episode < set.Count; episode++)
        {
            seen += set[episode].Observation(1_000)[0] + set[episode].Rewards[^1];
        }

        Assert.Equal(200 * ((100 * 99.5) + 1_000), seen);
        Assert.InRange(bytes, 7_000_000, 10_000_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000);
    }

    private static string FingerprintOf(EpisodeFolder place)
    {
        using var set = EpisodeSet.Open(place.Path);
        return set.Fingerprint();
    }
}
