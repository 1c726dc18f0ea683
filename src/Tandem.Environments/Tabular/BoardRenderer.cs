namespace Tandem.Environments.Tabular;

/// <summary>Draws rides on a board of cells; of one larger than the terminal the part around the rider.</summary>
internal sealed class BoardRenderer(IBoard board) : IRideRenderer
{
    public IReadOnlyList<string> Draw(RecordedRide ride, int moment, DrawingStyle style)
    {
        var (pen, now, state) = (new Pen(style), ride.Moments[moment], StateAt(ride, moment));
        var here = board.CellOf(state);
        var trail = Enumerable.Range(0, moment).Select(earlier => board.CellOf(StateAt(ride, earlier))).ToHashSet();
        var (left, columns) = Window(here % board.Columns, board.Columns, (style.Columns - 2) / board.CellWidth);
        var (top, rows) = Window(here / board.Columns, board.Rows, style.Lines - 3);
        var lines = new List<string> { pen.Top(columns * board.CellWidth) };
        for (var row = top; row < top + rows; row++)
        {
            var cells = Enumerable.Range((row * board.Columns) + left, columns)
                .Select(cell => board.Draw(cell, state, trail.Contains(cell), pen));
            lines.Add(pen.Side + string.Concat(cells) + pen.Side);
        }

        lines.Add(pen.Bottom(columns * board.CellWidth));
        lines.Add(Pen.Status(now, now.Step == 0 ? "" : board.Did(now.Choices[0]), board.End(now, pen)));
        return lines;
    }

    private int StateAt(RecordedRide ride, int moment) =>
        ride.Moments[moment].State is TabularState state && board.CellOf(state.Index) < board.Rows * board.Columns ? state.Index
            : throw new ArgumentException("the ride was not on this board: give the renderer a ride in its own world");

    /// <summary>Which cells along one side are shown: all that fit, the rider in the middle where not all do.</summary>
    private static (int First, int Count) Window(int rider, int all, int room)
    {
        var count = Math.Clamp(room, 1, all);
        return (Math.Clamp(rider - (count / 2), 0, all - count), count);
    }
}
