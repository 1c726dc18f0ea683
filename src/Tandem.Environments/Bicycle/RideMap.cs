namespace Tandem.Environments.Bicycle;

/// <summary>Where on a drawing the places of a ride are: the whole ride in its middle, as large as fits, y upwards.</summary>
/// <param name="Scale">Dots, or whatever the drawing is measured in, a metre.</param>
/// <param name="OriginX">Where the world's origin is.</param>
/// <param name="OriginY">Where the world's origin is, from below.</param>
internal readonly record struct RideMap(double Scale, double OriginX, double OriginY)
{
    private const double BorderMetres = 1.5;

    public static RideMap Of(ReadOnlySpan<BicyclePose> poses, BicycleGoal? goal, double width, double height, double smallestMetres)
    {
        var (left, right) = (double.PositiveInfinity, double.NegativeInfinity);
        var (bottom, top) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var pose in poses)
        {
            Include(pose.XMetres, pose.YMetres, BorderMetres);
        }

        if (goal is { } place)
        {
            Include(place.XMetres, place.YMetres, place.RadiusMetres + BorderMetres);
        }

        var scale = Math.Min(width / Math.Max(right - left, smallestMetres), height / Math.Max(top - bottom, smallestMetres));
        return new RideMap(scale, (width / 2) - (scale * (left + right) / 2), (height / 2) - (scale * (bottom + top) / 2));

        void Include(double x, double y, double around)
        {
            (left, right) = (Math.Min(left, x - around), Math.Max(right, x + around));
            (bottom, top) = (Math.Min(bottom, y - around), Math.Max(top, y + around));
        }
    }

    public double X(double metres) => OriginX + (Scale * metres);

    public double Y(double metres) => OriginY + (Scale * metres);
}
