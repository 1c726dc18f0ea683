using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tests.Commands;

/// <summary>A few recorded rides on disk, and riders that learn next to nothing from them in no time.</summary>
internal static class RidesFiles
{
    private const string Rides = "rides";

    /// <summary>Records rides.</summary>
    public static async ValueTask Record(TemporaryFolder folder)
    {
        var run = await CommandRun.Of("record", "--episodes", "60", "--step-limit", "25", "--out", folder[Rides]);
        Assert.True(run.Code == 0, run.Error);
    }

    /// <summary>Trains a small rider on them.</summary>
    public static Task<CommandRun> Train(TemporaryFolder folder, string task, params string[] more) => Train(folder, task, folder[Rides], more);

    /// <summary>Trains a small rider on other rides.</summary>
    public static Task<CommandRun> Train(TemporaryFolder folder, string task, string rides, string[] more) =>
        CommandRun.Of(["train", task, "--episodes", rides, "--updates", "4", "--width", "16", "--layers", "1", "--batch-size", "8", "--out", folder["run"], .. more]);

    /// <summary>The highest return of a recorded ride that was not cut.</summary>
    public static double HighestReturn(TemporaryFolder folder)
    {
        using var episodes = EpisodeSet.Open(folder[Rides]);
        return episodes.Infos.ToArray().Where(info => !info.IsUnfinished).Max(info => info.Return);
    }
}
