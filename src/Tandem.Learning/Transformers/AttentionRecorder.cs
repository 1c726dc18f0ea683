using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>Collects attention weights as a forward pass computes them, for the explaining calls.</summary>
internal sealed class AttentionRecorder
{
    private readonly List<Tensor> weights = [];

    /// <summary>[B, H, L, S] for each attention, in the order of computation.</summary>
    public IReadOnlyList<Tensor> Weights => weights;

    public void Record(Tensor headWeights) => weights.Add(headWeights.detach());
}
