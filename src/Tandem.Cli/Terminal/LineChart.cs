using System.Globalization;
using System.Text;

namespace Tandem.Cli.Terminal;

/// <summary>A curve drawn with Braille dots: each character holds 2 × 4 of them.</summary>
internal static class LineChart
{
    private const int DotColumns = 2;
    private const int DotRows = 4;
    private const char BlankBraille = '\u2800';

    /// <summary>The bit of each dot of a Braille character, [row, column].</summary>
    private static readonly int[,] DotBits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>Draws values from left to right, with the scale at the left and the meaning of the axis below.</summary>
    /// <param name="values">One value for each step along the axis; at least 1.</param>
    /// <param name="width">Columns of the plotting area.</param>
    /// <param name="height">Rows of the plotting area.</param>
    /// <param name="axis">What runs from left to right, such as <c>episodes</c>.</param>
    /// <param name="axisEnd">The number at the right end of the axis.</param>
    public static IReadOnlyList<string> Draw(IReadOnlyList<double> values, int width, int height, string axis, long axisEnd)
    {
        var columns = Resample(values, width * DotColumns);
        var (low, high) = (columns.Min(), columns.Max());
        if (high - low < 1e-9)
        {
            (low, high) = (low - 1, high + 1);
        }

        var cells = Plot(columns, low, high, width, height);
        var labelWidth = Math.Max(Label(low).Length, Label(high).Length);
        var lines = new List<string>(height + 2);
        for (var row = 0; row < height; row++)
        {
            var label = row == 0 ? Label(high) : row == height - 1 ? Label(low) : "";
            lines.Add($"{label.PadLeft(labelWidth)} ┤{Row(cells, row, width)}");
        }

        var end = axisEnd.ToString(CultureInfo.InvariantCulture);
        lines.Add($"{new string(' ', labelWidth)} └{new string('─', width)}");
        lines.Add($"{new string(' ', labelWidth + 2)}0{$"{axis} {end}".PadLeft(width - 1)}");
        return lines;
    }

    /// <summary>The mean of the last <paramref name="window"/> values at each place: what a noisy curve is read by.</summary>
    public static double[] MovingAverage(IReadOnlyList<double> values, int window)
    {
        var averages = new double[values.Count];
        var sum = 0.0;
        for (var i = 0; i < values.Count; i++)
        {
            sum += values[i] - (i >= window ? values[i - window] : 0);
            averages[i] = sum / Math.Min(i + 1, window);
        }

        return averages;
    }

    private static double[] Resample(IReadOnlyList<double> values, int count)
    {
        var columns = new double[count];
        for (var column = 0; column < count; column++)
        {
            var first = (int)((long)column * values.Count / count);
            var end = Math.Max(first + 1, (int)((long)(column + 1) * values.Count / count));
            for (var i = first; i < end; i++)
            {
                columns[column] += values[i] / (end - first);
            }
        }

        return columns;
    }

    private static int[,] Plot(double[] columns, double low, double high, int width, int height)
    {
        var cells = new int[height, width];
        var top = (height * DotRows) - 1;
        var before = -1;
        for (var column = 0; column < columns.Length; column++)
        {
            var dot = (int)Math.Round((high - columns[column]) / (high - low) * top);
            var from = before < 0 ? dot : Math.Min(dot, before < dot ? before + 1 : before - 1);
            var to = before < 0 ? dot : Math.Max(dot, before < dot ? before + 1 : before - 1);
            for (var row = before == dot ? dot : from; row <= (before == dot ? dot : to); row++)
            {
                cells[row / DotRows, column / DotColumns] |= DotBits[row % DotRows, column % DotColumns];
            }

            before = dot;
        }

        return cells;
    }

    private static string Row(int[,] cells, int row, int width)
    {
        var line = new StringBuilder(width);
        for (var column = 0; column < width; column++)
        {
            line.Append((char)(BlankBraille + cells[row, column]));
        }

        return line.ToString();
    }

    private static string Label(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
