namespace Tandem.Environments;

/// <summary>Several choices at once, part i one of <c>Counts[i]</c>: a pedal and a steer.</summary>
public sealed class MultiDiscrete : Space
{
    private readonly int[] counts;

    /// <summary>A space with a part for each count; each at least 1.</summary>
    public MultiDiscrete(params ReadOnlySpan<int> counts)
    {
        if (counts.IsEmpty)
        {
            throw new ArgumentException("a multi-discrete space of no parts is empty: give the number of choices of each part");
        }

        foreach (var count in counts)
        {
            if (count < 1)
            {
                throw new ArgumentException($"a part of {count} choices is empty: give at least 1 for each part");
            }
        }

        this.counts = counts.ToArray();
    }

    /// <summary>The number of choices of each part.</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <inheritdoc/>
    public override int Width => counts.Length;

    /// <summary>How many different actions there are: the product of the counts.</summary>
    public int JointCount
    {
        get
        {
            var product = 1;
            foreach (var count in counts)
            {
                product = checked(product * count);
            }

            return product;
        }
    }

    /// <inheritdoc/>
    public override bool Contains(ActionView action)
    {
        if (action.Choices.Length != counts.Length)
        {
            return false;
        }

        for (var part = 0; part < counts.Length; part++)
        {
            if ((uint)action.Choices[part] >= (uint)counts[part])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> observation)
    {
        if (observation.Length != counts.Length)
        {
            return false;
        }

        for (var part = 0; part < counts.Length; part++)
        {
            if (!(observation[part] >= 0 && observation[part] < counts[part] && float.IsInteger(observation[part])))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Sample(ref RandomStream random, ActionBatch actions, int world)
    {
        var row = actions.Choices.Slice(world * Width, Width);
        for (var part = 0; part < row.Length; part++)
        {
            row[part] = random.NextInt32(counts[part]);
        }
    }

    /// <inheritdoc/>
    public override bool Equals(Space? other) => other is MultiDiscrete space && space.Counts.SequenceEqual(counts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(nameof(MultiDiscrete), counts.Length, counts[0]);

    /// <inheritdoc/>
    public override string ToString() => $"MultiDiscrete({string.Join(", ", counts)})";
}
