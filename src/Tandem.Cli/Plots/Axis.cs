using System.Globalization;

namespace Tandem.Cli.Plots;

/// <summary>A range of numbers laid along a stretch of pixels, with round numbers marked.</summary>
/// <param name="Low">The number at the beginning.</param>
/// <param name="High">The number at the end; above <paramref name="Low"/>.</param>
/// <param name="From">The pixel of the beginning.</param>
/// <param name="To">The pixel of the end; may be less.</param>
internal readonly record struct Axis(double Low, double High, double From, double To)
{
    private const int MostTicks = 9;

    /// <summary>An axis around given numbers, ending at round ones.</summary>
    public static Axis Around(IEnumerable<double> values, double from, double to)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        if (high - low <= 1e-9 * Math.Abs(high))
            (low, high) = (low - 1, high + 1);
        var step = StepFor(high - low);
        return new(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, from, to);
    }

    /// <summary>Round numbers in the range: steps of 1, 2 or 5 times a power of ten.</summary>
    public IReadOnlyList<(double Value, string Label)> Ticks()
    {
        var (low, high) = (Low, High);
        var step = StepFor(high - low);
        var digits = Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 15);
        var first = (long)Math.Ceiling((low / step) - 1e-9);
        var last = (long)Math.Floor((high / step) + 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step).Select(value => (value, Label(value, digits)))];
    }

    public double Pixel(double value) => From + ((value - Low) / (High - Low) * (To - From));

    private static string Label(double value, int digits) => Math.Abs(value) >= 1e6
        ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
        : (value == 0 ? 0 : value).ToString($"F{digits}", CultureInfo.InvariantCulture);

    private static double StepFor(double range)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(range / MostTicks)));
        double[] steps = [power, 2 * power, 5 * power, 10 * power];
        return steps.First(step => range / step <= MostTicks);
    }
}
