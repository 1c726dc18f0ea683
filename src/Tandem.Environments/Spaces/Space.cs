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

    /// <summary>Whether every action of a batch lies in the space; the check that each step of many worlds pays for.</summary>
    /// <param name="actions">A batch of this space.</param>
    /// <param name="outside">The first world whose action does not; undefined otherwise.</param>
    internal abstract bool Contains(ActionBatch actions, out int outside);

    /// <summary>Why an action does not lie in the space, as the end of a sentence: what was given and what is allowed.</summary>
    internal abstract string Objection(ActionView action);

    /// <inheritdoc/>
    public abstract bool Equals(Space? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Space);

    /// <inheritdoc/>
    public abstract override int GetHashCode();
}
