namespace Tandem.Environments.Bicycle;

/// <summary>How a bicycle moves over a map: pure, and without chance.</summary>
/// <remarks>
/// It first steers, unless a wall is there, then rides along its row as far as the push carries it. A wall stops it, to
/// speed 1; the goal is reached in passing as well. On a map of bumps alone it moves as <see cref="BicycleGrid"/> says.
/// </remarks>
internal sealed class GridTrack
{
    /// <summary>How many columns a bicycle can ride on from each cell.</summary>
    private readonly short[] room;

    /// <summary>Whether a wall is what ends them.</summary>
    private readonly bool[] endsAtWall;

    public GridTrack(GridMap map)
    {
        Map = map;
        room = new short[map.Cells.Length];
        endsAtWall = new bool[map.Cells.Length];
        for (var cell = map.Cells.Length - 2; cell >= 0; cell--)
        {
            var isLast = cell == map.Goal || cell % map.Columns == map.Columns - 1;
            if (isLast)
                continue;

            var isBlocked = map.Cells[cell + 1] == GridGround.Wall;
            room[cell] = isBlocked ? (short)0 : (short)(room[cell + 1] + 1);
            endsAtWall[cell] = isBlocked || endsAtWall[cell + 1];
        }
    }

    public GridMap Map { get; }

    public GridState Start => At(Map.Start, speed: 1);

    /// <summary>A speed that crosses the map with one push, through mud too: a faster one rides no further.</summary>
    public int CrossingSpeed => Math.Max(1, 2 * (Map.Columns - 1));

    public int CellOf(in GridState state) => (state.Y * Map.Columns) + state.X;

    public GridState At(int cell, int speed) => new(cell % Map.Columns, cell / Map.Columns, speed, (int)Map.Cells[cell]);

    /// <summary>Where a bicycle gets to.</summary>
    /// <param name="from">Where it is.</param>
    /// <param name="pedal">1 to push, else 0.</param>
    /// <param name="steer">0, 1 or 2: to the row before, its own, or the row after.</param>
    public GridState Move(in GridState from, int pedal, int steer)
    {
        var row = Math.Clamp(from.Y + steer - 1, 0, Map.Rows - 1);
        if (Map.Cells[(row * Map.Columns) + from.X] == GridGround.Wall)
            row = from.Y;

        var cell = (row * Map.Columns) + from.X;
        var push = pedal * (from.Bump == (int)GridGround.Mud ? (from.Speed + 1) / 2 : from.Speed);
        var isStopped = push > room[cell] && endsAtWall[cell];
        cell += Math.Min(push, room[cell]);
        return At(cell, isStopped ? 1 : SpeedOn(Map.Cells[cell], from.Speed));
    }

    private static int SpeedOn(GridGround ground, int speed) => ground switch
    {
        GridGround.Bump => Math.Max(1, speed - 1),
        GridGround.Mud => speed,
        _ => speed + 1,
    };
}
