using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tests.Commands;

/// <summary>A few recorded rides on disk, and riders that learn next to nothing from them in no time.</summary>
public abstract class RecordedRides : IAsyncLifetime
{
    protected const string Clone = "clone";
    protected const string DecisionTransformer = "decision-transformer";

    private protected readonly TemporaryFolder folder = new();

    protected string Rides => folder["rides"];

    protected string Run => folder["run"];

    public async ValueTask InitializeAsync()
    {
        var run = await CommandRun.Of("record", "--episodes", "60", "--step-limit", "25", "--out", Rides);
        Assert.True(run.Code == 0, run.Error);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Trains a small rider on them.</summary>
    private protected Task<CommandRun> Train(string task, params string[] more) => Train(task, Rides, more);

    /// <summary>Trains a small rider on other rides.</summary>
    private protected Task<CommandRun> Train(string task, string rides, string[] more) =>
        CommandRun.Of(["train", task, "--episodes", rides, "--updates", "4", "--width", "16", "--layers", "1", "--batch-size", "8", "--out", Run, .. more]);

    /// <summary>The highest return of a recorded ride that was not cut.</summary>
    protected double HighestReturn()
    {
        using var episodes = EpisodeSet.Open(Rides);
        return episodes.Infos.ToArray().Where(info => !info.IsUnfinished).Max(info => info.Return);
    }
}
