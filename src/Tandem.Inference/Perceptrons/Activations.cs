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

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Tanh(values[i]);
        }
    }

    /// <summary>Multiplies a gradient by the derivative, read off the activations: ReLU 1 where h &gt; 0, tanh 1 − h².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyByDerivative(Activation activation, ReadOnlySpan<float> activations, Span<float> gradient)
    {
        ref var h = ref MemoryMarshal.GetReference(activations);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        for (nuint i = 0; i < (nuint)gradient.Length; i += Linear.VectorWidth)
        {
            var value = Vector512.LoadUnsafe(ref h, i);
            var derivative = activation == Activation.Relu
                ? Vector512.ConditionalSelect(Vector512.GreaterThan(value, Vector512<float>.Zero), Vector512<float>.One, Vector512<float>.Zero)
                : Vector512<float>.One - (value * value);
            (Vector512.LoadUnsafe(ref g, i) * derivative).StoreUnsafe(ref g, i);
        }
    }
}
