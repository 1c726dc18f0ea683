using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Trajectories;

// Legend: K width of a head.

/// <summary>
/// By what angles the token at any position is turned (Su et al. 2021, equation 34), without a table that ends: position
/// n = 64 c + f is turned by the angle of 64 c and then by that of f, of which both are tabled, the former up to a length.
/// </summary>
internal sealed class TokenRotations
{
    private const int VectorWidth = 16;
    private const int Fine = 64;
    private const int Coarse = 512;
    private const double LongestWave = 10_000;

    private readonly int half;
    private readonly float[] fine;        // [Fine, K]: cosines [K/2], then sines [K/2]
    private readonly float[] coarse;      // [Coarse, K]

    /// <param name="headWidth">K, even; 0: nothing is turned.</param>
    public TokenRotations(int headWidth)
    {
        HeadWidth = headWidth;
        half = headWidth / 2;
        (fine, coarse) = (Table(Fine, 1), Table(Coarse, Fine));
    }

    /// <summary>K.</summary>
    public int HeadWidth { get; }

    /// <summary>Writes the cosines [K/2], then the sines [K/2] of a position.</summary>
    public void Write(long position, Span<float> rotation)
    {
        var block = position / Fine;
        if (block >= Coarse)
        {
            Exact(position, rotation);
            return;
        }
        Combine(coarse.AsSpan((int)block * HeadWidth, HeadWidth), fine.AsSpan((int)(position % Fine) * HeadWidth, HeadWidth), rotation);
    }

    /// <summary>The cosine and the sine of a sum of two angles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sum)
    {
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b);
        ref var target = ref MemoryMarshal.GetReference(sum);
        var i = 0;
        for (; i + VectorWidth <= half; i += VectorWidth)
        {
            var (cosineA, sineA) = (Vector512.LoadUnsafe(ref first, (nuint)i), Vector512.LoadUnsafe(ref first, (nuint)(half + i)));
            var (cosineB, sineB) = (Vector512.LoadUnsafe(ref second, (nuint)i), Vector512.LoadUnsafe(ref second, (nuint)(half + i)));
            ((cosineA * cosineB) - (sineA * sineB)).StoreUnsafe(ref target, (nuint)i);
            ((sineA * cosineB) + (cosineA * sineB)).StoreUnsafe(ref target, (nuint)(half + i));
        }
        for (; i < half; i++)
            (sum[i], sum[half + i]) = ((a[i] * b[i]) - (a[half + i] * b[half + i]), (a[half + i] * b[i]) + (a[i] * b[half + i]));
    }

    private float[] Table(int rows, int step)
    {
        var table = new float[rows * HeadWidth];
        for (var row = 0; row < rows; row++)
            Exact((long)row * step, table.AsSpan(row * HeadWidth, HeadWidth));
        return table;
    }

    private void Exact(long position, Span<float> rotation)
    {
        for (var i = 0; i < half; i++)
        {
            var (sine, cosine) = Math.SinCos(position * Math.Exp(2 * i * (-Math.Log(LongestWave) / HeadWidth)));
            (rotation[i], rotation[half + i]) = ((float)cosine, (float)sine);
        }
    }
}
