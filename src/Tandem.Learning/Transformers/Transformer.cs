using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, S source length, T target length, D model width.

/// <summary>
/// Encoder and decoder over embedded tokens: Vaswani et al. (2017), figure 1 without embeddings and output. Names, and
/// the norm behind each stack, as in PyTorch's Transformer.
/// </summary>
public sealed class Transformer : nn.Module
{
    [ComponentName(Name = "encoder")]
    private readonly TransformerStack encoder;

    [ComponentName(Name = "decoder")]
    private readonly TransformerStack decoder;

    /// <summary>Both stacks with their first weights.</summary>
    /// <param name="options">Widths, heads, layers and forms.</param>
    /// <param name="precision">The number format of products.</param>
    /// <param name="random">What first weights are drawn from; null: libtorch's global stream.</param>
    /// <exception cref="ArgumentException">Options that contradict each other.</exception>
    public Transformer(TransformerOptions options, Precision precision = Precision.Auto, Generator? random = null)
        : base(nameof(Transformer))
    {
        encoder = new TransformerStack(options, StackForm.Encoder, precision, random);
        decoder = new TransformerStack(options, StackForm.Decoder, precision, random);
        RegisterComponents();
    }

    /// <summary>The options it was made with.</summary>
    public TransformerOptions Options => encoder.Options;

    /// <summary>Encodes a source and decodes a target against it.</summary>
    /// <param name="source">[B, S, D].</param>
    /// <param name="target">[B, T, D]; each token sees itself and earlier ones.</param>
    /// <param name="sourceMask">Which source tokens are padding; null: none.</param>
    /// <param name="targetMask">Which target tokens are padding; null: none.</param>
    /// <returns>[B, T, D].</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit, or an empty batch.</exception>
    public Tensor Forward(Tensor source, Tensor target, AttentionMask? sourceMask = null, AttentionMask? targetMask = null) =>
        Decode(target, Encode(source, sourceMask), targetMask, sourceMask);

    /// <summary>The encoder alone.</summary>
    /// <param name="source">[B, S, D].</param>
    /// <param name="mask">Which source tokens are padding; null: none.</param>
    /// <returns>[B, S, D]: the decoder's memory.</returns>
    public Tensor Encode(Tensor source, AttentionMask? mask = null) => encoder.Forward(source, mask);

    /// <summary>The decoder alone, in one call over all tokens or, with a cache, over some at a time.</summary>
    /// <inheritdoc cref="TransformerStack.Forward(Tensor, Tensor, AttentionMask, AttentionMask, DecodingCache)"/>
    public Tensor Decode(
        Tensor x, Tensor memory, AttentionMask? mask = null, AttentionMask? memoryMask = null, DecodingCache? cache = null) =>
        decoder.Forward(x, memory, mask, memoryMask, cache);

    /// <summary>The attention weights of each layer: an explaining call, best without training's dropout.</summary>
    /// <returns>One for each layer of the encoder and of the decoder, first to last.</returns>
    /// <inheritdoc cref="Forward"/>
    public (IReadOnlyList<LayerAttention> Encoder, IReadOnlyList<LayerAttention> Decoder) Explain(
        Tensor source, Tensor target, AttentionMask? sourceMask = null, AttentionMask? targetMask = null) =>
        (encoder.Explain(source, mask: sourceMask), decoder.Explain(target, Encode(source, sourceMask), targetMask, sourceMask));
}
