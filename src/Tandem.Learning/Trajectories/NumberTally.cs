namespace Tandem.Learning.Trajectories;

/// <summary>Sums one number up as it comes (Welford, "Note on a method for calculating corrected sums of squares and products", 1962).</summary>
internal sealed class NumberTally(double lowest, double highest, bool isWhole)
{
    private long count;
    private double mean;
    private double squares;
    private double low = double.PositiveInfinity;
    private double high = double.NegativeInfinity;
    private long notFinite;
    private long outside;

    /// <summary>The tallies of a space's numbers.</summary>
    public static NumberTally[] Of(Space space) => space switch
    {
        Discrete discrete => [new NumberTally(0, discrete.Count - 1, isWhole: true)],
        MultiDiscrete parts => [.. parts.Counts.ToArray().Select(count => new NumberTally(0, count - 1, isWhole: true))],
        Box box => [.. Enumerable.Range(0, box.Width).Select(number => new NumberTally(box.Low[number], box.High[number], isWhole: false))],
        _ => throw new ArgumentException($"numbers of {space} cannot be summed up: give Discrete, MultiDiscrete or Box"),
    };

    /// <returns>Whether the number is finite and lies in the space.</returns>
    public bool Add(double number)
    {
        if (!double.IsFinite(number))
        {
            notFinite++;
            return false;
        }

        var isOutside = number < lowest || number > highest || (isWhole && !double.IsInteger(number));
        outside += isOutside ? 1 : 0;
        low = Math.Min(low, number);
        high = Math.Max(high, number);
        var difference = number - mean;
        mean += difference / ++count;
        squares += difference * (number - mean);
        return !isOutside;
    }

    public NumberSummary Sum() => new()
    {
        Low = count > 0 ? low : double.NaN,
        High = count > 0 ? high : double.NaN,
        Mean = count > 0 ? mean : double.NaN,
        Deviation = count > 0 ? Math.Sqrt(squares / count) : double.NaN,
        NotFinite = notFinite,
        Outside = outside,
    };
}
