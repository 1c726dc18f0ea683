using System.CommandLine;
using System.Globalization;
using Spectre.Console;
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
    /// <returns>The work.</returns>
    public Func<CancellationToken, int> Prepare(CommandContext context, string path, ulong seed, ParseResult parsed)
    {
        var settings = flags.Bind(new TranslationSettings(), parsed);
        settings = (settings with { Decoding = settings.Decoding with { Seed = seed, NBest = 1 } }).Checked();
        var bleu = new BleuOptions { Tokenization = Tokenization(parsed.GetValue(tokenize) ?? "13a"), Lowercase = parsed.GetValue(lowercase) };
        var trained = TrainedTranslator.Open(path, settings.Last, settings.Threads, context.Screen.Complain);
        var (lines, references) = Lines(trained, parsed.GetValue(source), parsed.GetValue(reference));
        RequireShort(trained.Translator, settings, lines);
        var writer = parsed.GetValue(output) is { } file ? Create(file) : null;
        return cancellation =>
        {
            using var _ = writer;
            var scores = Score(context.Time, trained, settings, bleu, lines, references, writer, cancellation);
            context.Screen.Result(scores, console => Write(console, scores));
            return ExitCode.Done;
        };
    }

    private static TranslationScores Score(
        TimeProvider time, TrainedTranslator trained, TranslationSettings settings, BleuOptions bleu,
        string[] lines, string[] references, TextWriter? writer, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var translated = trained.Translator.TranslateLines(lines, settings.Decoding, OverlongLines.Split, cancellation);
        var seconds = time.GetElapsedTime(begun).TotalSeconds;
        string[] texts = [.. translated.Select(line => line.Text)];
        foreach (var text in texts)
        {
            writer?.WriteLine(text.Replace('\n', ' ').Replace('\r', ' '));
        }

        return new TranslationScores(
            trained.Directory.Path,
            trained.Checkpoint,
            lines.Length,
            TextScore.Of(Bleu.Statistics(texts, references, bleu)),
            TextScore.Of(ChrF.Statistics(texts, references, new ChrFOptions { Lowercase = bleu.Lowercase })),
            TextScore.Of(ChrF.Statistics(texts, references, ChrFOptions.PlusPlus with { Lowercase = bleu.Lowercase })),
            texts.Zip(references).Count(line => line.First == line.Second) / (double)lines.Length,
            translated.Count(line => line.Parts > 1),
            Math.Round(seconds, 3),
            Math.Round(lines.Length / Math.Max(seconds, 1e-6), 1));
    }

    private static (string[] Lines, string[] References) Lines(TrainedTranslator trained, string? source, string? reference)
    {
        if (source is null && reference is null && TranslationCorpus.TestOf(trained.Task) is { Count: > 0 } test)
        {
            return ([.. test.Select(pair => pair.Source)], [.. test.Select(pair => pair.Target)]);
        }

        if (source is null || reference is null)
        {
            throw new ArgumentException("a translation run is scored on a text and its translation: give --source FILE and --reference FILE");
        }

        string[] lines = [.. TextFile.Open(source).ReadLines()];
        string[] references = [.. TextFile.Open(reference).ReadLines()];
        return lines.Length == references.Length ? (lines, references)
            : throw new ArgumentException($"'{source}' has {lines.Length} lines and '{reference}' has {references.Length}: give files of which line n of one translates line n of the other");
    }

    private static void RequireShort(Translator translator, TranslationSettings settings, string[] lines)
    {
        var overlong = settings.Overlong == OverlongLines.Split ? -1 : Array.FindIndex(lines, line => translator.CountTokens(line) > translator.GreatestSource);
        if (overlong >= 0)
        {
            throw new ArgumentException($"line {overlong + 1} of the source has {translator.CountTokens(lines[overlong])} tokens and this model translates {translator.GreatestSource} at once: shorten it, or give --overlong split");
        }
    }

    private static BleuTokenization Tokenization(string name) => Tokenizations.TryGetValue(name, out var found) ? found
        : throw new ArgumentException($"there is no tokenization '{name}': give one of {string.Join(", ", Tokenizations.Keys)}");

    private static StreamWriter Create(string path) => File.Exists(path) || Directory.Exists(path)
        ? throw new ArgumentException($"'{path}' is there already and is not overwritten: give another file for the translations")
        : new StreamWriter(path) { NewLine = "\n" };

    private static void Write(IAnsiConsole console, TranslationScores scores)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Score").AddColumn(new TableColumn("").RightAligned()).AddColumn("95% interval").AddColumn("Signature");
        Row("BLEU", scores.Bleu);
        Row("chrF2", scores.ChrF2);
        Row("chrF2++", scores.ChrF2PlusPlus);
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{scores.Sentences:#,0} lines, {scores.ExactMatch:0.0%} exactly as their reference, {scores.SplitLines} too long and translated in parts; {scores.SentencesPerSecond:0.0} lines/s; checkpoint of update {scores.Checkpoint}"));

        void Row(string name, TextScore score) => table.AddRow(
            $"[bold]{name}[/]",
            score.Score.ToString("0.00", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{score.Interval[0]:0.00} to {score.Interval[1]:0.00}"),
            $"[dim]{Markup.Escape(score.Signature)}[/]");
    }
}
