namespace Tandem.Environments.Bicycle;

/// <summary>The cells of <see cref="BicycleGrid"/>, row by row from above, and where a ride begins and ends.</summary>
/// <param name="Columns">How many columns.</param>
/// <param name="Cells">What each cell is like; start and goal of a map are smooth.</param>
/// <param name="Start">The cell that rides begin in: row · columns + column.</param>
/// <param name="Goal">The cell that rides lead to.</param>
internal sealed record GridMap(int Columns, GridGround[] Cells, int Start, int Goal)
{
    /// <summary>What a wrong map should be instead.</summary>
    public const string Legend = "S start, G goal, . smooth, ^ bump, ~ mud, # wall";

    public const int MaximumCells = 65_536;
    public const int MaximumSide = 1024;

    private const string GroundSigns = ".^~#";

    public int Rows => Cells.Length / Columns;

    /// <summary>A square of bumps in a pattern, to be crossed from corner to corner.</summary>
    public static GridMap OfPattern(int size, BumpPattern bumps)
    {
        var cells = new GridGround[size * size];
        for (var cell = 0; cell < cells.Length; cell++)
        {
            var kind = ((cell / size % 2) << 1) | (cell % size % 2);
            cells[cell] = (GridGround)(((int)bumps >> kind) & 1);
        }

        return new GridMap(size, cells, 0, cells.Length - 1);
    }

    /// <summary>Whether a character stands for a cell.</summary>
    public static bool IsSign(char sign) => sign is 'S' or 'G' || GroundSigns.Contains(sign);

    /// <summary>Reads a map from its rows.</summary>
    /// <param name="rows">The signs of each row.</param>
    /// <param name="name">What errors call the map.</param>
    public static GridMap Parse(string[] rows, string name)
    {
        CheckSize(rows, name);
        for (var row = 0; row < rows.Length; row++)
            CheckRow(rows, row, name);

        var signs = string.Concat(rows);
        var (start, goal) = (Only('S', "start"), Only('G', "goal"));
        return new GridMap(rows[0].Length, [.. signs.Select(GroundOf)], start, goal);

        int Only(char sign, string what)
        {
            var first = signs.IndexOf(sign, StringComparison.Ordinal);
            if (first < 0)
                throw new ArgumentException($"{name} has no {what}: mark one cell with {sign}");

            var second = signs.IndexOf(sign, first + 1);
            return second < 0 ? first
                : throw new ArgumentException($"{name} has a second {what} in {Place(second / rows[0].Length, second % rows[0].Length)}: mark one cell only with {sign}");
        }
    }

    /// <summary>How errors name a place, counted from 1.</summary>
    public static string Place(int row, int column) => $"line {row + 1}, column {column + 1}";

    /// <summary>How errors name a character that may not be printable.</summary>
    public static string Shown(char sign) => sign is > ' ' and <= '~' ? $"'{sign}'" : $"the character U+{(int)sign:X4}";

    /// <summary>The rows as they are written.</summary>
    public override string ToString() =>
        string.Join('/', Enumerable.Range(0, Rows).Select(row => string.Concat(Enumerable.Range(row * Columns, Columns).Select(SignOf))));

    private char SignOf(int cell) => cell == Start ? 'S' : cell == Goal ? 'G' : GroundSigns[(int)Cells[cell]];

    private static GridGround GroundOf(char sign) => sign is 'S' or 'G' ? GridGround.Smooth : (GridGround)GroundSigns.IndexOf(sign, StringComparison.Ordinal);

    private static void CheckSize(string[] rows, string name)
    {
        if (rows.Length == 0 || rows is [""])
            throw new ArgumentException($"{name} is empty: give rows of {Legend}");

        if (rows.Length > MaximumSide || rows[0].Length > MaximumSide || rows.Length * rows[0].Length > MaximumCells)
            throw new ArgumentException($"{name} of {rows.Length} lines and {rows[0].Length} columns is too large: give at most {MaximumSide} of each and {MaximumCells} cells");
    }

    private static void CheckRow(string[] rows, int row, string name)
    {
        for (var column = 0; column < rows[row].Length; column++)
        {
            if (!IsSign(rows[row][column]))
                throw new ArgumentException($"{name} has {Shown(rows[row][column])} in {Place(row, column)}: give {Legend}");
        }

        var (width, wanted) = (rows[row].Length, rows[0].Length);
        if (width != wanted)
            throw new ArgumentException($"{name} ends in {Place(row, width)}, but its first line has {wanted} cells: give lines of equal length");
    }
}
