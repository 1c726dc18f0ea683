namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Divides rows into parts whose number depends on the rows alone, so that sums over parts, added in their order, are the same
/// bits for any number of threads.
/// </summary>
/// <param name="team">Who works on the parts.</param>
internal sealed class RowParts(ThreadTeam team)
{
    /// <summary>More parts than this are not made: each has a gradient of its own.</summary>
    public const int Most = 8;

    /// <summary>A part is worth another thread from here.</summary>
    private const int LeastRows = 64;

    private const int RowsOfTile = 8;

    /// <summary>How many parts so many rows make.</summary>
    public static int Count(int rows) => Math.Clamp(rows / LeastRows, 1, Most);

    /// <summary>Where a part of the rows begins and how many it has: whole tiles but for the last.</summary>
    public static (int First, int Rows) Part(int rows, int part)
    {
        var parts = Count(rows);
        var each = ((((rows + parts - 1) / parts) + RowsOfTile - 1) / RowsOfTile) * RowsOfTile;
        var first = Math.Min(part * each, rows);
        return (first, Math.Min(each, rows - first));
    }

    /// <summary>Calls work for every part of the rows, each once, in any order, on several threads.</summary>
    public void Run(Action<int> work, int rows) => team.Run(work, Count(rows));
}
