using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L length, S length of the memory, D model width, H heads.

/// <summary>What a stack of layers attends to.</summary>
public enum StackForm
{
    /// <summary>Every token attends to every other.</summary>
    Encoder,

    /// <summary>Every token attends to itself, to earlier ones and to an encoder's output.</summary>
    Decoder,

    /// <summary>Every token attends to itself and to earlier ones.</summary>
    DecoderOnly,
}

/// <summary>
/// Layers over embedded tokens, and a norm behind the last: the encoder, the decoder, and the decoder that stands alone.
/// Names as in PyTorch's TransformerEncoder and TransformerDecoder. Decoders are causal by themselves; positions are added
/// by the caller, except rotary ones, which act within the layers.
/// </summary>
public sealed class TransformerStack : nn.Module
{
    private readonly TransformerOptions options;
    private readonly StackForm form;

    [ComponentName(Name = "layers")]
    private readonly ModuleList<TransformerLayer> layers;

    [ComponentName(Name = "norm")]
    private readonly LayerNorm norm;

    /// <summary>A stack with its first weights.</summary>
    /// <param name="options">Widths, heads, layers and forms.</param>
    /// <param name="form">What it attends to; an encoder has the options' encoder layers, else decoder layers.</param>
    /// <param name="precision">The number format of products.</param>
    /// <param name="random">What first weights are drawn from; null: libtorch's global stream.</param>
    /// <exception cref="ArgumentException">Options that contradict each other.</exception>
    public TransformerStack(
        TransformerOptions options, StackForm form, Precision precision = Precision.Auto, Generator? random = null)
        : base(nameof(TransformerStack))
    {
        (this.options, this.form) = (options.Checked(), form);
        var products = MatrixProducts.Create(precision, options.Width);
        var count = form == StackForm.Encoder ? options.EncoderLayers : options.DecoderLayers;
        layers = new ModuleList<TransformerLayer>(
            [.. Enumerable.Range(0, count).Select(_ => new TransformerLayer(options, form == StackForm.Decoder, products, random))]);
        norm = nn.LayerNorm(options.Width);
        RegisterComponents();
    }

    /// <summary>The options it was made with.</summary>
    public TransformerOptions Options => options;

    /// <summary>Runs embedded tokens through an encoder or a decoder that stands alone.</summary>
    /// <param name="x">[B, L, D]; with a cache, the tokens after those it has seen.</param>
    /// <param name="mask">Which of these tokens are padding, or other restrictions; null: none. Decoders are causal beside it.</param>
    /// <param name="cache">What a decoder remembers of earlier tokens; null: these are all.</param>
    /// <returns>[B, L, D].</returns>
    /// <exception cref="ArgumentException">Another shape, an empty batch, a cache for an encoder.</exception>
    public Tensor Forward(Tensor x, AttentionMask? mask = null, DecodingCache? cache = null) =>
        Run(x, memory: null, mask, memoryMask: null, cache, recorder: null);

    /// <summary>Runs embedded tokens through a decoder that attends to an encoder's output.</summary>
    /// <param name="x">[B, L, D]; with a cache, the tokens after those it has seen.</param>
    /// <param name="memory">[B, S, D]: the encoder's output; the same at each call with one cache.</param>
    /// <param name="mask">Which of these tokens are padding; null: none.</param>
    /// <param name="memoryMask">Which of the encoder's tokens are padding; null: none.</param>
    /// <param name="cache">What the decoder remembers of earlier tokens; null: these are all.</param>
    /// <returns>[B, L, D].</returns>
    /// <exception cref="ArgumentException">Another shape, or an empty batch.</exception>
    public Tensor Forward(
        Tensor x, Tensor memory, AttentionMask? mask = null, AttentionMask? memoryMask = null, DecodingCache? cache = null) =>
        Run(x, memory, mask, memoryMask, cache, recorder: null);

    /// <summary>The attention weights of each layer: an explaining call, best without training's dropout.</summary>
    /// <param name="x">[B, L, D].</param>
    /// <param name="memory">[B, S, D]: the encoder's output where the stack attends to one, else null.</param>
    /// <param name="mask">Which tokens are padding; null: none.</param>
    /// <param name="memoryMask">Which of the encoder's tokens are padding; null: none.</param>
    /// <returns>One for each layer, first to last.</returns>
    public IReadOnlyList<LayerAttention> Explain(
        Tensor x, Tensor? memory = null, AttentionMask? mask = null, AttentionMask? memoryMask = null)
    {
        var recorder = new AttentionRecorder();
        Run(x, memory, mask, memoryMask, cache: null, recorder);
        return form == StackForm.Decoder
            ? [.. recorder.Weights.Chunk(2).Select(pair => new LayerAttention(pair[0], pair[1]))]
            : [.. recorder.Weights.Select(own => new LayerAttention(own, null))];
    }

    private Tensor Run(
        Tensor x, Tensor? memory, AttentionMask? mask, AttentionMask? memoryMask, DecodingCache? cache, AttentionRecorder? recorder)
    {
        Require(x, memory, cache);
        var pass = Prepare(x, memory, mask, memoryMask, cache) with { Recorder = recorder };
        for (var i = 0; i < layers.Count; i++)
            x = layers[i].Forward(x, memory, pass, cache?.Layer(i));
        return norm.call(x);
    }

    private StackPass Prepare(Tensor x, Tensor? memory, AttentionMask? mask, AttentionMask? memoryMask, DecodingCache? cache)
    {
        var (batch, length, first) = (x.shape[0], x.shape[1], cache?.Length ?? 0);
        if (form != StackForm.Encoder)
            mask = AttentionMask.Causal.And(mask);
        if (cache is not null)
            mask = mask!.WithKeys(cache.Advance(batch, length, mask.Keys, x.device));
        return new StackPass(
            ScoreMask.Create(mask, batch, length, first + length, x),
            memory is null ? null : ScoreMask.Create(memoryMask, batch, length, memory.shape[1], x),
            options.Positions == PositionForm.Rotary ? new RotaryPositions(first, length, options.HeadWidth, x.device) : null,
            Recorder: null);
    }

    private void Require(Tensor x, Tensor? memory, DecodingCache? cache)
    {
        StackInput.Require(x, options.Width);
        if (cache is not null && form == StackForm.Encoder)
            throw new ArgumentException("an encoder has no use for a cache, since earlier tokens attend to later ones: give all tokens in one call");
        if (form != StackForm.Decoder && memory is not null)
            throw new ArgumentException($"a stack of form {form} attends to no encoder's output: leave it out, or make a stack of form {StackForm.Decoder}");
        if (form == StackForm.Decoder)
        {
            StackInput.Require(memory ?? throw new ArgumentException("a decoder attends to an encoder's output: give it, or make a stack of form DecoderOnly"), options.Width);
            if (memory.shape[0] != x.shape[0])
                throw new ArgumentException($"the decoder has {x.shape[0]} sequences and the encoder's output {memory.shape[0]}: give one batch for both");
        }
    }
}
