using System.Globalization;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Terminal;

/// <summary>A histogram as bars, one line for each range.</summary>
internal static class BarChart
{
    private const int Width = 50;
    private const int Parts = 8;

    /// <summary>Bars that are filled by so many eighths of a character.</summary>
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>Draws a histogram: range, bar, count.</summary>
    public static IReadOnlyList<string> Draw(Histogram histogram)
    {
        string[] labels = [.. Enumerable.Range(0, histogram.Counts.Count).Select(range => Label(histogram, range))];
        var labelWidth = labels.Max(label => label.Length);
        var most = histogram.Counts.Max();
        return [.. labels.Zip(histogram.Counts, (label, count) => string.Create(
            CultureInfo.InvariantCulture, $"{label.PadLeft(labelWidth)} │{Bar(count, most)} {count:#,0}"))];
    }

    /// <summary>Whole numbers go by the first and the last of a range.</summary>
    private static string Label(Histogram histogram, int range)
    {
        var (from, to) = histogram.Bounds(range);
        var isWhole = double.IsInteger(histogram.Low) && double.IsInteger(histogram.Width);
        var last = isWhole && histogram.Width > 0 ? to - 1 : to;
        return from == last ? Number(from) : $"{Number(from)} to {Number(last)}";
    }

    /// <summary>What there is at all is seen: at least an eighth.</summary>
    private static string Bar(long count, long most)
    {
        var parts = count == 0 ? 0 : Math.Max(1, (int)Math.Round((double)count / most * Width * Parts));
        var rest = parts % Parts;
        return new string('█', parts / Parts) + (rest > 0 ? Eighths[rest] : "");
    }

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
