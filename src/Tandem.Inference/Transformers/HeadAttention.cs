using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Transformers;

// Legend: D model width, H heads, K = D / H, S keys.

/// <summary>softmax(qKᵀ) V for one query that is scaled by 1 / √K already: Vaswani et al. (2017), equation 1.</summary>
internal static class HeadAttention
{
    private const int VectorWidth = 16;

    /// <summary>How many numbers <see cref="Mix"/> needs for each head to work in: S rounded up to whole vectors.</summary>
    public static int Padded(int keys) => (keys + VectorWidth - 1) / VectorWidth * VectorWidth;

    /// <summary>What all heads of one query see.</summary>
    /// <param name="query">[D]: the heads side by side.</param>
    /// <param name="heads">H.</param>
    /// <param name="keysAndValues">[slots, 2D]: in each slot the keys of all heads, then the values.</param>
    /// <param name="slots">[S]: the slots that may be attended to, in the order in which they are added up.</param>
    /// <param name="work">[H, padded S] or more.</param>
    /// <param name="seen">Receives [D].</param>
    /// <param name="map">Takes the weights; null: nobody asks.</param>
    /// <param name="queryIndex">Which of the map's queries this is.</param>
    /// <param name="firstKey">Which of the map's keys stands in the first slot.</param>
    public static void Mix(
        ReadOnlySpan<float> query, int heads, ReadOnlySpan<float> keysAndValues, ReadOnlySpan<int> slots, Span<float> work,
        Span<float> seen, AttentionMap? map, int queryIndex, int firstKey)
    {
        var (width, headWidth, padded) = (query.Length, query.Length / heads, Padded(slots.Length));
        for (var head = 0; head < heads; head++)
        {
            var scores = work.Slice(head * padded, padded);
            Score(query.Slice(head * headWidth, headWidth), keysAndValues[(head * headWidth)..], 2 * width, slots, scores);
            scores[slots.Length..].Fill(float.NegativeInfinity);     // a softmax of whole vectors
        }
        for (var head = 0; head < heads; head++)
            Softmax.Probabilities(work.Slice(head * padded, padded));
        for (var head = 0; head < heads; head++)
        {
            var weights = work.Slice(head * padded, slots.Length);
            map?.Write(head, queryIndex, firstKey, weights);
            Sum(weights, keysAndValues[(width + (head * headWidth))..], 2 * width, slots, seen.Slice(head * headWidth, headWidth));
        }
    }

    /// <summary>The product of a query with each key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(ReadOnlySpan<float> query, ReadOnlySpan<float> keys, int stride, ReadOnlySpan<int> slots, Span<float> scores)
    {
        ref var q = ref MemoryMarshal.GetReference(query);
        ref var firstKey = ref MemoryMarshal.GetReference(keys);
        for (var s = 0; s < slots.Length; s++)
        {
            ref var key = ref Unsafe.Add(ref firstKey, (nint)slots[s] * stride);
            var (sums, i) = (Vector512<float>.Zero, 0);
            for (; i + VectorWidth <= query.Length; i += VectorWidth)
                sums = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref q, (nuint)i), Vector512.LoadUnsafe(ref key, (nuint)i), sums);
            var sum = VectorFold.Sum(sums);
            for (; i < query.Length; i++)
                sum += query[i] * Unsafe.Add(ref key, i);
            scores[s] = sum;
        }
    }

    /// <summary>The values, each times its weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, int stride, ReadOnlySpan<int> slots, Span<float> seen)
    {
        ref var firstValue = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i + VectorWidth <= seen.Length; i += VectorWidth)
        {
            var sums = Vector512<float>.Zero;
            for (var s = 0; s < slots.Length; s++)
            {
                ref var value = ref Unsafe.Add(ref firstValue, ((nint)slots[s] * stride) + i);
                sums = Vector512.MultiplyAddEstimate(Vector512.Create(weights[s]), Vector512.LoadUnsafe(ref value), sums);
            }
            sums.CopyTo(seen[i..]);
        }
        for (; i < seen.Length; i++)
        {
            var sum = 0f;
            for (var s = 0; s < slots.Length; s++)
                sum += weights[s] * Unsafe.Add(ref firstValue, ((nint)slots[s] * stride) + i);
            seen[i] = sum;
        }
    }
}
