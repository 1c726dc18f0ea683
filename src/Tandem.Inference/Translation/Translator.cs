using System.Globalization;
using Tandem.Inference.Decoding;
using Tandem.Inference.Transformers;
using Tandem.Runs.Safetensors;
using Tandem.Text;

namespace Tandem.Inference.Translation;

/// <summary>
/// A trained translation model in plain .NET: from a line of text to its translation, with subwords, network and search from
/// one file. Use it from one thread at a time; it works on several itself.
/// </summary>
public sealed class Translator
{
    /// <summary>What the file's metadata call a translation model.</summary>
    public const string Kind = "translation";

    /// <summary>The name of the source's subwords, as <c>tokenizer.json</c>, in the metadata.</summary>
    public const string SourceTokenizerName = "sourceTokenizer";

    /// <summary>The name of the target's subwords in the metadata; missing where both languages share theirs.</summary>
    public const string TargetTokenizerName = "targetTokenizer";

    /// <summary>What the names of the model's tensors begin with in a file.</summary>
    public const string Prefix = "model.";

    /// <summary>The name of <see cref="LongestSource"/> in the metadata.</summary>
    public const string LongestSourceName = "longestSource";

    private const string FormatVersion = "1";

    private readonly SequenceDecoder decoder;
    private readonly LineSplitter splitter;

    private Translator(TransformerModel model, SubwordTokenizer source, SubwordTokenizer target, int? longestSource)
    {
        (Model, SourceTokenizer, TargetTokenizer, LongestSource) = (model, source, target, longestSource);
        var familiar = Math.Min(longestSource ?? int.MaxValue, model.MaximumLength);
        GreatestSource = (int)Math.Min(2L * familiar, model.MaximumLength);
        splitter = new LineSplitter(text => SourceTokenizer.Encode(text).Length, Math.Max(familiar - 1, 1));
        decoder = new SequenceDecoder(model, target.Beginning, target.End, target.Padding, target.Beginning);
    }

    /// <summary>The network.</summary>
    public TransformerModel Model { get; }

    /// <summary>Cuts sources.</summary>
    public SubwordTokenizer SourceTokenizer { get; }

    /// <summary>Joins targets.</summary>
    public SubwordTokenizer TargetTokenizer { get; }

    /// <summary>S: the tokens of the longest source that the model learned from, its end counted; null where the file does not say.</summary>
    public int? LongestSource { get; }

    /// <summary>
    /// The most tokens of a line that is translated at once, its end counted: twice the longest source, and no more than there
    /// are learned positions. A longer one is split or refused (<see cref="OverlongLines"/>), never cut.
    /// </summary>
    public int GreatestSource { get; }

    /// <summary>What a file's metadata say of a translation model.</summary>
    /// <param name="description">The network's architecture.</param>
    /// <param name="source">Cuts sources.</param>
    /// <param name="target">Joins targets.</param>
    /// <param name="longestSource"><see cref="LongestSource"/>.</param>
    public static IReadOnlyDictionary<string, string> Describe(
        TransformerDescription description, SubwordTokenizer source, SubwordTokenizer target, int? longestSource = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var metadata = new Dictionary<string, string>
        {
            ["kind"] = Kind,
            ["version"] = FormatVersion,
            [TransformerDescription.MetadataName] = description.ToJson(),
            [SourceTokenizerName] = System.Text.Encoding.UTF8.GetString(source.ToJson()),
        };
        if (!ReferenceEquals(source, target))
            metadata[TargetTokenizerName] = System.Text.Encoding.UTF8.GetString(target.ToJson());
        if (longestSource is { } longest)
            metadata[LongestSourceName] = longest.ToString(CultureInfo.InvariantCulture);
        return metadata;
    }

    /// <summary>Reads a model from the <c>model.safetensors</c> of a translation run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">How many threads work at once. Translations do not depend on it.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Translator Load(string path, int threads = 1) => From(SafetensorsFile.Read(path), path, threads);

    /// <summary>Reads a model from a safetensors file that was read already.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <param name="threads">How many threads work at once. Translations do not depend on it.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static Translator From(SafetensorsFile file, string source, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(file);
        var kind = file.Metadata.GetValueOrDefault("kind");
        if (kind != Kind)
            throw new InvalidDataException($"{source} is no translation model of Tandem: its kind is '{kind ?? "not said"}': give the model.safetensors of a translation run");
        if (file.Metadata.GetValueOrDefault("version") is var version && version != FormatVersion)
            throw new InvalidDataException($"{source} is a translation model of version {version ?? "not said"} and this program reads version {FormatVersion}: update Tandem");
        var model = TransformerModel.From(file, source, threads, Prefix);
        var sourceTokenizer = Tokenizer(file, SourceTokenizerName, source) ?? throw new InvalidDataException($"{source} is damaged: its metadata lack '{SourceTokenizerName}': restore it from a copy");
        var targetTokenizer = Tokenizer(file, TargetTokenizerName, source) ?? sourceTokenizer;
        RequireVocabulary(source, "source", sourceTokenizer, model.Description.SourceVocabulary);
        RequireVocabulary(source, "target", targetTokenizer, model.Description.TargetVocabulary);
        return new Translator(model, sourceTokenizer, targetTokenizer, Longest(file, source));
    }

    /// <summary>Translates lines; a blank line stays empty, one that is too long is translated in parts.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="options">How they are searched for; null: beam search with the defaults.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>Each line's translation, in their order.</returns>
    /// <exception cref="ArgumentException">Options that contradict each other.</exception>
    public string[] Translate(IReadOnlyList<string> lines, DecodingOptions? options = null, CancellationToken cancellation = default) =>
        Array.ConvertAll(TranslateLines(lines, options, OverlongLines.Split, cancellation), line => line.Text);

    /// <summary>Translates lines, and says of each how likely its translations are and whether it was split.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="options">How they are searched for; null: beam search with the defaults.</param>
    /// <param name="overlong">What becomes of lines of more than <see cref="GreatestSource"/> tokens.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>Each line's translations, in the lines' order. What a line gets does not depend on the others.</returns>
    /// <exception cref="ArgumentException">Options that contradict each other, or a line that is too long and not to be split.</exception>
    public TranslatedLine[] TranslateLines(
        IReadOnlyList<string> lines, DecodingOptions? options = null, OverlongLines overlong = OverlongLines.Split, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        options ??= new DecodingOptions();
        var parts = lines.Select((line, index) => Parts(line, index, overlong)).ToArray();
        var found = decoder.Decode([.. parts.SelectMany(line => line).Select(part => part.Tokens)], options, cancellation);
        var (translated, next) = (new TranslatedLine[lines.Count], 0);
        for (var i = 0; i < parts.Length; i++)
        {
            translated[i] = parts[i].Count == 0
                ? TranslatedLine.Blank
                : TranslatedLine.Join([.. parts[i].Select(part => (part.Space, Candidates(found[next++], options.Method)))], options.NBest);
        }
        return translated;
    }

    /// <summary>How many tokens a line is read as, its end counted.</summary>
    public int CountTokens(string line) => Encode(line).Length;

    /// <summary>Whether a line has more than <see cref="GreatestSource"/> tokens; a blank one, which is not translated, never has.</summary>
    public bool IsOverlong(string line) => !string.IsNullOrWhiteSpace(line) && CountTokens(line) > GreatestSource;

    /// <summary>Translates a line and shows where the model looked at it.</summary>
    /// <param name="line">One that is not blank.</param>
    /// <param name="options">How it is searched for; null: beam search with the defaults.</param>
    /// <exception cref="ArgumentException">The line is blank or too long, or options contradict each other.</exception>
    public TranslationExplanation Explain(string line, DecodingOptions? options = null)
    {
        if (string.IsNullOrWhiteSpace(line))
            throw new ArgumentException("a blank line is not translated: give one with words");
        if (IsOverlong(line))
            throw new ArgumentException($"the line has {CountTokens(line)} tokens, and attention is shown of {GreatestSource} at most: give a part of it");
        var source = Encode(line);
        int[] target = decoder.Decode([source], options)[0][0].Tokens;
        return new TranslationExplanation(
            TargetTokenizer.Decode(target),
            Array.ConvertAll(source, SourceTokenizer.TokenText),
            Array.ConvertAll([.. target, TargetTokenizer.End], TargetTokenizer.TokenText),
            Model.Explain(source, [TargetTokenizer.Beginning, .. target]));
    }

    /// <summary>A source's translations. Of those that a search cut into other subwords the best stays; samples stay as often as they were drawn.</summary>
    private TranslationCandidate[] Candidates(Hypothesis[] found, DecodingMethod method)
    {
        var candidates = found.Select(hypothesis => new TranslationCandidate(
            TargetTokenizer.Decode(hypothesis.Tokens), hypothesis.LogProbability, hypothesis.Score, hypothesis.Ended));
        return [.. method == DecodingMethod.Sampling ? candidates : candidates.DistinctBy(candidate => candidate.Text)];
    }

    /// <summary>What of a line is translated: nothing of a blank one, all of it at once, or part after part.</summary>
    private List<(string Space, int[] Tokens)> Parts(string line, int index, OverlongLines overlong)
    {
        if (string.IsNullOrWhiteSpace(line))
            return [];
        var tokens = Encode(line);
        if (tokens.Length <= GreatestSource)
            return [("", tokens)];
        return overlong == OverlongLines.Split
            ? [.. splitter.Split(line.Trim()).Select(part => (part.Space, Encode(part.Text)))]
            : throw new ArgumentException($"line {index + 1} has {tokens.Length} tokens and this model translates {GreatestSource} at once: give shorter lines, or let long ones be split");
    }

    /// <summary>A line as the network reads it: its subwords and the token that ends a sentence.</summary>
    private int[] Encode(string line) => [.. SourceTokenizer.Encode(line), SourceTokenizer.End];

    private static int? Longest(SafetensorsFile file, string source)
    {
        if (!file.Metadata.TryGetValue(LongestSourceName, out var text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var longest) && longest > 0 ? longest
            : throw new InvalidDataException($"{source} is damaged: its metadata give '{text}' as '{LongestSourceName}', which is no number of tokens: restore it from a copy");
    }

    private static SubwordTokenizer? Tokenizer(SafetensorsFile file, string name, string source) => file.Metadata.TryGetValue(name, out var json)
        ? SubwordTokenizer.Parse(System.Text.Encoding.UTF8.GetBytes(json), $"{name} of {source}")
        : null;

    private static void RequireVocabulary(string file, string side, SubwordTokenizer tokenizer, int vocabulary)
    {
        if (tokenizer.VocabularySize != vocabulary)
            throw new InvalidDataException($"{file} holds a tokenizer of {tokenizer.VocabularySize} subwords and a network of {vocabulary} {side} tokens: give a file whose parts were saved together");
    }
}
