using System.Globalization;
using System.Text;
using Tandem.Inference.Translation;

namespace Tandem.Cli.Terminal;

/// <summary>Where a model looked, as text: a row for each token it wrote, a column for each that it read, percent of attention.</summary>
internal static class AttentionTable
{
    private const int LeastWidth = 4;
    private const char Gap = ' ';

    /// <summary>The table's lines; columns that do not fit go on below, under the same rows.</summary>
    /// <param name="explanation">What to show.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> Draw(TranslationExplanation explanation, int width)
    {
        string[] rows = [.. explanation.Target.Select(Name)];
        string[] columns = [.. explanation.Source.Select(Name)];
        var margin = rows.Max(row => row.Length);
        for (var first = 0; first < columns.Length;)
        {
            var count = Fitting(columns.AsSpan(first), width - margin);
            yield return Line("", margin, columns[first..(first + count)], columns[first..(first + count)]);
            for (var row = 0; row < rows.Length; row++)
            {
                string[] cells = [.. explanation.Attention(row).Slice(first, count).ToArray().Select(Percent)];
                yield return Line(rows[row], margin, columns[first..(first + count)], cells);
            }

            first += count;
            if (first < columns.Length)
            {
                yield return "";
            }
        }
    }

    private static int Fitting(ReadOnlySpan<string> columns, int width)
    {
        var count = 0;
        for (var used = 0; count < columns.Length; count++)
        {
            used += 1 + Width(columns[count]);
            if (used > width && count > 0)
            {
                break;
            }
        }

        return count;
    }

    private static string Line(string row, int margin, string[] columns, string[] cells)
    {
        var line = new StringBuilder(row.PadRight(margin));
        foreach (var (column, cell) in columns.Zip(cells))
        {
            line.Append(Gap).Append(cell.PadLeft(Width(column)));
        }

        return line.ToString().TrimEnd();
    }

    private static int Width(string column) => Math.Max(LeastWidth, column.Length);

    private static string Percent(float share) => share < 0.005f ? "·" : share.ToString("0%", CultureInfo.InvariantCulture);

    /// <summary>A subword without the space before it; white space alone is shown.</summary>
    public static string Name(string token) => token.Trim() is { Length: > 0 } word ? word : "␣";
}
