using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The gradient of all parameters in one array, summed over parts of the rows in their order, and the optimiser that steps
/// against it.
/// </summary>
internal sealed class FlatGradient
{
    private readonly int length;
    private readonly Adam adam;
    private readonly float[] gradient;
    private readonly float[][] parts = new float[RowParts.Most][];

    /// <param name="length">The number of parameters; a multiple of the vector width.</param>
    /// <param name="constants">Of Adam.</param>
    public FlatGradient(int length, AdamConstants constants)
    {
        this.length = length;
        gradient = new float[length];
        adam = new Adam(length, constants);
    }

    /// <summary>What was added up since the last step.</summary>
    public ReadOnlySpan<float> Gradient => gradient;

    /// <summary>Where a part adds its rows' gradient.</summary>
    public Span<float> Part(int part) => part == 0 ? gradient : parts[part];

    /// <summary>Begins parts at zero; the first goes on from what was added before.</summary>
    public void Clear(int count)
    {
        for (var part = 1; part < count; part++)
        {
            Array.Clear(parts[part] ??= new float[length]);
        }
    }

    /// <summary>Adds the parts to the gradient in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddParts(int count)
    {
        ref var sum = ref MemoryMarshal.GetArrayDataReference(gradient);
        for (var part = 1; part < count; part++)
        {
            ref var term = ref MemoryMarshal.GetArrayDataReference(parts[part]);
            for (nuint i = 0; i < (nuint)length; i += (nuint)Vector512<float>.Count)
            {
                (Vector512.LoadUnsafe(ref sum, i) + Vector512.LoadUnsafe(ref term, i)).StoreUnsafe(ref sum, i);
            }
        }
    }

    /// <summary>Takes one step of Adam, unless the gradient is not finite, and sets the gradient to zero.</summary>
    /// <returns>The gradient's norm before scaling.</returns>
    public double Step(Span<float> parameters, double learningRate, double? maximumNorm)
    {
        var norm = GradientNorm.Of(gradient);
        if (double.IsFinite(norm))
        {
            adam.Step(parameters, gradient, learningRate, GradientNorm.Scale(norm, maximumNorm));
        }

        Array.Clear(gradient);
        return norm;
    }

    public void Save(BinaryWriter writer) => adam.Save(writer);

    public void Restore(BinaryReader reader)
    {
        Array.Clear(gradient);
        adam.Restore(reader);
    }
}
