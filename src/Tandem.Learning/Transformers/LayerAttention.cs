using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>With what weights one layer's heads looked at the keys; each row sums to 1, or is zero where nothing may be attended to.</summary>
/// <param name="Own">[B, H, L, L]: at the tokens themselves.</param>
/// <param name="Memory">[B, H, L, S]: at the encoder's output; null in a stack that attends to none.</param>
public sealed record LayerAttention(Tensor Own, Tensor? Memory);
