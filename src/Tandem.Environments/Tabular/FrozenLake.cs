namespace Tandem.Environments.Tabular;

/// <summary>
/// Cross a frozen lake from S to G without falling into a hole; the ice is slippery. As Gymnasium's FrozenLake-v1.
/// </summary>
/// <remarks>
/// Action: 0 left, 1 down, 2 right, 3 up; the step goes there with the success rate, else to one of the two sides. State:
/// row · columns + column. Reaching the goal earns 1, everything else nothing; goal and holes end the episode.
/// </remarks>
public static class FrozenLake
{
    internal static readonly string[] Directions = ["left", "down", "right", "up"];

    /// <summary>The lake's transition table.</summary>
    public static TransitionTable Table(FrozenLakeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var map = FrozenLakeMap.Parse(options.Map);
        var starts = Enumerable.Range(0, map.Cells).Where(cell => map.Letters[cell] == 'S').ToArray();
        return new TransitionTable(map.Cells, Directions.Length, (cell, action) => Outcomes(map, cell, action, options.SuccessRate), starts);
    }

    private static Transition[] Outcomes(FrozenLakeMap map, int cell, int action, double successRate)
    {
        if (IsEnd(map, cell))
            return [new Transition(1, cell, 0, Terminated: true)];

        var slip = (1 - successRate) / 2;
        Transition[] possible =
        [
            Towards(map, cell, (action + 3) % 4, slip),
            Towards(map, cell, action, successRate),
            Towards(map, cell, (action + 1) % 4, slip),
        ];
        return [.. possible.Where(transition => transition.Probability > 0)];
    }

    private static Transition Towards(FrozenLakeMap map, int cell, int direction, double probability)
    {
        var (row, column) = (cell / map.Columns, cell % map.Columns);
        var (toRow, toColumn) = direction switch
        {
            0 => (row, Math.Max(column - 1, 0)),
            1 => (Math.Min(row + 1, map.Rows - 1), column),
            2 => (row, Math.Min(column + 1, map.Columns - 1)),
            _ => (Math.Max(row - 1, 0), column),
        };
        var to = (toRow * map.Columns) + toColumn;
        return new Transition(probability, to, map.Letters[to] == 'G' ? 1 : 0, IsEnd(map, to));
    }

    private static bool IsEnd(FrozenLakeMap map, int cell) => map.Letters[cell] is 'G' or 'H';
}
