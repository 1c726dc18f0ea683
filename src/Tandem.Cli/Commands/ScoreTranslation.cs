using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;
using Tandem.Inference.Translation;
using Tandem.Text;

namespace Tandem.Cli.Commands;

/// <summary>The part of <c>tandem evaluate</c> that scores a translation run on a text that training never saw.</summary>
internal sealed class ScoreTranslation
{
    private const string Heading = "Translation runs";

    private static readonly Dictionary<string, BleuTokenization> Tokenizations = new()
    {
        ["13a"] = BleuTokenization.Mteval13a,
        ["none"] = BleuTokenization.None,
        ["intl"] = BleuTokenization.International,
    };

    private readonly Option<string?> source = new("--source") { Description = "The text to translate; an example's own unseen lines where the run was trained on one", HelpName = "FILE" };
    private readonly Option<string?> reference = new("--reference") { Description = "Its translation, line by line", HelpName = "FILE" };
    private readonly Option<string?> output = new("--output") { Description = "Write the translations there", HelpName = "FILE" };
    private readonly Option<string?> tokenize = new("--tokenize") { Description = "How BLEU cuts lines into words (13a, none or intl; default 13a)", HelpName = "NAME" };
    private readonly Option<bool> lowercase = new("--lowercase") { Description = "Score without regard to case" };
    private readonly TreeFlags flags;

    public ScoreTranslation(SectionedCommand command)
    {
        foreach (var flag in new Option[] { source, reference, output, tokenize, lowercase })
        {
            command.Add(Heading, flag);
        }

        flags = new TreeFlags(command, new TranslationSettings(), Heading);
    }

    /// <summary>Flags that only translation runs have a use for.</summary>
    public IEnumerable<Option> Flags => [source, reference, output, tokenize, lowercase, .. flags.All];

    /// <summary>Checks the request.</summary>
    /// <param name="context">What every command is handed.</param>
    /// <param name="runs">The folders of the runs; several are compared with the first on the same text.</param>
    /// <param name="seed">What samples follow from.</param>
    /// <param name="parsed">The command line.</param>
    /// <returns>The work.</returns>
    public Func<CancellationToken, int> Prepare(CommandContext context, IReadOnlyList<string> runs, ulong seed, ParseResult parsed)
    {
        var settings = flags.Bind(new TranslationSettings(), parsed);
        settings = (settings with { Decoding = settings.Decoding with { Seed = seed, NBest = 1 } }).Checked();
        var bleu = new BleuOptions { Tokenization = Tokenization(parsed.GetValue(tokenize) ?? "13a"), Lowercase = parsed.GetValue(lowercase) };
        var file = parsed.GetValue(output) is not { } path ? null : runs.Count == 1 ? Unused(path)
            : throw new ArgumentException($"the translations of {runs.Count} runs do not go to one file: leave --output out, or score one run");
        var translators = runs.Select(run => TrainedTranslator.Open(run, settings.Last, settings.Threads, context.Screen.Complain)).ToArray();
        var (lines, references) = Lines(translators, parsed.GetValue(source), parsed.GetValue(reference), context.Screen.Complain);
        Array.ForEach(translators, trained => RequireShort(trained.Translator, settings, lines));
        return cancellation =>
        {
            var systems = Array.ConvertAll(translators, trained => Score(context.Time, trained, settings, bleu, lines, references, file, cancellation));
            if (systems is [var only])
                context.Screen.Result(only.Scores, console => Write(console, only.Scores));
            else
                new TranslationComparison(systems).Report(context.Screen);
            return ExitCode.Done;
        };
    }

    private static ScoredTranslation Score(
        TimeProvider time, TrainedTranslator trained, TranslationSettings settings, BleuOptions bleu,
        string[] lines, string[] references, string? file, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var translated = trained.Translator.TranslateLines(lines, settings.Decoding, OverlongLines.Split, cancellation);
        var seconds = time.GetElapsedTime(begun).TotalSeconds;
        string[] texts = [.. translated.Select(line => line.Text)];
        if (file is not null)
        {
            File.WriteAllText(file, string.Concat(texts.Select(text => LineTranslation.OneLine(text) + "\n")));
        }

        var words = Bleu.Statistics(texts, references, bleu);
        var letters = ChrF.Statistics(texts, references, new ChrFOptions { Lowercase = bleu.Lowercase });
        return new ScoredTranslation(words, letters, new TranslationScores(
            trained.Directory.Path,
            trained.Checkpoint,
            lines.Length,
            TextScore.Of(words),
            TextScore.Of(letters),
            TextScore.Of(ChrF.Statistics(texts, references, ChrFOptions.PlusPlus with { Lowercase = bleu.Lowercase })),
            texts.Zip(references).Count(line => line.First == line.Second) / (double)lines.Length,
            translated.Count(line => line.Parts > 1),
            translated.Count(line => !line.IsWhole),
            Math.Round(seconds, 3),
            Math.Round(lines.Length / Math.Max(seconds, 1e-6), 1)));
    }

    private static (string[] Lines, string[] References) Lines(TrainedTranslator[] translators, string? source, string? reference, Action<string> complain)
    {
        if (source is null && reference is null && translators is [var one] && TranslationCorpus.TestOf(one.Task) is { Count: > 0 } test)
        {
            return ([.. test.Select(pair => pair.Source)], [.. test.Select(pair => pair.Target)]);
        }

        if (source is null || reference is null)
        {
            throw new ArgumentException("a translation run is scored on a text and its translation: give --source FILE and --reference FILE");
        }

        var (text, translation) = (TextFile.Open(source), TextFile.Open(reference));
        text.RequireAsManyLines(translation);
        foreach (var directory in translators.Select(trained => trained.Directory))
        {
            if (TranslationCorpus.RoleOf(text, directory.FilePath(TranslationCorpus.FileName)) is { } role)
                complain($"'{source}' is the {role} of the training '{directory.Path}': its score says nothing of unseen text");
        }

        return ([.. text.ReadLines()], [.. translation.ReadLines()]);
    }

    private static void RequireShort(Translator translator, TranslationSettings settings, string[] lines)
    {
        var overlong = settings.Overlong == OverlongLines.Split ? -1 : Array.FindIndex(lines, translator.IsOverlong);
        if (overlong >= 0)
        {
            throw new ArgumentException($"line {overlong + 1} of the source has {translator.CountTokens(lines[overlong])} tokens and this model translates {translator.GreatestSource} at once: shorten it, or give --overlong split");
        }
    }

    private static BleuTokenization Tokenization(string name) => Tokenizations.TryGetValue(name, out var found) ? found
        : throw new ArgumentException($"there is no tokenization '{name}': give one of {string.Join(", ", Tokenizations.Keys)}");

    private static string Unused(string path) => File.Exists(path)
        ? throw new ArgumentException($"'{path}' is there already and is not overwritten: give another file for the translations")
        : OutputFile.Check("--output", path);

    private static void Write(IAnsiConsole console, TranslationScores scores)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Score").AddColumn(new TableColumn("").RightAligned()).AddColumn("95% interval").AddColumn("Signature");
        Row("BLEU", scores.Bleu);
        Row("chrF2", scores.ChrF2);
        Row("chrF2++", scores.ChrF2PlusPlus);
        console.Write(table);
        var split = Some(scores.SplitLines, "too long and translated in parts");
        var endless = Some(scores.EndlessLines, "cut at the greatest length");
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{scores.Sentences:#,0} lines, {scores.ExactMatch:0.0%} exactly as their reference{split}{endless}; {scores.SentencesPerSecond:0.0} lines/s; checkpoint of update {scores.Checkpoint}"));

        static string Some(int lines, string what) => lines == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {lines:#,0} {what}");
        void Row(string name, TextScore score) => table.AddRow(
            $"[bold]{name}[/]",
            score.Score.ToString("0.00", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{score.Interval[0]:0.00} to {score.Interval[1]:0.00}"),
            $"[dim]{Markup.Escape(score.Signature)}[/]");
    }
}
