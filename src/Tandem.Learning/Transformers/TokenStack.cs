using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L length, D model width, V vocabulary.

/// <summary>
/// One stack over tokens of one vocabulary, and logits: decoder-only it predicts each next token (as GPT does), as an
/// encoder each token from all others (as BERT does).
/// </summary>
public sealed class TokenStack : nn.Module
{
    [ComponentName(Name = "embedding")]
    private readonly TokenEmbedding embedding;

    [ComponentName(Name = "stack")]
    private readonly TransformerStack stack;

    [ComponentName(Name = "output")]
    private readonly TokenOutput output;

    /// <summary>A model with its first weights.</summary>
    /// <param name="vocabulary">V.</param>
    /// <param name="options">Widths, heads, layers and forms.</param>
    /// <param name="form">Encoder or decoder-only.</param>
    /// <param name="precision">The number format of products.</param>
    /// <param name="random">What first weights are drawn from; null: libtorch's global stream.</param>
    /// <exception cref="ArgumentException">Options that contradict each other, or a form that needs an encoder beside it.</exception>
    public TokenStack(
        int vocabulary, TransformerOptions options, StackForm form, Precision precision = Precision.Auto, Generator? random = null)
        : base(nameof(TokenStack))
    {
        if (form == StackForm.Decoder)
            throw new ArgumentException($"a stack of form {form} attends to an encoder's output: give {StackForm.Encoder} or {StackForm.DecoderOnly}, or make a {nameof(TokenTransformer)}");
        embedding = new TokenEmbedding(vocabulary, options, random);
        stack = new TransformerStack(options, form, precision, random);
        output = new TokenOutput(embedding, options, precision, random);
        RegisterComponents();
    }

    /// <summary>The options it was made with.</summary>
    public TransformerOptions Options => stack.Options;

    /// <summary>Logits at each token.</summary>
    /// <param name="tokens">[B, L] int64 ids; with a cache, the tokens after those it has seen.</param>
    /// <param name="mask">Which of these tokens are padding; null: none.</param>
    /// <param name="cache">What a decoder remembers of earlier tokens; null: these are all.</param>
    /// <returns>[B, L, V], in the format of products: bfloat16 where that was chosen.</returns>
    /// <exception cref="ArgumentException">Another shape, an empty batch, more tokens than learned positions.</exception>
    public Tensor Forward(Tensor tokens, AttentionMask? mask = null, DecodingCache? cache = null) =>
        output.Forward(Features(tokens, mask, cache));

    /// <summary>What the stack makes of each token, before the output product.</summary>
    /// <returns>[B, L, D].</returns>
    /// <inheritdoc cref="Forward"/>
    public Tensor Features(Tensor tokens, AttentionMask? mask = null, DecodingCache? cache = null) =>
        stack.Forward(embedding.Forward(tokens, cache?.Length ?? 0), mask, cache);

    /// <summary>The attention weights of each layer: an explaining call, best without training's dropout.</summary>
    /// <returns>One for each layer, first to last.</returns>
    /// <inheritdoc cref="Forward"/>
    public IReadOnlyList<LayerAttention> Explain(Tensor tokens, AttentionMask? mask = null) =>
        stack.Explain(embedding.Forward(tokens), mask: mask);
}
