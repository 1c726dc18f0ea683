using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Transformers;

/// <summary>Adds rows of numbers.</summary>
internal static class RowSum
{
    private const int VectorWidth = 16;

    /// <summary>Adds a row to another of its length, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<float> sum, ReadOnlySpan<float> addend)
    {
        ref var x = ref MemoryMarshal.GetReference(sum);
        ref var y = ref MemoryMarshal.GetReference(addend[..sum.Length]);
        var i = 0;
        for (; i + VectorWidth <= sum.Length; i += VectorWidth)
            (Vector512.LoadUnsafe(ref x, (nuint)i) + Vector512.LoadUnsafe(ref y, (nuint)i)).StoreUnsafe(ref x, (nuint)i);
        for (; i < sum.Length; i++)
            sum[i] += addend[i];
    }
}
