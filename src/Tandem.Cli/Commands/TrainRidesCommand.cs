using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Learning.Training;
using Tandem.Runs;
using Tandem.Runs.Options;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem train clone</c> and <c>tandem train decision-transformer</c>: learning from recorded rides alone.</summary>
internal static class TrainRidesCommand
{
    public static Command Create(CommandContext context, string[] args, string name, string description)
    {
        var command = new SectionedCommand(name, description);
        if (!args.Contains(name))
        {
            return command;
        }

        var options = new TaskOptions<RideTask>(command, RideTask.For(name));
        context.Act(command, (parsed, interruption) =>
        {
            var task = options.Bind(parsed);
            var training = Prepare(context, name, task, args, options.Folder(parsed), interruption);
            return cancellation => Train(context, name, training, cancellation);
        });
        return command;
    }

    /// <summary>Prepares a new training; its run's folder is created last.</summary>
    public static RideTraining Prepare(CommandContext context, string name, RideTask task, string[] args, string? folder, CancellationToken cancellation) =>
        RideTraining.Start(
            context,
            task,
            folder,
            episodes =>
            {
                context.Screen.ComplainOfEach(episodes.LeftOut);
                return NewRun.Create(
                    context, args, folder, name, episodes.World.Environment, task.Trainer.Seed, task with { Episodes = Path.GetFullPath(task.Episodes) });
            },
            cancellation);

    /// <summary>Prepares to go on with a training whose directory is open and locked.</summary>
    public static Func<CancellationToken, int> Resume(CommandContext context, RunDirectory directory, CancellationToken interruption)
    {
        var name = directory.Record.Task;
        var task = OptionsBinder.FromJson(RideTask.For(name), directory.ReadOptionsJson(), directory.FilePath("options.json"));
        var training = RideTraining.Resume(context, task, directory, interruption);
        foreach (var damage in training.Run.ResumedFrom.Skipped)
        {
            context.Screen.Complain(damage);
        }

        context.Screen.Say(training.Run.Trainer.IsComplete
            ? $"This run is complete: all its {training.Run.Trainer.Updates} updates are made."
            : $"Going on from update {training.Run.Trainer.Updates}.");
        return cancellation => Train(context, name, training, cancellation);
    }

    /// <summary>Trains with a person watching.</summary>
    /// <returns>Whether it is complete; an interruption is said.</returns>
    public static bool Watch(CommandContext context, string name, RideTraining training, CancellationToken cancellation)
    {
        var run = training.Run;
        return TrainingWatch.Train(context.Screen, training.Directory, "updates", () => run.Trainer.Updates, world: null, () =>
        {
            using var progress = new UpdateProgress(context.Screen, context.Time, name, run.Trainer);
            return run.Train(progress, cancellation);
        });
    }

    private static int Train(CommandContext context, string name, RideTraining training, CancellationToken cancellation)
    {
        using (training)
        {
            if (!Watch(context, name, training, cancellation))
            {
                return ExitCode.Interrupted;
            }

            var path = training.Directory.Path;
            var trainer = training.Run.Trainer;
            context.Screen.Result(
                new { Run = path, trainer.Updates, ValidationLoss = -trainer.BestScore, training.Model.Description.ReturnScale },
                console => Report(console, path, trainer));
            return ExitCode.Done;
        }
    }

    private static void Report(IAnsiConsole console, string path, Trainer trainer)
    {
        var loss = trainer.BestScore is { } score ? string.Create(CultureInfo.InvariantCulture, $", best validation loss {-score:0.000}") : "";
        console.MarkupLine($"{trainer.Updates} updates{loss}; saved in [bold]{Markup.Escape(path)}[/]. Next:");
        NextSteps.Write(
            console,
            ($"tandem evaluate {path}", "score it"),
            ($"tandem ride {path}", "watch it ride"));
    }
}
