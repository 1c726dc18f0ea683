namespace Tandem.Environments.Tabular;

/// <summary>A map of <see cref="FrozenLake"/>: a letter for each cell.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="Letters">S start, F frozen, H hole, G goal; row by row.</param>
internal sealed record FrozenLakeMap(int Rows, int Columns, string Letters)
{
    public const string Small = "4x4";
    public const string Large = "8x8";

    private const int MaximumCells = 65_536;
    private const string SmallRows = "SFFF/FHFH/FFFH/HFFG";
    private const string LargeRows = "SFFFFFFF/FFFFFFFF/FFFHFFFF/FFFFFHFF/FFFHFFFF/FHHFFFHF/FHFFHFHF/FFFHFFFG";

    public int Cells => Letters.Length;

    public static FrozenLakeMap Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // A map of N cells takes 2 N letters at most, where every row is one cell long.
        if (text.Length > 2 * MaximumCells)
            throw TooLarge($"of {text.Length} letters");

        var rows = (text switch { Small => SmallRows, Large => LargeRows, _ => text }).Split('/');
        for (var row = 0; row < rows.Length; row++)
            CheckRow(rows, row);

        var map = new FrozenLakeMap(rows.Length, rows[0].Length, string.Concat(rows));
        if (map.Cells > MaximumCells)
            throw TooLarge($"of {map.Cells} cells");

        return !map.Letters.Contains('S') ? throw new ArgumentException("the map has no start: mark at least one cell with S")
            : !map.Letters.Contains('G') ? throw new ArgumentException("the map has no goal: mark at least one cell with G")
            : map;
    }

    private static void CheckRow(string[] rows, int row)
    {
        if (rows[row].Length == 0)
            throw new ArgumentException($"row {row + 1} of the map is empty: give {Small}, {Large}, or rows of S, F, H and G with / between them");

        foreach (var letter in rows[row])
        {
            if (letter is not ('S' or 'F' or 'H' or 'G'))
                throw new ArgumentException($"row {row + 1} of the map has the letter '{letter}': give {Small}, {Large}, or rows of S, F, H and G with / between them");
        }

        if (rows[row].Length != rows[0].Length)
            throw new ArgumentException($"row {row + 1} of the map has {rows[row].Length} cells, but row 1 has {rows[0].Length}: give rows of equal length");
    }

    private static ArgumentException TooLarge(string size) => new($"a map {size} is too large: give at most {MaximumCells} cells");
}
