namespace Tandem.Cli.Plots;

/// <summary>The rectangle that lines are shown in.</summary>
/// <param name="UpperLeft">Its upper left corner.</param>
/// <param name="LowerRight">Its lower right corner.</param>
internal readonly record struct Frame(Point UpperLeft, Point LowerRight)
{
    /// <summary>The pieces of a line that lie inside; where a place is not a number there is a gap.</summary>
    public IReadOnlyList<IReadOnlyList<Point>> Clip(IReadOnlyList<Point> line)
    {
        var pieces = new List<IReadOnlyList<Point>>();
        var piece = new List<Point>();
        for (var i = 1; i < line.Count; i++)
        {
            if (ClipSegment(line[i - 1], line[i]) is not var (from, to))
                continue;
            if (piece.Count > 0 && piece[^1] != from)
            {
                pieces.Add(piece);
                piece = [];
            }

            piece.AddRange(piece.Count == 0 ? [from, to] : [to]);
        }

        return piece.Count > 0 ? [.. pieces, piece] : pieces;
    }

    /// <summary>The part of a segment inside (Liang and Barsky, 1984); null: none.</summary>
    private (Point From, Point To)? ClipSegment(Point from, Point to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var (enter, leave) = (0.0, 1.0);
        ReadOnlySpan<(double Along, double Room)> sides =
        [
            (-dx, from.X - UpperLeft.X), (dx, LowerRight.X - from.X), (-dy, from.Y - UpperLeft.Y), (dy, LowerRight.Y - from.Y),
        ];
        foreach (var (along, room) in sides)
        {
            if (!double.IsFinite(along + room) || (along == 0 && room < 0))
                return null;
            if (along < 0)
                enter = Math.Max(enter, room / along);
            else if (along > 0)
                leave = Math.Min(leave, room / along);
        }

        return enter >= leave ? null : (Along(from, dx, dy, enter), leave == 1 ? to : Along(from, dx, dy, leave));
    }

    private static Point Along(Point from, double dx, double dy, double share) =>
        share == 0 ? from : new(from.X + (share * dx), from.Y + (share * dy));
}
