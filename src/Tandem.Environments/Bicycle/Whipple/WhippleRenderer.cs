using System.Globalization;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// Draws rides on <see cref="WhippleBicycle"/>: the bicycle from behind, leaning; below it gauges of lean, steer and torque
/// and where it has got to.
/// </summary>
internal sealed class WhippleRenderer : IRideRenderer
{
    private const int Height = 7;
    private const int GaugeWidth = 41;
    private const double GaugeSteer = 1;
    private const double GaugeTorque = 60;

    /// <summary>A character of a terminal is about twice as high as wide.</summary>
    private const double Aspect = 2;

    public IReadOnlyList<string> Draw(RecordedRide ride, int moment, DrawingStyle style)
    {
        var now = ride.Moments[moment];
        var state = now.State is WhippleState found ? found
            : throw new ArgumentException("the ride was not on Whipple's bicycle: give the renderer a ride in its own world");
        var torque = now.Values is [var given] ? given : 0f;
        return
        [
            .. FromBehind(state.Lean, now.Terminated, style),
            Gauge("lean", state.Lean, WhippleBicycle.FallLean, "rad", style),
            Gauge("steer", state.Steer, GaugeSteer, "rad", style),
            Gauge("torque", torque, GaugeTorque, "N m", style),
            Status(now, state, style),
        ];
    }

    private static IEnumerable<string> FromBehind(double lean, bool fell, DrawingStyle style)
    {
        var slope = lean > 0.3 ? '/' : lean < -0.3 ? '\\' : '|';
        for (var row = Height; row > 0; row--)
        {
            var place = (GaugeWidth / 2) + (int)Math.Round(Aspect * (row - 1) * Math.Tan(lean));
            var part = row == Height ? (style.Unicode ? '●' : 'O') : slope;
            var line = new string(' ', LabelWidth + 1 + Math.Clamp(place, 0, GaugeWidth - 1));
            yield return line + Paint(part.ToString(), fell ? "1;31" : "1;33", style);
        }

        yield return new string(' ', LabelWidth + 1) + Paint(new string(style.Unicode ? '─' : '-', GaugeWidth), "38;5;245", style);
    }

    private const int LabelWidth = 8;

    private static string Gauge(string name, double value, double limit, string unit, DrawingStyle style)
    {
        var cells = new string(style.Unicode ? '·' : '.', GaugeWidth).ToCharArray();
        cells[GaugeWidth / 2] = style.Unicode ? '│' : '|';
        var place = Math.Clamp((int)Math.Round((value / limit * (GaugeWidth / 2)) + (GaugeWidth / 2)), 0, GaugeWidth - 1);
        cells[place] = style.Unicode ? '◆' : '#';
        return string.Create(CultureInfo.InvariantCulture, $" {name,-LabelWidth}{new string(cells)} {value,8:+0.000;-0.000; 0.000} {unit}");
    }

    private static string Status(RideMoment now, WhippleState state, DrawingStyle style)
    {
        var end = now.Terminated ? Paint("fell", "1;31", style) : now.Truncated ? Paint("rode to the end", "1;32", style) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {now.Step * WhippleBicycle.StepSeconds,5:0.00} s  speed {now.Observation[^1]:0.0} m/s  at {state.X:0.0}, {state.Y:0.0} m  return {now.Return:0.0}  {end}").TrimEnd();
    }

    private static string Paint(string text, string color, DrawingStyle style) => style.Color ? $"\e[{color}m{text}\e[0m" : text;
}
