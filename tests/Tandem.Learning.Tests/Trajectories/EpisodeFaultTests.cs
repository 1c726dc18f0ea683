using CsCheck;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>What is wrong with a folder is said in one sentence that names the file.</summary>
public sealed class EpisodeFaultTests : IDisposable
{
    private static readonly RecordedWorld World = EpisodeFolder.Choosing;

    private readonly EpisodeFolder folder = new();

    public EpisodeFaultTests() =>
        folder.Write(World, shardEvery: 2, [.. Enumerable.Range(0, 6).Select(number => Episode.Of(World, number, [1, 2, 3]))]);

    private string Shard => folder.File("shard-000001.arrow");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_empty_folder_a_missing_one_and_a_file_hold_no_episodes()
    {
        using var other = new EpisodeFolder();

        Assert.Equal(
            $"there is no folder '{other.Path}': record some with 'tandem record', or give the folder of some",
            Assert.Throws<FileNotFoundException>(() => EpisodeSet.Open(other.Path)).Message);
        Directory.CreateDirectory(other.Path);
        Assert.StartsWith(
            $"the folder '{other.Path}' is empty and holds no episodes: ",
            Assert.Throws<FileNotFoundException>(() => EpisodeSet.Open(other.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(other.File("notes.txt"), "");
        Assert.StartsWith(
            $"the folder '{other.Path}' holds no index.json and so no episodes: ",
            Assert.Throws<FileNotFoundException>(() => EpisodeSet.Open(other.Path)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"'{other.File("notes.txt")}' is a file, not a folder of episodes: ",
            Assert.Throws<FileNotFoundException>(() => EpisodeSet.Open(other.File("notes.txt"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_format_is_not_guessed_at()
    {
        File.WriteAllText(folder.File("index.json"), """{"format": 2, "chunks": []}""");

        Assert.Equal(
            $"'{folder.File("index.json")}' was written by a newer version, in format 2 where this one reads up to 1: update Tandem",
            Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"format": 1}""")]
    [InlineData("""{"format": 1, "environment": "X-v0", "observations": {}, "actions": {}, "episodes": 0, "steps": 0, "shards": null}""")]
    [InlineData("""{"format": 1, "environment": "X-v0", "observations": {"type":"Discrete","count":2}, "actions": {"type":"Discrete","count":2}, "episodes": 5, "steps": 9, "shards": []}""")]
    [InlineData("""{"format": 1, "environment": "X-v0", "observations": {"type":"Circle"}, "actions": {"type":"Discrete","count":2}, "episodes": 0, "steps": 0, "shards": []}""")]
    public void A_damaged_index_is_named(string json)
    {
        File.WriteAllText(folder.File("index.json"), json);

        var error = Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path));

        Assert.StartsWith($"'{folder.File("index.json")}' is damaged: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_outside_the_folder_is_not_followed()
    {
        var index = File.ReadAllText(folder.File("index.json"));
        File.WriteAllText(folder.File("index.json"), index.Replace("shard-000001", "../shard-000001", StringComparison.Ordinal));

        Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path));
    }

    [Fact]
    public void A_missing_shard_is_named()
    {
        File.Delete(Shard);

        Assert.Equal(
            $"episodes '{folder.Path}': shard-000001.arrow is missing: restore it from a copy",
            Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path)).Message);
    }

    [Fact]
    public void A_shard_that_is_cut_short_is_named()
    {
        var bytes = File.ReadAllBytes(Shard);
        File.WriteAllBytes(Shard, bytes[..100]);
        Assert.Equal(
            $"episodes '{folder.Path}': shard-000001.arrow is cut short: 100 of {bytes.Length} bytes are there",
            Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path)).Message);

        File.WriteAllBytes(Shard, []);
        Assert.EndsWith("is empty: restore it from a copy", Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path)).Message, StringComparison.Ordinal);

        File.WriteAllBytes(Shard, [.. bytes, 0]);
        Assert.EndsWith($"has {bytes.Length + 1} bytes where {bytes.Length} were written", Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_that_holds_other_episodes_than_the_index_says_is_named()
    {
        var index = File.ReadAllText(folder.File("index.json"));
        File.WriteAllText(
            folder.File("index.json"),
            index.Replace("\"steps\": 6", "\"steps\": 5", StringComparison.Ordinal).Replace("\"steps\": 18", "\"steps\": 15", StringComparison.Ordinal));

        Assert.Equal(
            $"episodes '{folder.Path}': shard-000000.arrow is damaged: it does not hold the episodes that the index says",
            Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path)).Message);
    }

    [Fact]
    public void No_flipped_bit_goes_unnoticed()
    {
        var bytes = File.ReadAllBytes(Shard);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 7]).Sample(
            (place, bit) =>
            {
                var damaged = bytes.ToArray();
                damaged[place] ^= (byte)(1 << bit);
                File.WriteAllBytes(Shard, damaged);

                var error = Assert.Throws<InvalidDataException>(() =>
                {
                    using var set = EpisodeSet.Open(folder.Path);
                    return set[3].Info;
                });

                Assert.StartsWith($"episodes '{folder.Path}': shard-000001.arrow is damaged: ", error.Message, StringComparison.Ordinal);
            },
            iter: 2_000,
            threads: 1);
    }

    [Fact]
    public void Whole_shards_of_a_damaged_set_can_be_looked_into_and_verifying_names_the_damaged_one()
    {
        var bytes = File.ReadAllBytes(Shard);
        bytes[^100] ^= 1; // in the table of contents at the end, which reading does not need
        File.WriteAllBytes(Shard, bytes);

        using var set = EpisodeSet.Open(folder.Path);

        Assert.Equal(3, set[0].Info.Length);
        Assert.Equal(3, set[5].Info.Length);
        Assert.Equal(
            $"episodes '{folder.Path}': shard-000001.arrow is damaged: its bytes are not those that were written",
            Assert.Throws<InvalidDataException>(set.Verify).Message);
    }

    [Fact]
    public void The_whole_files_of_a_damaged_set_are_used_only_when_asked_for()
    {
        var bytes = File.ReadAllBytes(Shard);
        bytes[^100] ^= 1;
        File.WriteAllBytes(Shard, bytes);

        using var set = EpisodeSet.Open(folder.Path, DamagedShards.LeaveOut);

        Assert.Equal([$"episodes '{folder.Path}': shard-000001.arrow is damaged: its bytes are not those that were written"], set.LeftOut);
        Assert.Equal(["shard-000000.arrow", "shard-000002.arrow"], set.Shards.Select(shard => shard.File));
        Assert.Equal((set.Shards.Sum(shard => shard.Episodes), set.Shards.Sum(shard => shard.Steps)), (set.Count, set.Steps));
        for (var episode = 0; episode < set.Count; episode++)
        {
            Assert.Equal(set.Infos[episode].Length, set[episode].Rewards.Length);
        }

        set.Verify();
        var inspection = EpisodeInspection.Of(set, TestContext.Current.CancellationToken);
        Assert.Equal((FindingSeverity.Error, set.LeftOut[0]), (inspection.Findings[0].Severity, inspection.Findings[0].Problem));
    }

    [Fact]
    public void A_set_none_of_whose_files_is_whole_is_refused_either_way()
    {
        foreach (var file in Directory.GetFiles(folder.Path, "shard-*"))
        {
            File.Delete(file);
        }

        Assert.Equal(
            $"no file of the set '{folder.Path}' is whole, so nothing is left of it: episodes '{folder.Path}': shard-000000.arrow is missing: restore it from a copy",
            Assert.Throws<InvalidDataException>(() => EpisodeSet.Open(folder.Path, DamagedShards.LeaveOut)).Message);
    }

    [Fact]
    public void A_whole_set_leaves_nothing_out()
    {
        using var set = EpisodeSet.Open(folder.Path, DamagedShards.LeaveOut);

        Assert.Empty(set.LeftOut);
        Assert.Equal(3, set.Shards.Count);
    }
}
