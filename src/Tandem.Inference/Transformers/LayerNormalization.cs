using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Transformers;

// Legend: D model width.

/// <summary>Layer normalisation, (x − mean) / √(variance + ε) · w + b over each row: Ba et al. (2016).</summary>
/// <param name="weight">w [D].</param>
/// <param name="bias">b [D].</param>
internal sealed class LayerNormalization(float[] weight, float[] bias)
{
    private const int VectorWidth = 16;
    private const float Epsilon = 1e-5f;     // as in PyTorch

    /// <summary>Normalises one row; source and target may be the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(ReadOnlySpan<float> source, Span<float> target)
    {
        var mean = Sum(source) / source.Length;
        var variance = SumOfSquares(source, mean) / source.Length;
        var scale = 1 / MathF.Sqrt(variance + Epsilon);
        ref var x = ref MemoryMarshal.GetReference(source);
        ref var y = ref MemoryMarshal.GetReference(target);
        ref var w = ref MemoryMarshal.GetArrayDataReference(weight);
        ref var b = ref MemoryMarshal.GetArrayDataReference(bias);
        var i = 0;
        for (; i + VectorWidth <= source.Length; i += VectorWidth)
        {
            var normal = (Vector512.LoadUnsafe(ref x, (nuint)i) - Vector512.Create(mean)) * Vector512.Create(scale);
            Vector512.MultiplyAddEstimate(normal, Vector512.LoadUnsafe(ref w, (nuint)i), Vector512.LoadUnsafe(ref b, (nuint)i))
                .StoreUnsafe(ref y, (nuint)i);
        }
        for (; i < source.Length; i++)
            target[i] = ((source[i] - mean) * scale * weight[i]) + bias[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(ReadOnlySpan<float> row)
    {
        ref var first = ref MemoryMarshal.GetReference(row);
        var (sums, i) = (Vector512<float>.Zero, 0);
        for (; i + VectorWidth <= row.Length; i += VectorWidth)
            sums += Vector512.LoadUnsafe(ref first, (nuint)i);
        var sum = VectorFold.Sum(sums);
        for (; i < row.Length; i++)
            sum += row[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumOfSquares(ReadOnlySpan<float> row, float mean)
    {
        ref var first = ref MemoryMarshal.GetReference(row);
        var (sums, i) = (Vector512<float>.Zero, 0);
        for (; i + VectorWidth <= row.Length; i += VectorWidth)
        {
            var difference = Vector512.LoadUnsafe(ref first, (nuint)i) - Vector512.Create(mean);
            sums = Vector512.MultiplyAddEstimate(difference, difference, sums);
        }
        var sum = VectorFold.Sum(sums);
        for (; i < row.Length; i++)
            sum += (row[i] - mean) * (row[i] - mean);
        return sum;
    }
}
