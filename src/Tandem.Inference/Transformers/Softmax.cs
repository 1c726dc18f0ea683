using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Transformers;

/// <summary>Softmax and its logarithm over one row, in place.</summary>
internal static class Softmax
{
    private const int VectorWidth = 16;

    /// <summary>xᵢ − log Σ exp(xⱼ): natural logarithms of probabilities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Logarithms(Span<float> row)
    {
        var greatest = Greatest(row);
        ref var first = ref MemoryMarshal.GetReference(row);
        var (shift, sums, i) = (Vector512.Create(greatest), Vector512<float>.Zero, 0);
        for (; i + VectorWidth <= row.Length; i += VectorWidth)
            sums += Exponential.Of(Vector512.LoadUnsafe(ref first, (nuint)i) - shift);
        var sum = VectorFold.Sum(sums);
        for (; i < row.Length; i++)
            sum += Exponential.Of(Vector512.Create(row[i]) - shift).ToScalar();
        Subtract(row, greatest, MathF.Log(sum));
    }

    /// <summary>exp(xᵢ) / Σ exp(xⱼ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Probabilities(Span<float> row)
    {
        ref var first = ref MemoryMarshal.GetReference(row);
        var (shift, sums, i) = (Vector512.Create(Greatest(row)), Vector512<float>.Zero, 0);
        for (; i + VectorWidth <= row.Length; i += VectorWidth)
        {
            var power = Exponential.Of(Vector512.LoadUnsafe(ref first, (nuint)i) - shift);
            power.StoreUnsafe(ref first, (nuint)i);
            sums += power;
        }
        var sum = VectorFold.Sum(sums);
        for (; i < row.Length; i++)
            sum += row[i] = Exponential.Of(Vector512.Create(row[i]) - shift).ToScalar();
        Scale(row, 1 / sum);
    }

    /// <summary>The greatest number; where one is not a number, any: the sum will say so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Greatest(ReadOnlySpan<float> row)
    {
        var i = 0;
        var greatest = float.NegativeInfinity;
        if (row.Length >= VectorWidth)
        {
            ref var first = ref MemoryMarshal.GetReference(row);
            var lanes = Vector512.LoadUnsafe(ref first);
            for (i = VectorWidth; i + VectorWidth <= row.Length; i += VectorWidth)
                lanes = Vector512.MaxNative(lanes, Vector512.LoadUnsafe(ref first, (nuint)i));
            greatest = VectorFold.Greatest(lanes);
        }
        for (; i < row.Length; i++)
            greatest = Math.Max(greatest, row[i]);
        return greatest;
    }

    /// <summary>xᵢ − first − second: the great difference first, so that the small one keeps its digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(Span<float> row, float first, float second)
    {
        ref var start = ref MemoryMarshal.GetReference(row);
        var i = 0;
        for (; i + VectorWidth <= row.Length; i += VectorWidth)
        {
            (Vector512.LoadUnsafe(ref start, (nuint)i) - Vector512.Create(first) - Vector512.Create(second))
                .StoreUnsafe(ref start, (nuint)i);
        }
        for (; i < row.Length; i++)
            row[i] = row[i] - first - second;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Span<float> row, float factor)
    {
        ref var start = ref MemoryMarshal.GetReference(row);
        var i = 0;
        for (; i + VectorWidth <= row.Length; i += VectorWidth)
            (Vector512.LoadUnsafe(ref start, (nuint)i) * Vector512.Create(factor)).StoreUnsafe(ref start, (nuint)i);
        for (; i < row.Length; i++)
            row[i] *= factor;
    }
}
