using System.Collections;

namespace Tandem.Environments.Bicycle;

/// <summary>Whether a goal can be reached, and in how many steps at walking pace.</summary>
internal static class GridWay
{
    /// <summary>Refuses a map that cannot be ridden.</summary>
    public static void Check(GridTrack track)
    {
        var map = track.Map;
        var (start, goal) = (Place(map, map.Start), Place(map, map.Goal));
        if (Paces(track)[map.Start] < 0)
            throw new ArgumentException($"the map has no way from the start in {start} to the goal in {goal}: the bicycle rides to the right, up and down, never back");

        if (!IsRideable(track))
            throw new ArgumentException($"the map cannot be ridden from the start in {start} to the goal in {goal}: walls leave a way, but the bicycle is too fast to turn into it; put a bump or a wall before the turn");
    }

    /// <summary>The fewest steps from each cell to the goal by a bicycle of speed 1; −1 where there is no way.</summary>
    public static int[] Paces(GridTrack track)
    {
        var map = track.Map;
        var paces = new int[map.Cells.Length];
        Array.Fill(paces, -1);
        paces[map.Goal] = 0;
        var open = new Queue<int>([map.Goal]);
        while (open.TryDequeue(out var to))
        {
            foreach (var from in Before(track, to))
            {
                if (paces[from] >= 0)
                    continue;

                paces[from] = paces[to] + 1;
                open.Enqueue(from);
            }
        }

        return paces;
    }

    /// <summary>Whether some ride, however long, arrives: a search over cells and speeds.</summary>
    /// <remarks>
    /// Speeds have no bound, but above the one that crosses the map they differ in nothing than how long a bump takes to slow
    /// them. All of those are one here, which on a bump may stay or slow: a rider gets any of them by waiting on the smooth
    /// cell where it got so fast.
    /// </remarks>
    public static bool IsRideable(GridTrack track)
    {
        var fast = track.CrossingSpeed + 1;
        var seen = new BitArray(track.Map.Cells.Length * (fast + 1));
        var open = new Stack<GridState>();
        Visit(track.Start);
        while (open.TryPop(out var from))
        {
            for (var action = 0; action < 6; action++)
            {
                var to = track.Move(from, action / 3, action % 3);
                if (track.CellOf(to) == track.Map.Goal)
                    return true;

                Visit(to with { Speed = Math.Min(to.Speed, fast) });
                if (from.Speed == fast && to.Speed == fast - 1)
                    Visit(to with { Speed = fast });
            }
        }

        return false;

        void Visit(GridState state)
        {
            var index = (track.CellOf(state) * (fast + 1)) + state.Speed;
            if (seen[index])
                return;

            seen[index] = true;
            open.Push(state);
        }
    }

    /// <summary>The cells that one step at speed 1 leads from to a cell.</summary>
    private static IEnumerable<int> Before(GridTrack track, int to)
    {
        var (map, column, row) = (track.Map, to % track.Map.Columns, to / track.Map.Columns);
        for (var action = 0; action < 6; action++)
        {
            var (x, y) = (column - (action / 3), row + 1 - (action % 3));
            // Where a wall keeps the bicycle from steering, riding straight on leads to the same cell.
            if (x < 0 || y < 0 || y >= map.Rows || map.Cells[(y * map.Columns) + x] == GridGround.Wall)
                continue;

            if (track.CellOf(track.Move(track.At((y * map.Columns) + x, speed: 1), action / 3, action % 3)) == to)
                yield return (y * map.Columns) + x;
        }
    }

    private static string Place(GridMap map, int cell) => GridMap.Place(cell / map.Columns, cell % map.Columns);
}
