using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Learning.Reinforcement;
using Tandem.Runs;
using Tandem.Runs.Options;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem train reinforce</c>.</summary>
internal static class TrainReinforceCommand
{
    public const string DefaultWorld = "BicycleGrid-v0";

    public static Command Create(CommandContext context, string[] args)
    {
        var command = new SectionedCommand(ReinforceTask.Name, "Monte Carlo policy gradient: whole episodes, one update each (Williams, 1992)");
        if (!args.Contains(ReinforceTask.Name))
        {
            return command;
        }

        var spec = TaskOptions<ReinforceTask>.FindWorld(context.Catalog, args, DefaultWorld);
        var options = new TaskOptions<ReinforceTask>(command, ReinforceTask.For(spec));
        context.Act(command, parsed =>
        {
            var task = options.Bind(parsed);
            var training = task.NewTraining(context.Catalog);
            var directory = NewRun(context, task, args, options.Folder(parsed));
            var run = ReinforceRun.Start(directory, training, task.CheckpointEvery);
            return cancellation => Train(context, task, directory, run, cancellation);
        });
        return command;
    }

    /// <summary>Creates the run's folder: the one that was named, or the next free one.</summary>
    public static RunDirectory NewRun(CommandContext context, ReinforceTask task, string[] args, string? folder)
    {
        var start = new RunStart
        {
            Task = ReinforceTask.Name,
            Environment = task.Environment.Id,
            Version = ProgramVersion.Text,
            Seed = task.Learner.Seed,
            CommandLine = string.Join(' ', args.Prepend("tandem")),
            OptionsJson = OptionsWriter.ToJson(task),
        };
        return folder is null ? RunDirectory.CreateNext("runs", start, context.Time) : RunDirectory.Create(folder, start, context.Time);
    }

    /// <summary>Trains a run, new or resumed, to its end or until interrupted, and says what came of it.</summary>
    public static int Train(CommandContext context, ReinforceTask task, RunDirectory directory, ReinforceRun run, CancellationToken cancellation)
    {
        using (directory)
        using (run)
        {
            if (!ReinforceWatch.Train(context, task, directory, run, cancellation))
            {
                return ExitCode.Interrupted;
            }

            context.Screen.Result(
                new { run = directory.Path, run.Training.Episodes, run.Training.Steps, recentReturn = run.RecentReturn },
                console => TrainingReport.Write(console, directory.Path, run));
            return ExitCode.Done;
        }
    }
}
