namespace Tandem.Environments;

/// <summary>
/// The set that observations or actions come from: <see cref="Discrete"/>, <see cref="MultiDiscrete"/> or <see cref="Box"/>.
/// </summary>
public abstract class Space : IEquatable<Space>
{
    private protected Space()
    {
    }

    /// <summary>How many numbers one element takes in a row: 1 for a discrete space, the parts of a multi-discrete one, the dimensions of a box.</summary>
    public abstract int Width { get; }

    /// <summary>Whether the action lies in the space.</summary>
    public abstract bool Contains(ActionView action);

    /// <summary>Whether an observation row lies in the space; where the space is discrete the row holds whole numbers.</summary>
    public abstract bool Contains(ReadOnlySpan<float> observation);

    /// <summary>Draws an element: uniformly, and from a standard normal or shifted exponential where a box has no bound.</summary>
    public abstract void Sample(ref RandomStream random, ActionBatch actions, int world);

    /// <inheritdoc/>
    public abstract bool Equals(Space? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Space);

    /// <inheritdoc/>
    public abstract override int GetHashCode();
}
