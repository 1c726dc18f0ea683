namespace Tandem.Cli.Plots;

/// <summary>Cuts a line into dashes.</summary>
internal static class Dashes
{
    /// <summary>Length of a dash, pixels.</summary>
    public const double On = 7;

    /// <summary>Length of the gap after it, pixels.</summary>
    public const double Off = 5;

    public static IEnumerable<IReadOnlyList<Point>> Cut(IReadOnlyList<Point> points)
    {
        var (dash, left, isOn) = (new List<Point> { points[0] }, On, true);
        for (var i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var length = double.Hypot(to.X - from.X, to.Y - from.Y);
            var done = 0.0;
            while (length - done > left)
            {
                done += left;
                var cut = new Point(double.Lerp(from.X, to.X, done / length), double.Lerp(from.Y, to.Y, done / length));
                if (isOn)
                    yield return [.. dash, cut];
                (dash, left, isOn) = ([cut], isOn ? Off : On, !isOn);
            }

            left -= length - done;
            dash.Add(to);
        }

        if (isOn && dash.Count > 1)
            yield return dash;
    }
}
