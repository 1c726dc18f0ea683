using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference;

/// <summary>The activations between layers and their derivatives, over whole vectors.</summary>
internal static class Activations
{
    /// <summary>Replaces each number by its activation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Activation activation, Span<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        if (activation == Activation.Relu)
        {
            for (nuint i = 0; i < (nuint)values.Length; i += Linear.VectorWidth)
            {
                Vector512.Max(Vector512.LoadUnsafe(ref first, i), Vector512<float>.Zero).StoreUnsafe(ref first, i);
            }

            return;
        }

        for (nuint i = 0; i < (nuint)values.Length; i += Linear.VectorWidth)
        {
            HyperbolicTangent.Of(Vector512.LoadUnsafe(ref first, i)).StoreUnsafe(ref first, i);
        }
    }

    /// <summary>Multiplies a gradient by the derivative, read off the activations: ReLU 1 where h &gt; 0, tanh 1 − h².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyByDerivative(Activation activation, ReadOnlySpan<float> activations, Span<float> gradient)
    {
        ref var h = ref MemoryMarshal.GetReference(activations);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        if (activation == Activation.Relu)
        {
            for (nuint i = 0; i < (nuint)gradient.Length; i += Linear.VectorWidth)
            {
                var isOn = Vector512.GreaterThan(Vector512.LoadUnsafe(ref h, i), Vector512<float>.Zero);
                (Vector512.LoadUnsafe(ref g, i) & isOn).StoreUnsafe(ref g, i);
            }

            return;
        }

        for (nuint i = 0; i < (nuint)gradient.Length; i += Linear.VectorWidth)
        {
            var (value, slope) = (Vector512.LoadUnsafe(ref h, i), Vector512.LoadUnsafe(ref g, i));
            Vector512.FusedMultiplyAdd(-(value * value), slope, slope).StoreUnsafe(ref g, i);
        }
    }
}
