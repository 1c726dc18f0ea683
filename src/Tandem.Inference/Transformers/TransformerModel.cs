using Tandem.Inference.Decoding;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Transformers;

// Legend: V target vocabulary.

/// <summary>
/// A trained Transformer from source to target tokens (Learning's TokenTransformer) in plain .NET: float32, without dropout.
/// </summary>
/// <remarks>
/// A sequence's log-probabilities are the same bits alone and in any batch, with any number of threads: no sum depends on a
/// row's neighbours, and nothing is padded. Several callers may use one model at once, each with rows of their own.
/// A program that is compiled ahead of time should name its processor, or say
/// <c>&lt;IlcInstructionSet&gt;native&lt;/IlcInstructionSet&gt;</c>: compiled for any, it computes several times as slowly.
/// </remarks>
public sealed class TransformerModel : ISequenceModel
{
    private const int GreatestThreads = 1024;

    private readonly TransformerWeights weights;
    private readonly ThreadTeam team;

    private TransformerModel(TransformerWeights weights, int threads) =>
        (this.weights, team) = (weights, new ThreadTeam(threads));

    /// <summary>The architecture.</summary>
    public TransformerDescription Description => weights.Description;

    /// <inheritdoc/>
    public int Vocabulary => Description.TargetVocabulary;

    /// <inheritdoc/>
    public int MaximumLength => Description.Positions == PositionForm.Learned ? Description.MaximumLength : int.MaxValue;

    /// <summary>Reads a model from a file that describes itself.</summary>
    /// <param name="path">A safetensors file whose metadata hold a <see cref="TransformerDescription"/>.</param>
    /// <param name="threads">How many threads work at once on what one caller asks; 1 to 1024. Results do not depend on it.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TransformerModel Load(string path, int threads = 1) => From(SafetensorsFile.Read(path), path, threads);

    /// <summary>Reads a model from a safetensors file that was read already.</summary>
    /// <param name="file">Its metadata hold a <see cref="TransformerDescription"/> under <see cref="TransformerDescription.MetadataName"/>.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <param name="threads">How many threads work at once on what one caller asks; 1 to 1024. Results do not depend on it.</param>
    /// <param name="prefix">What the names of the model's tensors begin with.</param>
    /// <exception cref="InvalidDataException">The file holds something else, or tensors are missing or of another shape.</exception>
    public static TransformerModel From(SafetensorsFile file, string source, int threads = 1, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(file);
        if (threads is < 1 or > GreatestThreads)
            throw new ArgumentException($"{threads} threads are out of range: give 1 to {GreatestThreads}");
        if (!file.Metadata.TryGetValue(TransformerDescription.MetadataName, out var json))
            throw new InvalidDataException($"{source} is no Transformer of Tandem: its metadata lack '{TransformerDescription.MetadataName}': give the model.safetensors of a trained Transformer");
        try
        {
            return new TransformerModel(new TransformerWeights(file, source, prefix, TransformerDescription.Parse(json)), threads);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"{source} is no Transformer of Tandem: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A source is empty, too long for learned positions, or holds an unknown token.</exception>
    public ISequenceRows Begin(IReadOnlyList<int[]> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count == 0)
            throw new ArgumentException("there are no sources: give at least one");
        for (var source = 0; source < sources.Count; source++)
            RequireSource(sources[source], $"source {source}");
        return new TransformerRows(weights, team, new SourceMemory(weights, team, sources));
    }

    /// <summary>With what weights each layer's heads look at a source and at what is written so far: an explaining call.</summary>
    /// <param name="source">Token ids.</param>
    /// <param name="target">Token ids, beginning with the one that begins a sentence.</param>
    /// <exception cref="ArgumentException">A sequence is empty, too long for learned positions, or holds an unknown token.</exception>
    public TransformerAttentionMaps Explain(int[] source, int[] target)
    {
        RequireSource(source, "the source");
        if (target is not { Length: > 0 })
            throw new ArgumentException("the target is empty: give at least the token that begins a sentence");
        var (heads, s, t) = (Description.Heads, source.Length, target.Length);
        var encoder = Maps(weights.Encoder, () => new LayerAttentionMaps(new AttentionMap(heads, s, s), null));
        var decoder = Maps(weights.Decoder, () => new LayerAttentionMaps(new AttentionMap(heads, t, t), new AttentionMap(heads, t, s)));
        using var rows = new TransformerRows(weights, team, new SourceMemory(weights, team, [source], encoder), decoder);
        var logProbabilities = new float[Vocabulary];
        foreach (var token in target)
            rows.Extend([0], [token], logProbabilities);
        return new TransformerAttentionMaps(encoder, decoder);
    }

    internal static void RequireToken(int token, int vocabulary, string side)
    {
        if ((uint)token >= (uint)vocabulary)
            throw new ArgumentException($"token {token} is none of the {vocabulary} {side} tokens: give 0 to {vocabulary - 1}");
    }

    private static LayerAttentionMaps[] Maps(StackLayer[] layers, Func<LayerAttentionMaps> map) => Array.ConvertAll(layers, _ => map());

    private void RequireSource(int[] source, string name)
    {
        if (source is not { Length: > 0 })
            throw new ArgumentException($"{name} is empty: give at least one token");
        foreach (var token in source)
            RequireToken(token, Description.SourceVocabulary, "source");
    }
}
