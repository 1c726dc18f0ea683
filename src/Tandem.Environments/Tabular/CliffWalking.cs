namespace Tandem.Environments.Tabular;

/// <summary>
/// Walk along a cliff from the lower left corner to the lower right one (Sutton and Barto, Reinforcement Learning, example
/// 6.6). As Gymnasium's CliffWalking-v1 and CliffWalkingSlippery-v1.
/// </summary>
/// <remarks>
/// Action: 0 up, 1 right, 2 down, 3 left. State: row · 12 + column; the start is 36, the goal 47, the cliff between them.
/// A step costs 1, one over the cliff 100 and leads back to the start; only the goal ends the episode.
/// </remarks>
public static class CliffWalking
{
    internal const int Rows = 4;
    internal const int Columns = 12;
    internal const int Start = (Rows - 1) * Columns;
    internal const int States = Rows * Columns;
    internal const int Goal = States - 1;

    internal static readonly string[] Directions = ["up", "right", "down", "left"];

    /// <summary>The cliff's transition table.</summary>
    public static TransitionTable Table(CliffWalkingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TransitionTable(States, Directions.Length, (cell, action) => Outcomes(cell, action, options.Slippery), [Start]);
    }

    internal static bool IsCliff(int cell) => cell is > Start and < Goal;

    private static Transition[] Outcomes(int cell, int action, bool slippery) => slippery
        ? [Towards(cell, (action + 3) % 4, 1.0 / 3), Towards(cell, action, 1.0 / 3), Towards(cell, (action + 1) % 4, 1.0 / 3)]
        : [Towards(cell, action, 1)];

    private static Transition Towards(int cell, int direction, double probability)
    {
        var (row, column) = (cell / Columns, cell % Columns);
        var (toRow, toColumn) = direction switch
        {
            0 => (Math.Max(row - 1, 0), column),
            1 => (row, Math.Min(column + 1, Columns - 1)),
            2 => (Math.Min(row + 1, Rows - 1), column),
            _ => (row, Math.Max(column - 1, 0)),
        };
        var to = (toRow * Columns) + toColumn;
        return IsCliff(to) ? new Transition(probability, Start, -100, Terminated: false) : new Transition(probability, to, -1, to == Goal);
    }
}
