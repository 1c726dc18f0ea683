using System.Globalization;
using Tandem.Environments.Bicycle;

namespace Tandem.Environments;

/// <summary>The poses of a ride that an animation shows: evenly apart in time, not more of them than it needs.</summary>
internal sealed class RideFilm
{
    private const int PosesASecond = 25;
    private const double RestSeconds = 1.5;
    private const double ShortestSeconds = 0.01;

    private RideFilm(BicyclePose[] poses, double metres, double rideSeconds, double showSeconds) =>
        (Poses, Metres, RideSeconds, ShowSeconds) = (poses, metres, rideSeconds, showSeconds);

    /// <summary>The poses shown, the first and the last of the ride among them; headings do not jump by a full turn.</summary>
    public BicyclePose[] Poses { get; }

    /// <summary>What the ride took.</summary>
    public double RideSeconds { get; }

    /// <summary>What showing it takes, without the rest at its end.</summary>
    public double ShowSeconds { get; }

    /// <summary>How many times as fast the ride is shown as it was.</summary>
    public double Faster => RideSeconds / ShowSeconds;

    /// <summary>The way of the rear wheel.</summary>
    public double Metres { get; }

    public static RideFilm Of(RecordedRide ride, RideSvgOptions options)
    {
        var all = ride.Poses();
        var rideSeconds = (all.Length - 1) * options.StepSeconds;
        var showSeconds = Math.Clamp(rideSeconds, ShortestSeconds, options.LongestSeconds);
        var count = Math.Min(all.Length, Math.Max((int)(showSeconds * PosesASecond), 2));
        var poses = new BicyclePose[count];
        for (var place = 0; place < count; place++)
        {
            poses[place] = all[count == 1 ? 0 : (int)Math.Round((double)place * (all.Length - 1) / (count - 1))];
        }

        return new RideFilm(poses, WaysTo(all)[^1], rideSeconds, showSeconds).Unwound();
    }

    /// <summary>How far it is to each pose from the first one on, in metres along straight lines between them.</summary>
    public static double[] WaysTo(BicyclePose[] poses)
    {
        var ways = new double[poses.Length];
        for (var place = 1; place < poses.Length; place++)
        {
            var (from, to) = (poses[place - 1], poses[place]);
            ways[place] = ways[place - 1] + Math.Sqrt(Math.Pow(to.XMetres - from.XMetres, 2) + Math.Pow(to.YMetres - from.YMetres, 2));
        }

        return ways;
    }

    /// <summary>The attributes of an animation that lets a value go through the poses, rest at the end, and begin again.</summary>
    public string Through(Func<BicyclePose, string> value) => Through(Poses.Select(value));

    /// <summary>The attributes of an animation that goes through one value for each pose.</summary>
    public string Through(IEnumerable<string> valueOfEach)
    {
        var total = ShowSeconds + RestSeconds;
        var (values, times) = (valueOfEach.ToList(), Enumerable.Range(0, Poses.Length).Select(TimeAt).ToList());
        values.Add(values[^1]);
        times.Add("1");
        return string.Create(CultureInfo.InvariantCulture, $"dur=\"{total:0.##}s\" repeatCount=\"indefinite\" values=\"{string.Join(';', values)}\" keyTimes=\"{string.Join(';', times)}\"");

        string TimeAt(int place) => Poses.Length == 1 ? "0" : Text(place / (Poses.Length - 1.0) * ShowSeconds / total, "0.#####");
    }

    /// <summary>A number as SVG wants it.</summary>
    public static string Text(double number, string format = "0.##") => number.ToString(format, CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;

    private RideFilm Unwound()
    {
        for (var place = 1; place < Poses.Length; place++)
        {
            var (before, now) = (Poses[place - 1].HeadingRadians, Poses[place].HeadingRadians);
            Poses[place] = Poses[place] with { HeadingRadians = before + Math.IEEERemainder(now - before, 2 * Math.PI) };
        }

        return this;
    }
}
