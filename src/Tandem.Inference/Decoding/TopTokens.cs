using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Decoding;

/// <summary>The likeliest tokens of a row, found in one pass that compares whole vectors with the least of those kept.</summary>
internal static class TopTokens
{
    /// <summary>The greatest values, greatest first; of equals the one with the smaller id stands first.</summary>
    /// <param name="values">[V]; those that are −∞ or not a number are never taken.</param>
    /// <param name="ids">[k], filled with where the values stand.</param>
    /// <param name="greatest">[k], filled with the values.</param>
    /// <returns>How many were found: k, or fewer where no more can be taken.</returns>
    public static int Select(ReadOnlySpan<float> values, Span<int> ids, Span<float> greatest)
    {
        var (found, id) = (0, 0);
        var least = float.NegativeInfinity;
        ref var first = ref MemoryMarshal.GetReference(values);
        for (; id <= values.Length - Vector512<float>.Count; id += Vector512<float>.Count)
        {
            var greater = Vector512.GreaterThan(Vector512.LoadUnsafe(ref first, (nuint)id), Vector512.Create(least));
            for (var lanes = greater.ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
                Take(values, id + BitOperations.TrailingZeroCount(lanes), ids, greatest, ref found, ref least);
        }
        for (; id < values.Length; id++)
            Take(values, id, ids, greatest, ref found, ref least);
        return found;
    }

    private static void Take(ReadOnlySpan<float> values, int id, Span<int> ids, Span<float> greatest, ref int found, ref float least)
    {
        var value = values[id];
        if (!(value > least))
            return;
        if (found < ids.Length)
            found++;
        var place = found - 1;
        for (; place > 0 && greatest[place - 1] < value; place--)
            (ids[place], greatest[place]) = (ids[place - 1], greatest[place - 1]);
        (ids[place], greatest[place]) = (id, value);
        if (found == ids.Length)
            least = greatest[found - 1];
    }
}
