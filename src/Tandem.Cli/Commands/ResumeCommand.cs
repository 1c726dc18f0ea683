using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Learning.Reinforcement;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem resume RUN</c>: goes on with a training from its last good checkpoint.</summary>
internal static class ResumeCommand
{
    public static Command Create(CommandContext context)
    {
        var path = RunArgument.Create();
        var command = new Command("resume", "Goes on with an interrupted training, to the same bits") { path };
        context.Act(command, parsed => Prepare(context, parsed.GetValue(path)!));
        return command;
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, string path)
    {
        var directory = RunDirectory.Resume(path, context.Time);
        try
        {
            if (RideTask.IsNamed(directory.Record.Task))
            {
                return TrainRidesCommand.Resume(context, directory);
            }

            if (directory.Record.Task == TranslateTask.Name)
            {
                return TrainTranslationCommand.Resume(context, directory);
            }

            var task = ReinforceRunFolder.Read(context.Catalog, directory).Task;
            var run = ReinforceRun.Resume(directory, task.NewTraining(context.Catalog), task.CheckpointEvery);
            Announce(context, run);
            return cancellation => TrainReinforceCommand.Train(context, task, directory, run, cancellation);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static void Announce(CommandContext context, ReinforceRun run)
    {
        foreach (var damage in run.ResumedFrom.Skipped)
        {
            context.Screen.Complain(damage);
        }

        context.Screen.Say(run.Training.IsComplete
            ? $"This run is complete: all its {run.Training.Episodes} episodes are ridden."
            : $"Going on from episode {run.Training.Episodes}.");
        if (run.RestartedEpisodes > 0)
        {
            context.Screen.Say("The episode at hand begins anew: its world cannot be saved in the middle of one.");
        }
    }
}

/// <summary>The argument that names a run's folder.</summary>
internal static class RunArgument
{
    public static Argument<string> Create() => new("RUN") { Description = "The folder of a run, such as runs/reinforce-BicycleGrid-v0-1" };

    public static Option<double?> Target() => new("--target")
    {
        Description = "The return that a Decision Transformer asks for (default the highest in its data)",
        HelpName = "X",
    };
}
