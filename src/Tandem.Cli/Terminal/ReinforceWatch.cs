using Tandem.Cli.Tasks;
using Tandem.Environments;
using Tandem.Learning;
using Tandem.Learning.Reinforcement;
using Tandem.Runs;

namespace Tandem.Cli.Terminal;

/// <summary>Trains with a person watching: shows progress, and says what is left when it ends early.</summary>
internal static class ReinforceWatch
{
    /// <summary>Trains to the end or until interrupted, which is said.</summary>
    /// <returns>Whether all episodes were ridden.</returns>
    /// <exception cref="InvalidOperationException">The training failed; the message names world and checkpoint.</exception>
    public static bool Train(
        CommandContext context, ReinforceTask task, RunDirectory directory, ReinforceRun run, CancellationToken cancellation)
    {
        bool complete;
        using (var progress = new TrainingProgress(context.Screen, context.Time, run, task.Learner.Episodes))
        {
            try
            {
                complete = run.Train(progress.Show, cancellation);
            }
            catch (Exception fault) when (fault is EnvironmentException or NonFiniteLossException or IOException)
            {
                var place = fault is EnvironmentException ? $"{task.Environment.Id}, after {run.Training.Episodes} episodes: " : "";
                throw new InvalidOperationException($"{place}{fault.Message} ({WhatIsLeft(directory)})", fault);
            }
        }

        if (!complete)
        {
            context.Screen.Complain(
                $"interrupted after {run.Training.Episodes} episodes and saved: go on with 'tandem resume {directory.Path}'");
        }

        return complete;
    }

    private static string WhatIsLeft(RunDirectory directory) => directory.Checkpoints.Steps is [.., var last]
        ? $"the run keeps its checkpoint of episode {last}; 'tandem resume {directory.Path}' goes on from there"
        : "the run has no checkpoint yet";
}
