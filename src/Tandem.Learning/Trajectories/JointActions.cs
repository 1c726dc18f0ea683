namespace Tandem.Learning.Trajectories;

/// <summary>The actions of a discrete or multi-discrete space as one number each, the last part counted fastest.</summary>
internal sealed class JointActions
{
    private readonly int[] counts;

    private JointActions(int[] counts, int count) => (this.counts, Count) = (counts, count);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The parts of an action.</summary>
    public int Width => counts.Length;

    /// <summary>The actions of a space; null where they are no choices, or more than a whole number counts.</summary>
    public static JointActions? Of(Space actions)
    {
        int[] counts = actions switch
        {
            Discrete discrete => [discrete.Count],
            MultiDiscrete parts => parts.Counts.ToArray(),
            _ => [],
        };
        var product = counts.Aggregate(1.0, (total, count) => total * count);
        return counts.Length > 0 && product <= int.MaxValue ? new JointActions(counts, (int)product) : null;
    }

    /// <summary>The number of an action.</summary>
    public int IndexOf(ReadOnlySpan<int> choices)
    {
        var index = 0;
        for (var part = 0; part < counts.Length; part++)
        {
            index = (index * counts[part]) + choices[part];
        }

        return index;
    }
}
