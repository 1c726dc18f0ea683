using System.CommandLine;
using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem translate RUN</c>: standard input to standard output, line by line.</summary>
internal static class TranslateCommand
{
    private const string Name = "translate";

    public static Command Create(CommandContext context, string[] args)
    {
        var path = RunArgument.Create();
        var command = new SectionedCommand(Name, "Translates standard input to standard output, line by line") { path };
        if (!args.Contains(Name))
        {
            return command;
        }

        var explain = new Option<string?>("--explain") { Description = "Translate this line alone, and show where the model looked: percent of attention, the mean over all heads of the decoder", HelpName = "LINE" };
        var plot = new Option<string?>("--plot") { Description = "With --explain: draw that attention too, as PNG or SVG by the file's ending", HelpName = "FILE" };
        command.Add("Translation", explain);
        command.Add("Translation", plot);
        var flags = new TreeFlags(command, new TranslationSettings(), "Translation");
        context.Act(command, parsed =>
        {
            var settings = flags.Bind(new TranslationSettings(), parsed).Checked();
            var file = parsed.GetValue(plot) is { } picture ? PlotFile.At(picture) : null;
            if (file is not null && parsed.GetValue(explain) is null)
                throw new ArgumentException("--plot draws the attention of one line: give that line by --explain, or leave --plot out");
            if (settings.Decoding.NBest > 1 && parsed.GetValue(explain) is not null)
                throw new ArgumentException("--explain shows one translation, the best: leave --n-best out");
            var trained = TrainedTranslator.Open(parsed.GetValue(path)!, settings.Last, settings.Threads, context.Screen.Complain);
            return parsed.GetValue(explain) is { } line
                ? Explain(context, trained, settings, line, file)
                : cancellation => Translate(context, trained, settings, cancellation);
        });
        return command;
    }

    private static int Translate(CommandContext context, TrainedTranslator trained, TranslationSettings settings, CancellationToken cancellation)
    {
        var begun = context.Time.GetTimestamp();
        var translation = new LineTranslation(trained.Translator, settings, context.OpenOutput(), context.Screen.Complain);
        try
        {
            translation.Run(new InputLines(context.OpenInput()), cancellation);
        }
        catch (IOException fault) when (StandardOutput.IsClosed(fault))
        {
            return ExitCode.Done; // whoever read has read enough
        }

        if (translation.EndlessLines > 0)
        {
            context.Screen.Complain(
                $"{translation.EndlessLines} of {translation.Lines} translations found no end and were cut at the greatest length (--length-ratio and --length-allowance)");
        }

        if (translation.SplitLines > 0)
        {
            context.Screen.Complain(
                $"{translation.SplitLines} of {translation.Lines} lines have more than {trained.Translator.GreatestSource} tokens and were translated in {translation.SplitParts} parts");
        }

        if (context.Screen.IsJson)
        {
            var seconds = Math.Round(context.Time.GetElapsedTime(begun).TotalSeconds, 3);
            context.Screen.Result(
                new { Run = trained.Directory.Path, trained.Checkpoint, translation.Lines, translation.SplitLines, translation.SplitParts, translation.EndlessLines, translation.DamagedLines, Seconds = seconds },
                _ => { });
        }

        return ExitCode.Done;
    }

    /// <summary>Whether the line can be explained is found while preparing: it is part of the request.</summary>
    private static Func<CancellationToken, int> Explain(CommandContext context, TrainedTranslator trained, TranslationSettings settings, string line, PlotFile? file)
    {
        var explanation = trained.Translator.Explain(line, settings.Decoding);
        return _ =>
        {
            if (file is not null)
            {
                file.Write(HeatMap.Of(explanation));
                context.Screen.Say($"Drawn to {Markup.Escape(file.Path)}.");
            }

            var rows = Enumerable.Range(0, explanation.Target.Count).Select(row => explanation.Attention(row).ToArray());
            context.Screen.Result(
                new { Run = trained.Directory.Path, trained.Checkpoint, explanation.Translation, explanation.Source, explanation.Target, Attention = rows },
                console => Write(console, explanation));
            return ExitCode.Done;
        };
    }

    private static void Write(IAnsiConsole console, Inference.Translation.TranslationExplanation explanation)
    {
        console.WriteLine(explanation.Translation);
        console.WriteLine();
        foreach (var row in AttentionTable.Draw(explanation, console.Profile.Width))
        {
            console.WriteLine(row);
        }
    }
}
