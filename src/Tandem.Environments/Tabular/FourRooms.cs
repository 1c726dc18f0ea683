namespace Tandem.Environments.Tabular;

/// <summary>
/// Walk through four rooms of a 9 × 9 board, joined by four doors, to the lower right corner, from wherever you wake up.
/// After the rooms of Sutton, Precup and Singh, "Between MDPs and semi-MDPs", 1999, which are larger.
/// </summary>
/// <remarks>
/// Action: 0 left, 1 down, 2 right, 3 up; against a wall you stay. State: row · 9 + column. Each step costs 1, the one that
/// arrives too. Episodes begin on any other cell of floor. What no single walk shows, how to get from far away to the goal in
/// the fewest steps, can be put together from several: a world to see whether a learner does.
/// </remarks>
public static class FourRooms
{
    internal const int Side = 9;

    internal const string Floor =
        "....#...." +
        "....#...." +
        "........." +
        "....#...." +
        "##.####.#" +
        "....#...." +
        "........." +
        "....#...." +
        "....#....";

    internal const int States = Side * Side;
    internal const int Goal = States - 1;

    internal static readonly string[] Directions = ["left", "down", "right", "up"];

    /// <summary>The rooms' transition table; walls are states that nothing leads to.</summary>
    public static TransitionTable Table() => new(
        States,
        Directions.Length,
        (cell, action) => [Outcome(cell, action)],
        [.. Enumerable.Range(0, States).Where(cell => !IsWall(cell) && cell != Goal)]);

    internal static bool IsWall(int cell) => Floor[cell] == '#';

    private static Transition Outcome(int cell, int direction)
    {
        if (IsWall(cell) || cell == Goal)
            return new Transition(1, cell, 0, Terminated: true);

        var (row, column) = (cell / Side, cell % Side);
        var (toRow, toColumn) = direction switch
        {
            0 => (row, Math.Max(column - 1, 0)),
            1 => (Math.Min(row + 1, Side - 1), column),
            2 => (row, Math.Min(column + 1, Side - 1)),
            _ => (Math.Max(row - 1, 0), column),
        };
        var to = (toRow * Side) + toColumn;
        return new Transition(1, IsWall(to) ? cell : to, -1, Terminated: to == Goal);
    }
}
