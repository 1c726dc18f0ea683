namespace Tandem.Environments.Bicycle;

/// <summary>What is seen of <see cref="RandlovState"/>: the five numbers that Randløv and Alstrøm observe, and the angle to a goal.</summary>
internal static class RandlovView
{
    /// <summary>How many numbers tell of the bicycle; the angle to the goal follows them.</summary>
    public const int Width = 5;

    /// <summary>What counts as 1 in a scaled observation: the outermost boundaries of Randløv's boxes.</summary>
    private static readonly double[] Scales = [1, 2, RandlovBicycle.FallRadians, 0.5, 2, Math.PI];

    /// <summary>No bound is known for the rates. Lean passes 12° in the step that the bicycle falls in.</summary>
    private static readonly double[] Bounds =
        [RandlovBicycle.WidestSteerRadians, double.PositiveInfinity, Math.PI / 2, double.PositiveInfinity, double.PositiveInfinity, Math.PI];

    /// <summary>What the numbers mean as they are by default, scaled.</summary>
    public static IReadOnlyList<NumberMeaning> Meanings { get; } =
    [
        new("steer", "rad", "how far the handlebar is turned to the left"),
        new("steer rate", "2 rad/s", "how fast it turns to the left; not scaled: rad/s"),
        new("lean", "12 degrees", "how far the bicycle leans to the left, it falls beyond 1 to either side; not scaled: rad"),
        new("lean rate", "0.5 rad/s", "how fast it leans over to the left; not scaled: rad/s"),
        new("lean acceleration", "2 rad/s2", "of the last step; not scaled: rad/s2"),
    ];

    /// <summary>How much of each number counts as 1.</summary>
    public static double[] UnitsOf(bool isScaled, int width) => isScaled ? Scales[..width] : [.. Enumerable.Repeat(1.0, width)];

    public static Box SpaceOf(bool isScaled, int width)
    {
        var (units, high) = (UnitsOf(isScaled, width), new float[width]);
        for (var place = 0; place < width; place++)
            high[place] = (float)(Bounds[place] / units[place]);

        return Box.Symmetric(high);
    }

    public static void Write(in RandlovState state, double[] units, Span<float> observation)
    {
        observation[4] = (float)(state.LeanAcceleration / units[4]);
        observation[3] = (float)(state.LeanRate / units[3]);
        observation[2] = (float)(state.Lean / units[2]);
        observation[1] = (float)(state.SteerRate / units[1]);
        observation[0] = (float)(state.Steer / units[0]);
    }
}
