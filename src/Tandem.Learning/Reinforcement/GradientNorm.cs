using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Learning.Reinforcement;

/// <summary>Clipping by the global norm (Pascanu, Mikolov and Bengio, 2013).</summary>
internal static class GradientNorm
{
    /// <summary>The Euclidean norm of a gradient whose length is a multiple of the vector width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(ReadOnlySpan<float> gradient)
    {
        ref var first = ref MemoryMarshal.GetReference(gradient);
        var sum = Vector512<float>.Zero;
        for (nuint i = 0; i < (nuint)gradient.Length; i += (nuint)Vector512<float>.Count)
        {
            var part = Vector512.LoadUnsafe(ref first, i);
            sum = Vector512.FusedMultiplyAdd(part, part, sum);
        }

        return Math.Sqrt(Vector512.Sum(sum));
    }

    /// <summary>The factor that brings a norm down to a maximum: PyTorch's min(1, maximum / (norm + 10⁻⁶)).</summary>
    public static float Scale(double norm, double? maximum) =>
        maximum is { } limit ? (float)Math.Min(1, limit / (norm + 1e-6)) : 1;
}
