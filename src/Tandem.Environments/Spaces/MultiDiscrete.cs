using System.Numerics;

namespace Tandem.Environments;

/// <summary>Several choices at once, part i one of <c>Counts[i]</c>: a pedal and a steer.</summary>
public sealed class MultiDiscrete : Space
{
    private readonly int[] counts;

    /// <summary>The counts over and over, until they fill whole vectors: a block of as many choices is checked at once.</summary>
    private readonly uint[] limits;

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
        limits = new uint[counts.Length * Vector<uint>.Count];
        for (var place = 0; place < limits.Length; place++)
        {
            limits[place] = (uint)counts[place % counts.Length];
        }
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

    internal override bool Contains(ActionBatch actions, out int outside)
    {
        var choices = actions.Choices;
        if (AllBelow(choices, limits))
        {
            outside = -1;
            return true;
        }

        outside = 0;
        while (Contains(actions[outside]))
        {
            outside++;
        }

        return false;
    }

    internal override string Objection(ActionView action)
    {
        if (action.Choices.Length != counts.Length)
        {
            return $"an action of {action.Choices.Length} choices: give {counts.Length}, one for each part of {this}";
        }

        var part = 0;
        while ((uint)action.Choices[part] < (uint)counts[part])
        {
            part++;
        }

        return $"action ({string.Join(", ", action.Choices.ToArray())}): give 0 to {counts[part] - 1} for part {part}";
    }

    /// <inheritdoc/>
    public override bool Equals(Space? other) => other is MultiDiscrete space && space.Counts.SequenceEqual(counts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(nameof(MultiDiscrete), counts.Length, counts[0]);

    /// <inheritdoc/>
    public override string ToString() => $"MultiDiscrete({string.Join(", ", counts)})";

    private static bool AllBelow(ReadOnlySpan<int> choices, ReadOnlySpan<uint> limits)
    {
        while (choices.Length >= limits.Length)
        {
            for (var place = 0; place < limits.Length; place += Vector<uint>.Count)
            {
                var chosen = Vector.AsVectorUInt32(new Vector<int>(choices[place..]));
                if (Vector.GreaterThanOrEqualAny(chosen, new Vector<uint>(limits[place..])))
                {
                    return false;
                }
            }

            choices = choices[limits.Length..];
        }

        for (var place = 0; place < choices.Length; place++)
        {
            if ((uint)choices[place] >= limits[place])
            {
                return false;
            }
        }

        return true;
    }
}
