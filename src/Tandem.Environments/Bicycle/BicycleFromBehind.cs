namespace Tandem.Environments.Bicycle;

/// <summary>Draws a bicycle and its rider from behind, on the ground, leaning as the pose says, as large as the widest lean of its ride fits.</summary>
internal static class BicycleFromBehind
{
    private const string Ground = "38;5;242";
    private const string Wheels = "38;5;245";
    private const string Frame = "1;36";
    private const string Rider = "1;33";
    private const double HighestMetres = 2.05;
    private const double WheelRadius = 0.34;
    private const double HalfHandlebarMetres = 0.32;

    public static void Draw(DotCanvas canvas, BicyclePose pose, double widestLeanRadians)
    {
        var widestMetres = (HighestMetres * Math.Sin(widestLeanRadians)) + HalfHandlebarMetres;
        var dotsAMetre = Math.Min((canvas.Height - 2) / HighestMetres, canvas.Width / 2.0 / widestMetres);
        var (sine, cosine) = Math.SinCos(pose.LeanRadians);

        // A point beside and above the line that the wheels touch the ground in, before leaning; the left is at the left.
        (double X, double Y) At(double beside, double up) => (
            (canvas.Width / 2.0) + (dotsAMetre * ((beside * cosine) - (up * sine))),
            1 + (dotsAMetre * ((up * cosine) + (beside * sine))));

        void Line((double Beside, double Up) from, (double Beside, double Up) to, string color)
        {
            var (start, end) = (At(from.Beside, from.Up), At(to.Beside, to.Up));
            canvas.Line(start.X, start.Y, end.X, end.Y, color);
        }

        void Ellipse(double up, double halfWidth, double halfHeight, string color)
        {
            for (var part = 0; part < 72; part++)
            {
                var (s, c) = Math.SinCos(part * Math.PI / 36);
                var (x, y) = At(halfWidth * c, up + (halfHeight * s));
                canvas.Dot(x, y, color);
            }
        }

        canvas.Line(0, 0, canvas.Width - 1, 0, Ground);
        Ellipse(WheelRadius, WheelRadius * Math.Sin(pose.SteerRadians), WheelRadius, Wheels);
        Line((0, 0), (0, 2 * WheelRadius), Wheels);
        Line((0, 2 * WheelRadius), (0, 0.95), Frame);
        var halfHandlebar = HalfHandlebarMetres * Math.Cos(pose.SteerRadians);
        Line((-halfHandlebar, 1.05), (halfHandlebar, 1.05), Frame);
        Line((-0.16, 0.95), (0.16, 0.95), Rider);
        Line((-0.16, 0.95), (-0.21, 1.5), Rider);
        Line((0.16, 0.95), (0.21, 1.5), Rider);
        Line((-0.21, 1.5), (0.21, 1.5), Rider);
        Line((-0.21, 1.5), (-halfHandlebar, 1.05), Rider);
        Line((0.21, 1.5), (halfHandlebar, 1.05), Rider);
        Ellipse(1.76, 0.13, 0.16, Rider);
    }
}
