namespace Tandem.Learning.Trajectories;

/// <summary>What the numbers of some columns are like, so that a space can be inferred from them.</summary>
internal sealed class SeenNumbers(int width)
{
    /// <summary>More than this are numbers that happen to be whole, not choices.</summary>
    private const double MostChoices = 65_536;

    private readonly double[] low = [.. Enumerable.Repeat(double.PositiveInfinity, width)];
    private readonly double[] high = [.. Enumerable.Repeat(double.NegativeInfinity, width)];
    private bool areWhole = true;

    public int Width => width;

    public void Add(int number, double value)
    {
        low[number] = Math.Min(low[number], value);
        high[number] = Math.Max(high[number], value);
        areWhole &= double.IsInteger(value);
    }

    /// <summary>Whole numbers from 0 on are choices; all else lies in a box between the least and the greatest.</summary>
    public Space Actions() => AreChoices
        ? width == 1 ? new Discrete((int)high[0] + 1) : new MultiDiscrete([.. high.Select(number => (int)number + 1)])
        : new Box([.. low.Select(number => (float)number)], [.. high.Select(number => (float)number)]);

    /// <summary>A single whole number from 0 on is the number of a state; all else lies in a box without bounds, since another log may go beyond this one.</summary>
    public Space Observations() => AreChoices && width == 1 ? new Discrete((int)high[0] + 1) : Box.Unbounded(width);

    private bool AreChoices => areWhole && low.All(number => number >= 0) && high.All(number => number < MostChoices);
}
