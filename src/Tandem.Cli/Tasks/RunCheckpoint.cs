using Tandem.Runs;
using Tandem.Runs.Checkpoints;

namespace Tandem.Cli.Tasks;

/// <summary>The checkpoint of a run that is ridden or translated with.</summary>
internal static class RunCheckpoint
{
    /// <summary>The last good checkpoint of any run; damaged ones are complained of.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Checkpoint Last(RunDirectory directory, Action<string> complain) => Take(directory, directory.Checkpoints.LatestGood(), complain);

    /// <summary>The good checkpoint that validated best, or the last where nothing was validated; damaged ones are complained of.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Checkpoint Best(RunDirectory directory, Action<string> complain) => Take(directory, directory.Checkpoints.BestGood(), complain);

    /// <summary>The checkpoint of a step.</summary>
    /// <exception cref="ArgumentException">The run has none.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Checkpoint At(RunDirectory directory, long step) => directory.Checkpoints.Steps is var steps && steps.Contains(step)
        ? directory.Checkpoints.Read(step)
        : throw new ArgumentException(steps.Count == 0
            ? $"the run '{directory.Path}' has no checkpoint yet: train on with 'tandem resume {directory.Path}'"
            : $"the run '{directory.Path}' has no checkpoint of {step}: give one of {string.Join(", ", steps)}; a training keeps all with --keep-checkpoints all");

    /// <summary>What the number of a checkpoint counts, in the plural: what the training said, else updates.</summary>
    public static string UnitOf(Checkpoint checkpoint) => (string?)checkpoint.State["countedIn"] ?? "updates";

    private static Checkpoint Take(RunDirectory directory, CheckpointSearch search, Action<string> complain)
    {
        foreach (var damage in search.Skipped)
        {
            complain(damage);
        }

        var checkpoint = search.Found ?? throw new InvalidDataException(search.Skipped.Count == 0
            ? $"the run '{directory.Path}' has no checkpoint yet: train on with 'tandem resume {directory.Path}'"
            : $"no checkpoint of the run '{directory.Path}' is intact: restore one from a copy, or train anew into another folder");
        if (search.Skipped.Count > 0)
        {
            complain($"the checkpoint of {UnitOf(checkpoint)[..^1]} {checkpoint.Step} is taken instead");
        }

        return checkpoint;
    }
}
