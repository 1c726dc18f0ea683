using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Learning.Reinforcement;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem train iql</c>: an agent from recorded rides alone, by a critic.</summary>
internal static class TrainIqlCommand
{
    public static Command Create(CommandContext context, string[] args)
    {
        var command = new SectionedCommand(IqlTask.Name, "Implicit Q-learning: a critic judges recorded rides, and a small agent imitates what was good (Kostrikov et al., 2022)");
        if (!args.Contains(IqlTask.Name))
        {
            return command;
        }

        var options = new TaskOptions<IqlTask>(command, new IqlTask());
        context.Act(command, parsed =>
        {
            var task = options.Bind(parsed);
            var training = IqlTraining.Prepare(
                context,
                task,
                (whole, episodes) => NewRun.Create(
                    context, args, options.Folder(parsed), IqlTask.Name, episodes.World.Environment, whole.Learner.Seed, whole),
                LearnerRun.Start);
            return cancellation => Train(context, training, cancellation);
        });
        return command;
    }

    /// <summary>Prepares to go on with a training whose directory is open and locked.</summary>
    public static Func<CancellationToken, int> Resume(CommandContext context, RunDirectory directory)
    {
        var training = IqlTraining.Prepare(context, IqlTask.Of(context.Catalog, directory), (_, _) => directory, LearnerRun.Resume);
        foreach (var damage in training.Run.ResumedFrom.Skipped)
        {
            context.Screen.Complain(damage);
        }

        var done = training.Run.Learner.Progress.Done;
        context.Screen.Say(training.Run.IsComplete ? $"This run is complete: all its {done} updates are made." : $"Going on from update {done}.");
        return cancellation => Train(context, training, cancellation);
    }

    private static int Train(CommandContext context, IqlTraining training, CancellationToken cancellation)
    {
        using (training)
        {
            if (!Watch(context, training, cancellation))
            {
                return ExitCode.Interrupted;
            }

            var path = training.Directory.Path;
            var updates = training.Run.Learner.Progress.Done;
            context.Screen.Result(
                new { Run = path, Updates = updates, Evaluation = training.Run.LastEvaluation?.MeanReturn },
                console =>
                {
                    console.MarkupLine($"{updates} updates; saved in [bold]{Markup.Escape(path)}[/]. Next:");
                    NextSteps.Write(console, ($"tandem evaluate {path}", "score it"), ($"tandem ride {path}", "watch it ride"));
                });
            return ExitCode.Done;
        }
    }

    private static bool Watch(CommandContext context, IqlTraining training, CancellationToken cancellation)
    {
        var run = training.Run;
        return TrainingWatch.Train(context.Screen, training.Directory, "updates", () => run.Learner.Progress.Done, world: null, () =>
        {
            using var line = new ProgressLine(context.Screen, context.Time);
            return run.Train(now => line.Show(elapsed => Progress(now, elapsed), now.IsComplete), cancellation);
        });
    }

    private static string Progress(LearnerRun run, TimeSpan elapsed)
    {
        var (done, total, _) = run.Learner.Progress;
        var score = run.LastEvaluation is { } evaluation ? string.Create(CultureInfo.InvariantCulture, $"  evaluation {evaluation.MeanReturn:0.0}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{IqlTask.Name} update {done:#,0}/{total:#,0}{score}  {elapsed.TotalSeconds:0.0} s");
    }
}
