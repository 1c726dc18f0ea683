using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, S source length, T target length, D model width, V target vocabulary.

/// <summary>
/// From source and target tokens to logits of each next target token: embeddings, <see cref="Transformer"/>, output
/// product (Vaswani et al. 2017, figure 1; the softmax is the loss's).
/// </summary>
public sealed class TokenTransformer : nn.Module
{
    [ComponentName(Name = "source_embedding")]
    private readonly TokenEmbedding? ownSourceEmbedding;

    [ComponentName(Name = "target_embedding")]
    private readonly TokenEmbedding targetEmbedding;

    [ComponentName(Name = "transformer")]
    private readonly Transformer transformer;

    [ComponentName(Name = "output")]
    private readonly TokenOutput output;

    /// <summary>A model with its first weights.</summary>
    /// <param name="sourceVocabulary">How many source tokens there are.</param>
    /// <param name="targetVocabulary">V: how many target tokens there are.</param>
    /// <param name="options">Widths, heads, layers and forms.</param>
    /// <param name="precision">The number format of products.</param>
    /// <param name="random">What first weights are drawn from; null: libtorch's global stream.</param>
    /// <exception cref="ArgumentException">Options that contradict each other, or one table for two vocabularies.</exception>
    public TokenTransformer(
        int sourceVocabulary, int targetVocabulary, TransformerOptions options, Precision precision = Precision.Auto, Generator? random = null)
        : base(nameof(TokenTransformer))
    {
        var shared = options.Tying == EmbeddingTying.All;
        if (shared && sourceVocabulary != targetVocabulary)
            throw new ArgumentException($"one embedding cannot serve {sourceVocabulary} source and {targetVocabulary} target tokens: give one vocabulary for both, or tie the output alone");
        ownSourceEmbedding = shared ? null : new TokenEmbedding(sourceVocabulary, options, random);
        targetEmbedding = new TokenEmbedding(targetVocabulary, options, random);
        transformer = new Transformer(options, precision, random);
        output = new TokenOutput(targetEmbedding, options, precision, random);
        RegisterComponents();
    }

    /// <summary>The options it was made with.</summary>
    public TransformerOptions Options => transformer.Options;

    private TokenEmbedding SourceEmbedding => ownSourceEmbedding ?? targetEmbedding;

    /// <summary>Logits of each next target token.</summary>
    /// <param name="source">[B, S] int64 ids.</param>
    /// <param name="target">[B, T] int64 ids; each sees itself and earlier ones.</param>
    /// <param name="sourceMask">Which source tokens are padding; null: none.</param>
    /// <param name="targetMask">Which target tokens are padding; null: none.</param>
    /// <returns>[B, T, V], in the format of products: bfloat16 where that was chosen.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit, an empty batch, more tokens than learned positions.</exception>
    public Tensor Forward(Tensor source, Tensor target, AttentionMask? sourceMask = null, AttentionMask? targetMask = null) =>
        Decode(target, Encode(source, sourceMask), targetMask, sourceMask);

    /// <summary>
    /// The loss of each next target token, summed: <see cref="Forward"/> and <see cref="LabelSmoothedCrossEntropy.Sum"/> in
    /// one, in a fraction of the time and memory where the vocabulary is large.
    /// </summary>
    /// <param name="source">[B, S] int64 ids.</param>
    /// <param name="target">[B, T] int64 ids; each sees itself and earlier ones.</param>
    /// <param name="next">The B · T ids that should follow, row by row.</param>
    /// <param name="loss">Smoothing, and the id that counts for nothing.</param>
    /// <param name="sourceMask">Which source tokens are padding; null: none.</param>
    /// <returns>A float32 scalar, to be differentiated once.</returns>
    public Tensor SummedLoss(Tensor source, Tensor target, long[] next, LabelSmoothedCrossEntropy loss, AttentionMask? sourceMask = null)
    {
        var hidden = transformer.Decode(targetEmbedding.Forward(target), Encode(source, sourceMask), null, sourceMask, null);
        return output.SummedLoss(hidden, next, loss);
    }

    /// <summary>The encoder alone.</summary>
    /// <param name="source">[B, S] int64 ids.</param>
    /// <param name="mask">Which source tokens are padding; null: none.</param>
    /// <returns>[B, S, D]: the decoder's memory.</returns>
    public Tensor Encode(Tensor source, AttentionMask? mask = null) =>
        transformer.Encode(SourceEmbedding.Forward(source), mask);

    /// <summary>The decoder alone, in one call over all tokens or, with a cache, over some at a time.</summary>
    /// <param name="target">[B, T] int64 ids; with a cache, the tokens after those it has seen.</param>
    /// <param name="memory">[B, S, D]: the encoder's output; the same at each call with one cache.</param>
    /// <param name="mask">Which of these target tokens are padding; null: none.</param>
    /// <param name="memoryMask">Which source tokens are padding; null: none.</param>
    /// <param name="cache">What the decoder remembers of earlier tokens; null: these are all.</param>
    /// <returns>[B, T, V], in the format of products.</returns>
    public Tensor Decode(
        Tensor target, Tensor memory, AttentionMask? mask = null, AttentionMask? memoryMask = null, DecodingCache? cache = null)
    {
        var embedded = targetEmbedding.Forward(target, cache?.Length ?? 0);
        return output.Forward(transformer.Decode(embedded, memory, mask, memoryMask, cache));
    }

    /// <summary>The attention weights of each layer: an explaining call, best without training's dropout.</summary>
    /// <returns>One for each layer of the encoder and of the decoder, first to last.</returns>
    /// <inheritdoc cref="Forward"/>
    public (IReadOnlyList<LayerAttention> Encoder, IReadOnlyList<LayerAttention> Decoder) Explain(
        Tensor source, Tensor target, AttentionMask? sourceMask = null, AttentionMask? targetMask = null) =>
        transformer.Explain(SourceEmbedding.Forward(source), targetEmbedding.Forward(target), sourceMask, targetMask);
}
