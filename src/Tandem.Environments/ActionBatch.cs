using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>
/// The actions of many worlds in one block, one row a world: a policy writes it, the worlds read it.
/// </summary>
public sealed class ActionBatch
{
    private readonly int[] choices;
    private readonly float[] values;
    private readonly int choicesOfEach;
    private readonly int valuesOfEach;

    /// <summary>Room for one action of each world.</summary>
    /// <param name="space">The action space of the worlds.</param>
    /// <param name="count">How many worlds; at least 1.</param>
    public ActionBatch(Space space, int count)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (count < 1)
        {
            throw new ArgumentException($"a batch of {count} actions is empty: give at least 1 world");
        }

        Space = space;
        Count = count;
        (choicesOfEach, valuesOfEach) = space is Box ? (0, space.Width) : (space.Width, 0);
        choices = new int[count * choicesOfEach];
        values = new float[count * valuesOfEach];
    }

    /// <summary>The action space of the worlds.</summary>
    public Space Space { get; }

    /// <summary>How many worlds the batch serves.</summary>
    public int Count { get; }

    /// <summary>All choices, [world, part]; empty for a box.</summary>
    public Span<int> Choices => choices;

    /// <summary>All values, [world, dimension]; empty for discrete spaces.</summary>
    public Span<float> Values => values;

    /// <summary>The action of one world.</summary>
    public ActionView this[int world] => new(
        choices.AsSpan(world * choicesOfEach, choicesOfEach),
        values.AsSpan(world * valuesOfEach, valuesOfEach));

    /// <summary>The action of a world from 0 to Count − 1, unchecked: for the loop over all worlds, which takes each in turn.</summary>
    internal ActionView TrustedAt(int world) => new(
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(choices), world * choicesOfEach), choicesOfEach),
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), world * valuesOfEach), valuesOfEach));
}
