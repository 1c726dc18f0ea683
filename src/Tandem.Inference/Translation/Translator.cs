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

    private const string FormatVersion = "1";

    private readonly SequenceDecoder decoder;

    private Translator(TransformerModel model, SubwordTokenizer source, SubwordTokenizer target)
    {
        (Model, SourceTokenizer, TargetTokenizer) = (model, source, target);
        decoder = new SequenceDecoder(model, target.Beginning, target.End, target.Padding, target.Beginning);
    }

    /// <summary>The network.</summary>
    public TransformerModel Model { get; }

    /// <summary>Cuts sources.</summary>
    public SubwordTokenizer SourceTokenizer { get; }

    /// <summary>Joins targets.</summary>
    public SubwordTokenizer TargetTokenizer { get; }

    /// <summary>What a file's metadata say of a translation model.</summary>
    /// <param name="description">The network's architecture.</param>
    /// <param name="source">Cuts sources.</param>
    /// <param name="target">Joins targets.</param>
    public static IReadOnlyDictionary<string, string> Describe(TransformerDescription description, SubwordTokenizer source, SubwordTokenizer target)
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
        return new Translator(model, sourceTokenizer, targetTokenizer);
    }

    /// <summary>Translates lines; a blank line stays empty.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="options">How they are searched for; null: beam search with the defaults.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>Each line's translation, in their order.</returns>
    /// <exception cref="ArgumentException">Options that contradict each other.</exception>
    public string[] Translate(IReadOnlyList<string> lines, DecodingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var written = Enumerable.Range(0, lines.Count).Where(i => !string.IsNullOrWhiteSpace(lines[i])).ToArray();
        var sources = Array.ConvertAll(written, i => Encode(lines[i]));
        var results = decoder.Decode(sources, options, cancellation);
        var translations = new string[lines.Count];
        Array.Fill(translations, "");
        for (var i = 0; i < written.Length; i++)
            translations[written[i]] = TargetTokenizer.Decode(results[i][0].Tokens);
        return translations;
    }

    /// <summary>A line as the network reads it: its subwords and the token that ends a sentence.</summary>
    private int[] Encode(string line) => [.. SourceTokenizer.Encode(line), SourceTokenizer.End];

    private static SubwordTokenizer? Tokenizer(SafetensorsFile file, string name, string source) => file.Metadata.TryGetValue(name, out var json)
        ? SubwordTokenizer.Parse(System.Text.Encoding.UTF8.GetBytes(json), $"{name} of {source}")
        : null;

    private static void RequireVocabulary(string file, string side, SubwordTokenizer tokenizer, int vocabulary)
    {
        if (tokenizer.VocabularySize != vocabulary)
            throw new InvalidDataException($"{file} holds a tokenizer of {tokenizer.VocabularySize} subwords and a network of {vocabulary} {side} tokens: give a file whose parts were saved together");
    }
}
