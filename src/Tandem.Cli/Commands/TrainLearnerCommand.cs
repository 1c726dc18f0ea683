using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem train reinforce</c> and its like: learning by acting in a world, one command for each algorithm.</summary>
internal static class TrainLearnerCommand
{
    public static Command Create(CommandContext context, string[] args, Algorithm algorithm)
    {
        var command = new SectionedCommand(algorithm.Name, algorithm.Description);
        if (!args.Contains(algorithm.Name))
        {
            return command;
        }

        var spec = TaskOptions<LearnerTask>.FindWorld(context.Catalog, args, algorithm.DefaultWorld);
        var options = new TaskOptions<LearnerTask>(command, LearnerTask.For(algorithm, spec));
        var seeds = new Option<int?>("--seeds") { Description = "Train so many seeds side by side, from 0 on, a run each, and sum them up [2 to 1000]", HelpName = "N" };
        command.Add("Run", seeds);
        context.Act(command, parsed =>
        {
            var task = options.Bind(parsed);
            if (parsed.GetValue(seeds) is { } count)
            {
                RefuseSeed(command, parsed);
                var trainings = SeedTrainings.Start(context, algorithm, task, count, args, options.Folder(parsed));
                return cancellation => TrainSeeds.Train(context, trainings, cancellation);
            }

            var training = Prepare(context, algorithm, task, args, options.Folder(parsed));
            return cancellation => Train(context, training, cancellation);
        });
        return command;
    }

    private static void RefuseSeed(Command command, ParseResult parsed)
    {
        if (command.Options.Any(flag => flag.Name == "--seed" && parsed.GetResult(flag) is { Implicit: false }))
        {
            throw new ArgumentException("--seeds N trains the seeds 0 to N - 1, none of them chosen: leave --seed out");
        }
    }

    /// <summary>Prepares a new training; its run's folder is created last.</summary>
    public static LearnerTraining Prepare(CommandContext context, Algorithm algorithm, LearnerTask task, string[] args, string? folder) =>
        LearnerTraining.Start(
            context.Catalog,
            algorithm,
            task,
            () => NewRun.Create(context, args, folder, algorithm.Name, task.Environment.Id, algorithm.SeedOf(task), task),
            context.Time);

    /// <summary>Prepares to go on with a training whose directory is open and locked.</summary>
    public static Func<CancellationToken, int> Resume(CommandContext context, RunDirectory directory)
    {
        var training = LearnerTraining.Resume(context.Catalog, directory, context.Time);
        Announce(context.Screen, training);
        return cancellation => Train(context, training, cancellation);
    }

    /// <summary>Trains with a person watching.</summary>
    /// <returns>Whether it is complete; an interruption is said.</returns>
    public static bool Watch(CommandContext context, LearnerTraining training, CancellationToken cancellation)
    {
        var run = training.Run;
        return TrainingWatch.Train(context.Screen, training.Directory, run.Learner.Progress.Unit, () => run.Learner.Progress.Done, training.Spec.Id, () =>
        {
            using var progress = new LearnerProgressLine(context.Screen, context.Time, run);
            using var stall = new StallWatch(context, training, training.Spec.Id);
            return run.Train(
                run =>
                {
                    stall.Note();
                    progress.Show(run);
                },
                cancellation);
        });
    }

    private static void Announce(Screen screen, LearnerTraining training)
    {
        foreach (var damage in training.Run.ResumedFrom.Skipped)
        {
            screen.Complain(damage);
        }

        var (done, _, unit) = training.Run.Learner.Progress;
        screen.Say(training.Run.IsComplete ? $"This run is complete after {done} {unit}." : $"Going on from {unit[..^1]} {done}.");
        if (training.Run.RestartedEpisodes > 0)
        {
            screen.Say("The episodes at hand begin anew: their worlds cannot be saved in the middle of one.");
        }
    }

    private static int Train(CommandContext context, LearnerTraining training, CancellationToken cancellation)
    {
        using (training)
        {
            var begun = context.Time.GetTimestamp();
            if (!Watch(context, training, cancellation))
            {
                return ExitCode.Interrupted;
            }

            var report = LearnerReport.Of(training, context.Time.GetElapsedTime(begun));
            context.Screen.Result(report.Json, report.Write);
            return ExitCode.Done;
        }
    }
}
