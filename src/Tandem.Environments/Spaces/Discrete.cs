namespace Tandem.Environments;

/// <summary>One of <see cref="Count"/> choices, 0 to Count − 1.</summary>
public sealed class Discrete : Space
{
    /// <summary>A space of <paramref name="count"/> choices; at least 1.</summary>
    public Discrete(int count) => Count = count >= 1 ? count
        : throw new ArgumentException($"a discrete space of {count} choices is empty: give at least 1");

    /// <summary>The number of choices.</summary>
    public int Count { get; }

    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override bool Contains(ActionView action) =>
        action.Choices.Length == 1 && (uint)action.Choices[0] < (uint)Count;

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> observation) =>
        observation.Length == 1 && observation[0] >= 0 && observation[0] < Count && float.IsInteger(observation[0]);

    /// <inheritdoc/>
    public override void Sample(ref RandomStream random, ActionBatch actions, int world) =>
        actions.Choices[world] = random.NextInt32(Count);

    internal override bool Contains(ActionBatch actions, out int outside)
    {
        var choices = actions.Choices;
        var highest = 0u;
        foreach (var choice in choices)
        {
            highest = Math.Max(highest, (uint)choice);
        }

        outside = 0;
        if (highest < (uint)Count)
        {
            return true;
        }

        while ((uint)choices[outside] < (uint)Count)
        {
            outside++;
        }

        return false;
    }

    internal override string Objection(ActionView action) => action.Choices.Length == 1
        ? $"action {action.Choices[0]}: give 0 to {Count - 1}"
        : $"an action of {action.Choices.Length} choices: give 1, from 0 to {Count - 1}";

    /// <inheritdoc/>
    public override bool Equals(Space? other) => other is Discrete space && space.Count == Count;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(nameof(Discrete), Count);

    /// <inheritdoc/>
    public override string ToString() => $"Discrete({Count})";
}
