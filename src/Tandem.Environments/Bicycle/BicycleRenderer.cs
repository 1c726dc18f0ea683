using System.Globalization;

namespace Tandem.Environments.Bicycle;

/// <summary>
/// Draws rides of any bicycle that tells its pose: at the left from behind, with lean and steer as they are; at the right from
/// above, with the track so far and the goal; below both what the last step brought.
/// </summary>
/// <param name="stepSeconds">What one step takes.</param>
/// <param name="goal">Where the bicycle is to go; null: nowhere.</param>
internal sealed class BicycleRenderer(double stepSeconds, BicycleGoal? goal = null) : IRideRenderer
{
    private const int MostLines = 18;
    private const int MostColumnsBehind = 26;

    public IReadOnlyList<string> Draw(RecordedRide ride, int moment, DrawingStyle style)
    {
        var lines = Math.Clamp(style.Lines - 2, 6, MostLines);
        var columnsBehind = Math.Clamp((style.Columns - 3) / 3, 8, MostColumnsBehind);
        var behind = new DotCanvas(columnsBehind, lines);
        var above = new DotCanvas(Math.Max(style.Columns - 3 - columnsBehind, 12), lines);
        var poses = ride.Poses();
        BicycleFromBehind.Draw(behind, poses[moment], poses.Max(pose => Math.Abs(pose.LeanRadians)));
        var metresWide = BicycleFromAbove.Draw(above, poses, moment, goal);
        var title = string.Create(CultureInfo.InvariantCulture, $" {"from behind".PadRight(columnsBehind)} from above, {metresWide:0} m wide");
        return [title, .. behind.Text(style).Zip(above.Text(style), (left, right) => $" {left} {right}"), Status(ride.Moments[moment], poses[moment], style)];
    }

    private string Status(RideMoment now, BicyclePose pose, DrawingStyle style)
    {
        var end = (now.Terminated, now.Truncated) switch
        {
            (true, _) when HasArrived(now, pose) => Painted("arrived", "1;32", style),
            (true, _) => Painted("fallen", "1;31", style),
            (_, true) => Painted("time is up", "1;33", style),
            _ => "",
        };
        var wayLeft = goal is { } place ? string.Create(CultureInfo.InvariantCulture, $"  goal {Distance(place, pose),5:0} m") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {now.Step * stepSeconds,7:0.00} s  lean {Degrees(pose.LeanRadians)}  steer {Degrees(pose.SteerRadians)}{wayLeft}  return {now.Return:0.###}  {end}").TrimEnd();
    }

    /// <summary>Whether a ride that has ended did so at the goal: a bicycle is longer than it is away from it.</summary>
    private bool HasArrived(RideMoment now, BicyclePose pose) => goal is { } place && now.Reward > -0.5 && Distance(place, pose) < place.RadiusMetres + 2;

    private static double Distance(BicycleGoal goal, BicyclePose pose) =>
        Math.Sqrt(Math.Pow(goal.XMetres - pose.XMetres, 2) + Math.Pow(goal.YMetres - pose.YMetres, 2));

    private static string Degrees(double radians)
    {
        var degrees = Math.Round(radians * 180 / Math.PI, 1);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(degrees),4:0.0} {(degrees > 0 ? "left " : degrees < 0 ? "right" : "     ")}");
    }

    private static string Painted(string text, string color, DrawingStyle style) => style.Color ? $"\e[{color}m{text}\e[0m" : text;
}
