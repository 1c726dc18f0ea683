using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, H heads, L queries, S keys, K width of a head.

/// <summary>
/// softmax(QKᵀ / √K) V: Vaswani et al. (2017), equation 1. As two products and a softmax, which for short sequences on a
/// processor is faster backwards than libtorch's fused form.
/// </summary>
internal static class ScaledDotProduct
{
    /// <summary>
    /// Up to so many scores a head, bfloat16 saves no time, and its kernels, compiled for each number of rows, queries and
    /// keys that the batches have, would fill memory.
    /// </summary>
    private const int ShortInFloat32 = 64 * 64;

    /// <summary>The weights with which queries look at keys, and what they see.</summary>
    /// <param name="query">[B, H, L, K].</param>
    /// <param name="key">[B, H, S, K].</param>
    /// <param name="value">[B, H, S, K].</param>
    /// <param name="mask">What may attend to what; null: everything.</param>
    /// <param name="dropout">The share of weights to drop; 0 outside of training.</param>
    /// <param name="recorder">Takes the weights before dropout; null: nobody asks.</param>
    /// <returns>[B, H, L, K], in the format of the values, or float32.</returns>
    public static Tensor Attend(
        Tensor query, Tensor key, Tensor value, ScoreMask? mask, double dropout, AttentionRecorder? recorder = null)
    {
        if (query.dtype == ScalarType.BFloat16 && query.shape[^2] * key.shape[^2] <= ShortInFloat32)
            (query, key, value) = (query.to(ScalarType.Float32), key.to(ScalarType.Float32), value.to(ScalarType.Float32));
        var weights = Weights(query, key, mask);
        recorder?.Record(mask?.ClearHeads(weights) ?? weights);
        var seen = matmul(Dropout.Apply(weights, dropout, dropout > 0).to(value.dtype), value);
        return mask?.ClearHeads(seen) ?? seen;
    }

    /// <summary>[B, H, L, S]: each row sums to 1; float32 whatever the products are. Empty rows are not yet cleared.</summary>
    private static Tensor Weights(Tensor query, Tensor key, ScoreMask? mask)
    {
        var scores = matmul(query * Scalars.Of(1 / Math.Sqrt(query.shape[^1])), key.transpose(-2, -1));
        if (scores.dtype == ScalarType.BFloat16)
            scores = scores.to(ScalarType.Float32);
        return nn.functional.softmax(mask?.Apply(scores) ?? scores, -1);
    }
}
