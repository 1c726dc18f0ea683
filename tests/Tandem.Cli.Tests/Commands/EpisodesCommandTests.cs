using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tests.Commands;

public sealed class EpisodesCommandTests : IDisposable
{
    private readonly TemporaryFolder parent = new();

    private string Folder => parent["rides"];

    public void Dispose() => parent.Dispose();

    [Fact]
    public async Task Recorded_rides_are_summed_up()
    {
        await CommandRun.Of("record", "--env", "FourRooms-v0", "--episodes", "1000", "--out", Folder, "--quiet");

        var run = await CommandRun.Of("episodes", Folder, "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(
            [
                "episodes", "env", "stepLimit", "observationSpace", "actionSpace", "count", "steps", "shards", "riders", "return", "length", "terminated",
                "truncated", "unfinished", "optimum", "ceiling", "states", "returns", "lengths", "observationNumbers", "actionNumbers", "rewards", "findings",
            ],
            run.JsonNames);
        Assert.Equal((1000, 68), ((int)run.Json["count"]!, (int)run.Json["states"]!));
        Assert.Equal(-100, (double)run.Json["return"]!["low"]!);
        Assert.Equal(1000, run.Json["returns"]!["counts"]!.AsArray().Sum(count => (long)count!));
        Assert.InRange((double)run.Json["ceiling"]!, -9, -8);
        Assert.Equal((double)run.Json["optimum"]!, (double)run.Json["ceiling"]!, 1.0);
        Assert.Equal(80, (double)run.Json["observationNumbers"]![0]!["high"]!);
        Assert.Equal(["random"], run.Json["riders"]!.AsArray().Select(rider => (string)rider!["rider"]!));
    }

    [Fact]
    public async Task People_see_what_each_number_is_and_how_returns_are_spread()
    {
        await CommandRun.Of("record", "--episodes", "300", "--out", Folder, "--quiet");

        var run = await CommandRun.Of("episodes", Folder);

        Assert.Equal(0, run.Code);
        foreach (var text in (string[])["300, ", "Rider     random: 300 episodes", "Ceiling   97: ", "Optimum   97: ", "speed", "pedal", "█", "Not finite"])
        {
            Assert.Contains(text, run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Episodes_that_nothing_can_be_learned_from_are_an_error()
    {
        var world = new RecordedWorld { Environment = "Nowhere-v0", Observations = Box.Unbounded(1), Actions = new Discrete(2) };
        using (var writer = EpisodeWriter.Create(Folder, world))
        {
            writer.Add(new EpisodeView { Info = EpisodeInfo.Of([1], true, false), Observations = [0, float.NaN], Choices = [1], Rewards = [1] });
        }

        var run = await CommandRun.Of("episodes", Folder, "--json");

        Assert.Equal(1, run.Code);
        Assert.Equal("1 episode (0) holds numbers that are not finite", (string)run.Json["findings"]![0]!["problem"]!);
        Assert.Contains("Error: 1 episode (0) holds", (await CommandRun.Of("episodes", Folder)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_left_out_only_when_asked_to_and_is_still_an_error()
    {
        await CommandRun.Of("record", "--episodes", "10", "--out", Folder, "--quiet");
        await CommandRun.Of("record", "--episodes", "5", "--seed", "1", "--append", "--out", Folder, "--quiet");
        File.WriteAllBytes(Path.Combine(Folder, "shard-000000.arrow"), [1, 2, 3]);

        (await CommandRun.Of("episodes", Folder)).AssertRefused($"episodes '{Folder}': shard-000000.arrow is cut short: 3 of ");
        (await CommandRun.Of("episodes", Folder, "--damaged", "ignore")).AssertRefused("--damaged ignore is unknown: give refuse or leave-out");
        var run = await CommandRun.Of("episodes", Folder, "--damaged", "leave-out", "--json");

        Assert.Equal((1, 5), (run.Code, (int)run.Json["count"]!));
        Assert.StartsWith($"episodes '{Folder}': shard-000000.arrow is cut short", (string)run.Json["findings"]![0]!["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_are_no_episodes_that_is_said() =>
        (await CommandRun.Of("episodes", Folder)).AssertRefused($"there is no folder '{Folder}': record some with 'tandem record', or give the folder of some");
}
