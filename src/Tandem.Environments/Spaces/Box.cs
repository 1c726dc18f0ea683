namespace Tandem.Environments;

/// <summary>Real numbers, each between its own bounds; a bound may be infinite.</summary>
public sealed class Box : Space
{
    private readonly float[] low;
    private readonly float[] high;

    /// <summary>A box from the bounds of each dimension.</summary>
    /// <param name="low">Lower bounds; may be negative infinity.</param>
    /// <param name="high">Upper bounds, none below its lower bound; may be positive infinity.</param>
    public Box(ReadOnlySpan<float> low, ReadOnlySpan<float> high)
    {
        if (low.IsEmpty || low.Length != high.Length)
        {
            throw new ArgumentException($"a box with {low.Length} lower and {high.Length} upper bounds has no shape: give one of each for every dimension");
        }

        for (var dimension = 0; dimension < low.Length; dimension++)
        {
            if (!(low[dimension] <= high[dimension]))
            {
                throw new ArgumentException($"dimension {dimension} of a box runs from {low[dimension]} to {high[dimension]}: give a lower bound that is not above the upper one");
            }
        }

        (this.low, this.high) = (low.ToArray(), high.ToArray());
    }

    /// <summary>A box of <paramref name="width"/> dimensions without bounds.</summary>
    public static Box Unbounded(int width)
    {
        var (low, high) = (new float[width], new float[width]);
        Array.Fill(low, float.NegativeInfinity);
        Array.Fill(high, float.PositiveInfinity);
        return new Box(low, high);
    }

    /// <summary>A box that reaches equally far to either side of 0 in each dimension.</summary>
    internal static Box Symmetric(params ReadOnlySpan<float> high)
    {
        var low = new float[high.Length];
        for (var dimension = 0; dimension < low.Length; dimension++)
        {
            low[dimension] = -high[dimension];
        }

        return new Box(low, high);
    }

    /// <summary>The lower bound of each dimension.</summary>
    public ReadOnlySpan<float> Low => low;

    /// <summary>The upper bound of each dimension.</summary>
    public ReadOnlySpan<float> High => high;

    /// <inheritdoc/>
    public override int Width => low.Length;

    /// <inheritdoc/>
    public override bool Contains(ActionView action) => Contains(action.Values);

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<float> observation)
    {
        if (observation.Length != low.Length)
        {
            return false;
        }

        for (var dimension = 0; dimension < low.Length; dimension++)
        {
            if (!(observation[dimension] >= low[dimension] && observation[dimension] <= high[dimension]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Sample(ref RandomStream random, ActionBatch actions, int world)
    {
        var row = actions.Values.Slice(world * Width, Width);
        for (var dimension = 0; dimension < row.Length; dimension++)
        {
            row[dimension] = Draw(ref random, low[dimension], high[dimension]);
        }
    }

    internal override bool Contains(ActionBatch actions, out int outside)
    {
        outside = 0;
        while (outside < actions.Count && Contains(actions[outside]))
        {
            outside++;
        }

        return outside == actions.Count;
    }

    internal override string Objection(ActionView action)
    {
        if (action.Values.Length != low.Length)
        {
            return $"an action of {action.Values.Length} values: give {low.Length}";
        }

        var dimension = 0;
        while (action.Values[dimension] >= low[dimension] && action.Values[dimension] <= high[dimension])
        {
            dimension++;
        }

        return $"{action.Values[dimension]} in dimension {dimension} of its action: give {low[dimension]} to {high[dimension]}";
    }

    /// <inheritdoc/>
    public override bool Equals(Space? other) =>
        other is Box space && space.Low.SequenceEqual(low) && space.High.SequenceEqual(high);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(nameof(Box), low.Length, low[0], high[0]);

    /// <inheritdoc/>
    public override string ToString() => $"Box({Width})";

    private static float Draw(ref RandomStream random, float low, float high) =>
        (float.IsFinite(low), float.IsFinite(high)) switch
        {
            (true, true) => Math.Min((float)random.NextDouble(low, high), high),
            (true, false) => low + (float)-Math.Log(1 - random.NextDouble()),
            (false, true) => high + (float)Math.Log(1 - random.NextDouble()),
            (false, false) => (float)random.NextNormal(),
        };
}
