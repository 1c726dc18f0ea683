using System.Text.Json.Nodes;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tests.Commands;

public sealed class RecordCommandTests : IDisposable
{
    private readonly TemporaryFolder parent = new();

    private string Folder => parent["rides"];

    public void Dispose() => parent.Dispose();

    [Fact]
    public async Task Random_rides_are_recorded_and_summed_up()
    {
        var (code, output, error) = await CommandRun.Of("record", "--episodes", "50", "--out", Folder, "--size", "6", "--json", "--quiet");

        Assert.Equal((0, ""), (code, error));
        using var set = EpisodeSet.Open(Folder);
        var statistics = set.Statistics();
        var json = JsonNode.Parse(output)!;
        Assert.Equal(
            ["out", "episodes", "steps", "meanReturn", "lowestReturn", "highestReturn", "meanLength", "terminated", "truncated", "unfinished", "set"],
            json.AsObject().Select(property => property.Key));
        Assert.Equal(50, set.Count);
        Assert.Equal(set.Steps, (long)json["steps"]!);
        Assert.Equal(statistics.MeanReturn, (double)json["meanReturn"]!, 1e-9);
        Assert.Equal(EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].Id, set.World.Environment);
        Assert.Contains("\"size\":6", set.World.OptionsJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rides_are_appended_only_when_asked_to_and_never_the_same_ones()
    {
        await CommandRun.Of("record", "--episodes", "5", "--out", Folder);

        var again = await CommandRun.Of("record", "--episodes", "5", "--out", Folder);
        var same = await CommandRun.Of("record", "--episodes", "5", "--out", Folder, "--append");
        var other = await CommandRun.Of("record", "--episodes", "5", "--out", Folder, "--append", "--seed", "1", "--size", "7");
        var more = await CommandRun.Of("record", "--episodes", "5", "--out", Folder, "--append", "--seed", "1", "--json");

        Assert.Equal((2, $"tandem: '{Folder}' is there already and is never overwritten: give another folder, or append to the episodes in it\n"), (again.Code, again.Error));
        Assert.Equal((2, $"tandem: '{Folder}' holds rides of 'random' from seed 0 already, and the same ones would come again: give another seed\n"), (same.Code, same.Error));
        Assert.Equal(2, other.Code);
        Assert.Contains("""{"size":5,""", other.Error, StringComparison.Ordinal);
        Assert.Contains("""{"size":7,""", other.Error, StringComparison.Ordinal);
        Assert.Equal(10, (int)JsonNode.Parse(more.Output)!["set"]!["episodes"]!);
    }

    [Fact]
    public async Task A_trained_agent_rides_in_its_own_world_alone()
    {
        var run = parent["run"];
        await CommandRun.Of("train", "reinforce", "--episodes", "20", "--out", run, "--quiet");

        var (code, output, _) = await CommandRun.Of("record", "--policy", run, "--episodes", "3", "--out", Folder, "--json");
        var elsewhere = await CommandRun.Of("record", "--policy", run, "--episodes", "3", "--out", Folder + "2", "--size", "6");

        Assert.Equal(0, code);
        Assert.Equal(3, (int)JsonNode.Parse(output)!["episodes"]!);
        using var set = EpisodeSet.Open(Folder);
        Assert.Equal($"{run} at 20, Sampled", set.Shards[0].Rider);
        Assert.Equal(2, elsewhere.Code);
        Assert.StartsWith($"tandem: the agent of '{run}' learned in BicycleGrid-v0 {{\"size\":5,", elsewhere.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder + "2"));
    }

    [Fact]
    public async Task Every_checkpoint_of_a_run_rides_where_all_were_kept()
    {
        var run = parent["run"];
        await CommandRun.Of("train", "reinforce", "--episodes", "40", "--checkpoint-every", "10", "--keep-checkpoints", "all", "--out", run, "--quiet");

        var (code, _, error) = await CommandRun.Of("record", "--policy", $"{run}@10:1,{run}@30:1", "--episodes", "4", "--out", Folder, "--quiet", "--json");
        var missing = await CommandRun.Of("record", "--policy", $"{run}@15", "--out", Folder + "2");

        Assert.Equal((0, ""), (code, error));
        using var set = EpisodeSet.Open(Folder);
        Assert.Equal([$"{run} at 10, Sampled", $"{run} at 30, Sampled"], set.Shards.Select(shard => shard.Rider));
        missing.AssertRefused($"the run '{run}' has no checkpoint of 15: give one of ");
        Assert.Contains("10, ", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_riders_ride_their_shares_in_files_that_bear_their_names()
    {
        var run = parent["run"];
        await CommandRun.Of("train", "reinforce", "--episodes", "20", "--out", run, "--quiet");

        var (code, output, error) = await CommandRun.Of("record", "--policy", $"random:2,{run}:1", "--episodes", "10", "--out", Folder, "--json", "--quiet");

        Assert.Equal((0, ""), (code, error));
        using var set = EpisodeSet.Open(Folder);
        Assert.Equal([("random", 7), ($"{run} at 20, Sampled", 3)], set.Shards.Select(shard => (shard.Rider, shard.Episodes)));
        Assert.Equal((10, set.Steps), ((int)JsonNode.Parse(output)!["episodes"]!, (long)JsonNode.Parse(output)!["steps"]!));
    }

    [Theory]
    [InlineData("random,random", "'random' is named 2 times in 'random,random': name each rider once, with its share")]
    [InlineData("random:0", "a share of 0 of 'random' is out of range: give a number above 0")]
    [InlineData("random:NaN", "a share of NaN of 'random' is out of range: give a number above 0")]
    [InlineData("random,", "'' names no rider: give a rider and its share, as in random:0.5")]
    [InlineData("random:1,nobody:1", "there is no run 'nobody': give the folder of a run")]
    [InlineData("random:1000,nobody:0.001", "a share of 0.001 of 1000 episodes leaves 'nobody' none: give more episodes, or a larger share")]
    public async Task A_mixture_that_is_none_begins_nothing(string mixture, string complaint)
    {
        (await CommandRun.Of("record", "--policy", mixture, "--out", Folder)).AssertRefused(complaint);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task Without_a_folder_nothing_is_recorded() =>
        (await CommandRun.Of("record")).AssertRefused("there is no folder to record into: give one with --out DIR");

    [Theory]
    [InlineData("--episodes", "0", "0 episodes are out of range: give 1 to 1000000000")]
    [InlineData("--worlds", "0", "0 worlds are out of range: give 1 to 100000")]
    [InlineData("--size", "1", "grid size 1 is out of range: give 2 to 1024")]
    [InlineData("--policy", "nobody", "there is no run 'nobody': give the folder of a run")]
    public async Task A_wrong_request_begins_nothing(string flag, string value, string complaint)
    {
        var (code, output, error) = await CommandRun.Of("record", flag, value, "--out", Folder);

        Assert.Equal((2, ""), (code, output));
        Assert.EndsWith($"{complaint}\n", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }
}
