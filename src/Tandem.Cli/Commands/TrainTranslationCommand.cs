using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Runs;
using Tandem.Runs.Options;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem train translation</c>: a Transformer from parallel text, or from a generated example.</summary>
internal static class TrainTranslationCommand
{
    public static Command Create(CommandContext context, string[] args)
    {
        var command = new SectionedCommand(TranslateTask.Name, "A translation model from parallel text; the defaults go by how many lines it has (Vaswani et al., 2017)");
        if (!args.Contains(TranslateTask.Name))
        {
            return command;
        }

        var options = new TaskOptions<TranslateTask>(command, TranslateTask.For(args), "The run's folder (default runs/translation-<n>)");
        context.Act(command, parsed =>
        {
            var task = options.Bind(parsed).WithFullPaths();
            var training = CorpusTraining.Start(
                // With the number of threads it has here: sums depend on it, and a resumed run goes on with the same bits.
                task, () => NewRun.Create(context, args, options.Folder(parsed), TranslateTask.Name, world: null, task.Trainer.Seed, task with { Machine = task.Machine with { Threads = task.Machine.ThreadsHere } }), context.Time);
            Announce(context.Screen, training.Counts);
            return cancellation => Train(context, training, cancellation);
        });
        return command;
    }

    /// <summary>Prepares to go on with a training whose directory is open and locked.</summary>
    public static Func<CancellationToken, int> Resume(CommandContext context, RunDirectory directory)
    {
        var task = OptionsBinder.FromJson(new TranslateTask(), directory.ReadOptionsJson(), directory.FilePath("options.json"));
        var training = CorpusTraining.Resume(task, directory, context.Time);
        foreach (var damage in training.Run.ResumedFrom.Skipped)
        {
            context.Screen.Complain(damage);
        }

        context.Screen.Say(training.Run.Trainer.IsComplete
            ? $"This run is complete after {training.Run.Trainer.Updates} updates."
            : $"Going on from update {training.Run.Trainer.Updates}.");
        return cancellation => Train(context, training, cancellation);
    }

    private static void Announce(Screen screen, CorpusCounts counts)
    {
        FormattableString subwords = counts.TargetSubwords is { } target ? (FormattableString)$"{counts.SourceSubwords:#,0} and {target:#,0} subwords" : $"{counts.SourceSubwords:#,0} subwords";
        Say($"{counts.Pairs:#,0} pairs; {counts.Empty:#,0} with an empty side skipped, {counts.Overlong:#,0} overlong dropped");
        Say(counts.ValidationPairs == 0
            ? (FormattableString)$"No validation text: training ends by its updates alone"
            : $"{counts.ValidationPairs:#,0} pairs to validate with; {counts.EmptyValidation:#,0} with an empty side skipped, {counts.OverlongValidation:#,0} longer than a batch left out");
        if (counts.Merges < counts.AskedMerges)
            Say($"{counts.Merges:#,0} of {counts.AskedMerges:#,0} merges: the text has no more pairs that occur often enough");
        Say($"{subwords}, {counts.Parameters:#,0} parameters; {counts.Batches:#,0} batches an epoch, {100 * counts.PaddingShare:0.0}% padding");

        void Say(FormattableString text) => screen.Say(Markup.Escape(text.ToString(CultureInfo.InvariantCulture)));
    }

    private static int Train(CommandContext context, CorpusTraining training, CancellationToken cancellation)
    {
        using (training)
        {
            var resumedFrom = training.Run.Trainer.Updates;
            var begun = context.Time.GetTimestamp();
            if (!Watch(context, training, cancellation))
            {
                return ExitCode.Interrupted;
            }

            var seconds = context.Time.GetElapsedTime(begun).TotalSeconds;
            var result = TrainingResult.Of(training, resumedFrom, seconds, context.Screen.Complain, cancellation);
            context.Screen.Result(result, console => Report(console, training.Task, result));
            return ExitCode.Done;
        }
    }

    private static bool Watch(CommandContext context, CorpusTraining training, CancellationToken cancellation)
    {
        var run = training.Run;
        return TrainingWatch.Train(context.Screen, training.Directory, "updates", () => run.Trainer.Updates, world: null, () =>
        {
            using var progress = new TranslationProgress(context.Screen, context.Time, run.Trainer);
            return run.Train(progress, cancellation);
        });
    }

    private static void Report(IAnsiConsole console, TranslateTask task, TrainingResult result)
    {
        var best = result.ValidationBleu is { } bleu ? string.Create(CultureInfo.InvariantCulture, $", best validation BLEU {bleu:0.00} at update {result.Checkpoint}") : "";
        var here = result.ResumedFrom > 0 ? string.Create(CultureInfo.InvariantCulture, $", the last {result.Updates - result.ResumedFrom}") : "";
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{result.Updates} updates{here} in {result.Seconds:0} s{best}"));
        if (result.ExactMatch is { } share)
        {
            console.MarkupLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Of {result.TestLines:#,0} unseen lines [bold]{share:0.0%}[/] are translated exactly, by the checkpoint of update {result.Checkpoint}"));
        }

        console.MarkupLine($"Saved in [bold]{Markup.Escape(result.Run)}[/]. Next:");
        NextSteps.Write(
            console,
            ($"echo '{(task.Example.Length > 0 ? "the 3rd of March 1987" : "…")}' | tandem translate {result.Run}", "translate lines"),
            (task.Example.Length > 0 ? $"tandem evaluate {result.Run}" : $"tandem evaluate {result.Run} --source FILE --reference FILE", "score it"));
    }
}
