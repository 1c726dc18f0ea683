using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Adam over one array of parameters (Kingma and Ba, 2015, algorithm 1), with PyTorch's order of operations but for a product
/// in place of a quotient: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − α/(1 − β₁ᵗ) · m / (√v · 1/√(1 − β₂ᵗ) + ε).
/// </summary>
internal sealed class Adam
{
    private readonly AdamConstants constants;
    private readonly float[] firstMoment;
    private readonly float[] secondMoment;
    private long steps;

    /// <param name="length">The number of parameters; a multiple of the vector width.</param>
    /// <param name="constants">β₁, β₂ and ε.</param>
    public Adam(int length, AdamConstants constants)
    {
        this.constants = constants;
        firstMoment = new float[length];
        secondMoment = new float[length];
    }

    /// <summary>Takes one step and leaves the gradient as it is.</summary>
    /// <param name="parameters">Changed in place.</param>
    /// <param name="gradient">As long as the parameters.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="gradientScale">What each gradient is multiplied by first: clipping.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate, float gradientScale = 1)
    {
        steps++;
        var (decay1, decay2, smallest) = constants;
        var stepSize = Vector512.Create((float)(learningRate / (1 - Math.Pow(decay1, steps))));
        var secondCorrection = Vector512.Create((float)(1 / Math.Sqrt(1 - Math.Pow(decay2, steps))));
        var (beta1, beta2) = (Vector512.Create((float)decay1), Vector512.Create((float)decay2));
        var (rest1, rest2) = (Vector512.Create((float)(1 - decay1)), Vector512.Create((float)(1 - decay2)));
        var (epsilon, scale) = (Vector512.Create((float)smallest), Vector512.Create(gradientScale));
        ref var theta = ref MemoryMarshal.GetReference(parameters);
        ref var slope = ref MemoryMarshal.GetReference(gradient);
        ref var m = ref MemoryMarshal.GetArrayDataReference(firstMoment);
        ref var v = ref MemoryMarshal.GetArrayDataReference(secondMoment);
        for (nuint i = 0; i < (nuint)parameters.Length; i += (nuint)Vector512<float>.Count)
        {
            var g = Vector512.LoadUnsafe(ref slope, i) * scale;
            var first = (Vector512.LoadUnsafe(ref m, i) * beta1) + (g * rest1);
            var second = (Vector512.LoadUnsafe(ref v, i) * beta2) + (g * g * rest2);
            first.StoreUnsafe(ref m, i);
            second.StoreUnsafe(ref v, i);
            var change = stepSize * first / Vector512.FusedMultiplyAdd(Vector512.Sqrt(second), secondCorrection, epsilon);
            (Vector512.LoadUnsafe(ref theta, i) - change).StoreUnsafe(ref theta, i);
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(steps);
        writer.WriteSingles(firstMoment);
        writer.WriteSingles(secondMoment);
    }

    public void Restore(BinaryReader reader)
    {
        steps = reader.ReadInt64();
        reader.ReadSingles(firstMoment);
        reader.ReadSingles(secondMoment);
    }
}

/// <summary>The constants of Adam: how long it remembers the gradient (β₁) and its square (β₂), and what keeps its division finite (ε).</summary>
internal readonly record struct AdamConstants(double Decay1, double Decay2, double Epsilon)
{
    /// <summary>The paper's, which are PyTorch's too.</summary>
    public static AdamConstants Default { get; } = new(0.9, 0.999, 1e-8);
}
