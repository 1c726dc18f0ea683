using System.Globalization;
using System.Text;

namespace Tandem.Environments.Bicycle;

/// <summary>
/// Draws rides on <see cref="BicycleGrid"/>: bumps shaded, mud in waves, walls filled, the cells already ridden dotted, the bicycle and the goal's flag;
/// below it what the last step did. Of a grid larger than the terminal it shows the part around the bicycle.
/// </summary>
internal sealed class BicycleGridRenderer(BicycleGrid grid) : IRideRenderer
{
    private const int CellWidth = 3;

    public IReadOnlyList<string> Draw(RecordedRide ride, int moment, DrawingStyle style)
    {
        var here = StateAt(ride, moment);
        var brush = new GridBrush(style);
        var (left, shownColumns) = Window(here.X, grid.Columns, (style.Columns - 4) / CellWidth);
        var (top, shownRows) = Window(here.Y, grid.Rows, style.Lines - 4);
        var trail = new HashSet<(int X, int Y)>();
        for (var earlier = 0; earlier < moment; earlier++)
        {
            var state = StateAt(ride, earlier);
            trail.Add((state.X, state.Y));
        }

        var lines = new List<string> { Title(left, shownColumns, top, shownRows), brush.Top(shownColumns * CellWidth) };
        for (var y = top; y < top + shownRows; y++)
        {
            var cells = new StringBuilder();
            for (var x = left; x < left + shownColumns; x++)
            {
                cells.Append(Cell(x, y, here, trail, brush));
            }

            lines.Add(brush.Side + cells + brush.Side);
        }

        lines.Add(brush.Bottom(shownColumns * CellWidth));
        lines.Add(Status(ride.Moments[moment], here, brush));
        return lines;
    }

    private static GridState StateAt(RecordedRide ride, int moment) => ride.Moments[moment].State is GridState state ? state
        : throw new ArgumentException("the ride was not on a bicycle grid: give the renderer a ride in its own world");

    /// <summary>Which cells along one side are shown: all that fit, the bicycle in the middle where not all do.</summary>
    private static (int First, int Count) Window(int bicycle, int all, int room)
    {
        var count = Math.Clamp(room, 1, all);
        return (Math.Clamp(bicycle - (count / 2), 0, all - count), count);
    }

    private string Title(int left, int columns, int top, int rows) => columns == grid.Columns && rows == grid.Rows
        ? $" {grid.Columns} x {grid.Rows} grid"
        : $" {grid.Columns} x {grid.Rows} grid: columns {left} to {left + columns - 1}, rows {top} to {top + rows - 1}";

    private string Cell(int x, int y, GridState here, HashSet<(int X, int Y)> trail, GridBrush brush)
    {
        var isGoal = (x, y) == grid.Goal;
        if ((x, y) == (here.X, here.Y))
        {
            return brush.Bicycle(arrived: isGoal);
        }

        var ground = grid.GroundAt(x, y);
        return isGoal ? brush.Goal(ground) : trail.Contains((x, y)) ? brush.Trail(ground) : brush.Ground(ground);
    }

    private static string Status(RideMoment now, GridState here, GridBrush brush)
    {
        var did = now.Choices is [var pedal, var steer]
            ? $"{(pedal == 1 ? "pedal" : "coast")}, {steer switch { 0 => "left", 1 => "straight", _ => "right" }}"
            : "ready";
        var end = now.Terminated ? brush.Good("arrived")
            : now.Truncated ? brush.Bad("out of time")
            : (GridGround)here.Bump switch { GridGround.Bump => "bump", GridGround.Mud => "mud", _ => "" };
        return string.Create(
            CultureInfo.InvariantCulture,
            $" step {now.Step,-4} {did,-16} speed {here.Speed,-4} reward {now.Reward,-4:0.##} return {now.Return,-5:0.##} {end}").TrimEnd();
    }
}
