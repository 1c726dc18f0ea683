using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Transformers;

// Legend: I inner width.

/// <summary>What stands between the two products of a feed-forward network, in place.</summary>
internal static class FeedForwardActivation
{
    private const int VectorWidth = 16;

    /// <summary>Whether the form multiplies by a gate, which is a projection of its own.</summary>
    public static bool IsGated(FeedForwardForm form) => form is FeedForwardForm.SwiGlu or FeedForwardForm.GeGlu;

    /// <summary>Leaves the hidden layer in a row's first numbers.</summary>
    /// <param name="form">Which function.</param>
    /// <param name="row">The first product, in at least I numbers; with a gate, the gate's projection, then the first product.</param>
    /// <param name="width">I.</param>
    public static void Apply(FeedForwardForm form, Span<float> row, int width)
    {
        switch (form)
        {
            case FeedForwardForm.Relu: Apply<Relu>(row, width, gated: false); break;
            case FeedForwardForm.Gelu: Apply<Gelu>(row, width, gated: false); break;
            case FeedForwardForm.SwiGlu: Apply<Silu>(row, width, gated: true); break;
            default: Apply<Gelu>(row, width, gated: true); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TFunction>(Span<float> row, int width, bool gated)
        where TFunction : struct, IFunction
    {
        var i = 0;
        for (; i + VectorWidth <= width; i += VectorWidth)
            Store(TFunction.Of(Load(row, i)), gated ? Load(row, width + i) : Vector512<float>.One, row, i);
        for (; i < width; i++)
            row[i] = TFunction.Of(Vector512.Create(row[i])).ToScalar() * (gated ? row[width + i] : 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(Span<float> row, int i) => Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> value, Vector512<float> factor, Span<float> row, int i) =>
        (value * factor).StoreUnsafe(ref MemoryMarshal.GetReference(row), (nuint)i);

    private interface IFunction
    {
        static abstract Vector512<float> Of(Vector512<float> x);
    }

    private readonly struct Relu : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Of(Vector512<float> x) => Vector512.Max(x, Vector512<float>.Zero);
    }

    /// <summary>x σ(x).</summary>
    private readonly struct Silu : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Of(Vector512<float> x) => x / (Vector512<float>.One + Exponential.Of(-x));
    }

    /// <summary>x Φ(x), the error function by Abramowitz and Stegun (1964), 7.1.26: within 1.5e-7.</summary>
    private readonly struct Gelu : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Of(Vector512<float> x)
        {
            var z = Vector512.Abs(x) * Vector512.Create(0.70710678f);
            var t = Vector512<float>.One / Vector512.MultiplyAddEstimate(z, Vector512.Create(0.3275911f), Vector512<float>.One);
            var p = Vector512.MultiplyAddEstimate(t, Vector512.Create(1.061405429f), Vector512.Create(-1.453152027f));
            p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(1.421413741f));
            p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(-0.284496736f));
            p = Vector512.MultiplyAddEstimate(p, t, Vector512.Create(0.254829592f));
            var tail = p * t * Exponential.Of(-z * z) * Vector512.Create(0.5f);     // Φ(−|x|)
            return x * Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
        }
    }
}
