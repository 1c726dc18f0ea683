using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L length, S length of the memory, D model width.

/// <summary>
/// One layer: self-attention, in a decoder attention to the encoder's output, feed-forward; each with dropout, a residual
/// sum and a norm. Names as in PyTorch's TransformerEncoderLayer and TransformerDecoderLayer.
/// </summary>
internal sealed class TransformerLayer : nn.Module
{
    private readonly FeedForward feedForward;
    private readonly NormPlacement placement;
    private readonly double dropout;

    [ComponentName(Name = "self_attn")]
    private readonly MultiHeadAttention selfAttention;

    [ComponentName(Name = "multihead_attn")]
    private readonly MultiHeadAttention? memoryAttention;

    [ComponentName(Name = "linear1")]
    private readonly Projection first;

    [ComponentName(Name = "linear_gate")]
    private readonly Projection? gate;

    [ComponentName(Name = "linear2")]
    private readonly Projection second;

    [ComponentName(Name = "norm1")]
    private readonly LayerNorm norm1;

    [ComponentName(Name = "norm2")]
    private readonly LayerNorm norm2;

    [ComponentName(Name = "norm3")]
    private readonly LayerNorm? norm3;

    public TransformerLayer(TransformerOptions options, bool attendsToMemory, MatrixProducts products, Generator? random)
        : base(nameof(TransformerLayer))
    {
        (placement, dropout) = (options.Norm, options.Dropout);
        var attention = new AttentionOptions(options.Width, options.Heads) { Dropout = options.AttentionDropout ?? options.Dropout };
        selfAttention = new MultiHeadAttention(attention, products, random);
        memoryAttention = attendsToMemory ? new MultiHeadAttention(attention, products, random) : null;
        feedForward = new FeedForward(options, products, random);
        (first, gate, second) = (feedForward.First, feedForward.Gate, feedForward.Second);
        norm1 = nn.LayerNorm(options.Width);
        norm2 = nn.LayerNorm(options.Width);
        norm3 = attendsToMemory ? nn.LayerNorm(options.Width) : null;
        RegisterComponents();
    }

    /// <param name="x">[B, L, D].</param>
    /// <param name="memory">[B, S, D] where the layer attends to an encoder's output, else null.</param>
    /// <param name="pass">Masks and rotations.</param>
    /// <param name="cache">What this layer remembers; null: nothing.</param>
    /// <returns>[B, L, D].</returns>
    public Tensor Forward(Tensor x, Tensor? memory, StackPass pass, LayerCache? cache)
    {
        x = Residual(x, norm1, part => selfAttention.AttendSelf(part, pass, cache));
        if (memoryAttention is not null)
            x = Residual(x, norm2, part => memoryAttention.AttendMemory(part, memory!, pass, cache));
        return Residual(x, norm3 ?? norm2, feedForward.Forward);
    }

    private Tensor Residual(Tensor x, LayerNorm norm, Func<Tensor, Tensor> part) => placement == NormPlacement.Before
        ? Sum(x, part(norm.call(x)))
        : NormOfSum(x, part(x), norm);

    private Tensor Sum(Tensor x, Tensor part) => dropout > 0 && IsFused(x, part)
        ? DroppedResidual.Sum(x, part, dropout)
        : x + Dropout.Apply(part, dropout, training);

    private Tensor NormOfSum(Tensor x, Tensor part, LayerNorm norm) => IsFused(x, part)
        ? DroppedResidual.Norm(x, part, norm.weight!, norm.bias!, dropout, norm.eps)
        : norm.call(x + Dropout.Apply(part, dropout, training));

    private bool IsFused(Tensor x, Tensor part) => training && is_grad_enabled() && DroppedResidual.Fits(x, part);
}
