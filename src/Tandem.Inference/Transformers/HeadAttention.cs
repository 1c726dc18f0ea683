using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Transformers;

// Legend: D model width, H heads, K = D / H, S keys.

/// <summary>softmax(qKᵀ) V for one query that is scaled by 1 / √K already: Vaswani et al. (2017), equation 1.</summary>
internal static class HeadAttention
{
    private const int VectorWidth = 16;

    /// <summary>What all heads of one query see.</summary>
    /// <param name="query">[D]: the heads side by side.</param>
    /// <param name="heads">H.</param>
    /// <param name="keysAndValues">[slots, 2D]: in each slot the keys of all heads, then the values.</param>
    /// <param name="slots">[S]: the slots that may be attended to, in the order in which they are added up.</param>
    /// <param name="weights">[S or more] to work in.</param>
    /// <param name="seen">Receives [D].</param>
    /// <param name="map">Takes the weights; null: nobody asks.</param>
    /// <param name="queryIndex">Which of the map's queries this is.</param>
    public static void Mix(
        ReadOnlySpan<float> query, int heads, ReadOnlySpan<float> keysAndValues, ReadOnlySpan<int> slots, Span<float> weights,
        Span<float> seen, AttentionMap? map, int queryIndex)
    {
        var (width, headWidth) = (query.Length, query.Length / heads);
        weights = weights[..slots.Length];
        for (var head = 0; head < heads; head++)
        {
            var offset = head * headWidth;
            Score(query.Slice(offset, headWidth), keysAndValues[offset..], 2 * width, slots, weights);
            Softmax.Probabilities(weights);
            map?.Write(head, queryIndex, weights);
            Sum(weights, keysAndValues[(width + offset)..], 2 * width, slots, seen.Slice(offset, headWidth));
        }
    }

    /// <summary>The product of a query with each key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(ReadOnlySpan<float> query, ReadOnlySpan<float> keys, int stride, ReadOnlySpan<int> slots, Span<float> scores)
    {
        ref var q = ref MemoryMarshal.GetReference(query);
        for (var s = 0; s < slots.Length; s++)
        {
            var key = keys.Slice(slots[s] * stride, query.Length);
            ref var k = ref MemoryMarshal.GetReference(key);
            var (sums, i) = (Vector512<float>.Zero, 0);
            for (; i + VectorWidth <= query.Length; i += VectorWidth)
                sums = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref q, (nuint)i), Vector512.LoadUnsafe(ref k, (nuint)i), sums);
            var sum = Vector512.Sum(sums);
            for (; i < query.Length; i++)
                sum += query[i] * key[i];
            scores[s] = sum;
        }
    }

    /// <summary>The values, each times its weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, int stride, ReadOnlySpan<int> slots, Span<float> seen)
    {
        var i = 0;
        for (; i + VectorWidth <= seen.Length; i += VectorWidth)
        {
            var sums = Vector512<float>.Zero;
            for (var s = 0; s < slots.Length; s++)
            {
                var value = values.Slice((slots[s] * stride) + i, VectorWidth);
                sums = Vector512.FusedMultiplyAdd(
                    Vector512.Create(weights[s]), Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(value)), sums);
            }
            sums.CopyTo(seen[i..]);
        }
        for (; i < seen.Length; i++)
        {
            var sum = 0f;
            for (var s = 0; s < slots.Length; s++)
                sum += weights[s] * values[(slots[s] * stride) + i];
            seen[i] = sum;
        }
    }
}
