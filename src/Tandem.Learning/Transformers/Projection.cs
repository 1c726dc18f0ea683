using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>x Wᵀ + b with the model's matrix products; parameters as in PyTorch's Linear.</summary>
internal sealed class Projection : nn.Module
{
    private readonly MatrixProducts products;

    [ComponentName(Name = "weight")]
    private readonly Parameter weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? bias;

    public Projection(long inputs, long outputs, MatrixProducts products, Generator? random, bool hasBias = true)
        : base(nameof(Projection))
    {
        this.products = products;
        weight = Initialization.Xavier(outputs, inputs, random);
        bias = hasBias ? Initialization.Zeros(outputs) : null;
        RegisterComponents();
    }

    /// <summary>[…, inputs] to […, outputs], in the format of products.</summary>
    public Tensor Forward(Tensor x) => products.Linear(x, weight, bias, training);
}
