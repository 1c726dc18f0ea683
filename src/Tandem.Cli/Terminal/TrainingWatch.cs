using Tandem.Learning;
using Tandem.Learning.Training;
using Tandem.Runs;

namespace Tandem.Cli.Terminal;

/// <summary>A training by updates that a person watches: what ends it early is said, and how to go on.</summary>
internal static class TrainingWatch
{
    /// <summary>Trains to the end or until interrupted.</summary>
    /// <returns>Whether it is complete; an interruption is said.</returns>
    public static bool Train(Screen screen, RunDirectory directory, TrainingRun run, ITrainingObserver progress, CancellationToken cancellation)
    {
        var complete = Train(directory, run, progress, cancellation);
        if (!complete)
        {
            (progress as IDisposable)?.Dispose();
            screen.Complain($"interrupted after {run.Trainer.Updates} updates and saved: go on with 'tandem resume {directory.Path}'");
        }

        return complete;
    }

    private static bool Train(RunDirectory directory, TrainingRun run, ITrainingObserver progress, CancellationToken cancellation)
    {
        try
        {
            return run.Train(progress, cancellation);
        }
        catch (NonFiniteLossException fault)
        {
            throw new InvalidOperationException(
                directory.Checkpoints.Steps is [.., var last]
                    ? $"{fault.Message} (the run keeps its checkpoint of update {last})"
                    : $"{fault.Message} (the run has no checkpoint yet)",
                fault);
        }
    }
}
