using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>
/// The position-wise feed-forward network: W₂ dropout(f(W₁x + b₁)) + b₂ (Vaswani et al. 2017, equation 2), or gated,
/// W₂ dropout(f(W_g x + b_g) ⊙ (W₁x + b₁)) + b₂ (Shazeer 2020; with biases, which that paper leaves out).
/// Its projections are registered by the layer that owns it, under PyTorch's names.
/// </summary>
internal sealed class FeedForward
{
    private readonly FeedForwardForm form;
    private readonly double dropout;

    public FeedForward(TransformerOptions options, MatrixProducts products, Generator? random)
    {
        (form, dropout) = (options.FeedForward, options.InnerDropout ?? options.Dropout);
        First = new Projection(options.Width, options.InnerWidth, products, random);
        Gate = form is FeedForwardForm.SwiGlu or FeedForwardForm.GeGlu
            ? new Projection(options.Width, options.InnerWidth, products, random)
            : null;
        Second = new Projection(options.InnerWidth, options.Width, products, random);
    }

    public Projection First { get; }

    public Projection? Gate { get; }

    public Projection Second { get; }

    /// <summary>[B, L, D] to [B, L, D], in the format of products.</summary>
    public Tensor Forward(Tensor x) => Second.Forward(DroppedHidden(x));

    private Tensor DroppedHidden(Tensor x)
    {
        if (form != FeedForwardForm.Relu || dropout == 0 || !First.training || !is_grad_enabled())
            return Dropout.Apply(Hidden(x), dropout, First.training);
        var first = First.Forward(x);
        return DroppedRelu.Fits(first)
            ? DroppedRelu.Apply(first, dropout)
            : Dropout.Apply(nn.functional.relu(first), dropout, training: true);
    }

    private Tensor Hidden(Tensor x) => form switch
    {
        FeedForwardForm.Relu => nn.functional.relu(First.Forward(x)),
        FeedForwardForm.Gelu => nn.functional.gelu(First.Forward(x)),
        FeedForwardForm.SwiGlu => nn.functional.silu(Gate!.Forward(x)) * First.Forward(x),
        FeedForwardForm.GeGlu => nn.functional.gelu(Gate!.Forward(x)) * First.Forward(x),
        _ => throw new ArgumentException($"feed-forward form {(int)form} is unknown: give relu, gelu, swiGlu or geGlu"),
    };
}
