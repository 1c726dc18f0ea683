namespace Tandem.Environments.Bicycle;

/// <summary>Draws the track of a ride from above, y upwards, on a map that shows the whole ride and the goal from its first moment on.</summary>
internal static class BicycleFromAbove
{
    private const string Track = "36";
    private const string Bicycle = "1;33";
    private const string Goal = "1;32";
    private const double SmallestMapMetres = 6;
    private const double BicycleMetres = 1.1;
    private const double ShortestBicycleDots = 3;

    /// <summary>Draws one moment.</summary>
    /// <returns>How many metres the canvas is wide.</returns>
    public static double Draw(DotCanvas canvas, ReadOnlySpan<BicyclePose> poses, int moment, BicycleGoal? goal)
    {
        var map = RideMap.Of(poses, goal, canvas.Width - 1, canvas.Height - 1, SmallestMapMetres);
        if (goal is { } place)
        {
            DrawGoal(canvas, map, place);
        }

        foreach (var pose in poses[..(moment + 1)])
        {
            canvas.Dot(map.X(pose.XMetres), map.Y(pose.YMetres), Track);
        }

        DrawBicycle(canvas, map, poses[moment]);
        return canvas.Width / map.Scale;
    }

    private static void DrawGoal(DotCanvas canvas, RideMap map, BicycleGoal goal)
    {
        var radius = Math.Max(goal.RadiusMetres, 1 / map.Scale);
        for (var part = 0; part < 360; part++)
        {
            var (sine, cosine) = Math.SinCos(part * Math.PI / 180);
            canvas.Dot(map.X(goal.XMetres + (radius * cosine)), map.Y(goal.YMetres + (radius * sine)), Goal);
        }
    }

    private static void DrawBicycle(DotCanvas canvas, RideMap map, BicyclePose pose)
    {
        var length = Math.Max(BicycleMetres, ShortestBicycleDots / map.Scale);
        var (sine, cosine) = Math.SinCos(pose.HeadingRadians);
        canvas.Line(
            map.X(pose.XMetres), map.Y(pose.YMetres), map.X(pose.XMetres + (length * cosine)), map.Y(pose.YMetres + (length * sine)), Bicycle);
    }
}
