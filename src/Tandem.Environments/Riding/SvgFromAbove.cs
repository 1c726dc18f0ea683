using System.Text;
using Tandem.Environments.Bicycle;

namespace Tandem.Environments;

/// <summary>The half of the drawing that shows the way from above, y upwards: what was ridden so far, the bicycle, the goal.</summary>
internal static class SvgFromAbove
{
    private const double Left = 300;
    private const double Top = 45;
    private const double Width = 540;
    private const double Height = 330;
    private const double SmallestMapMetres = 8;
    private const double WheelbaseMetres = 1.1;

    /// <summary>The bicycle is drawn 30 units long, or to scale where that is longer.</summary>
    private const double ShortestBicycle = 30;

    public static void Write(TextWriter writer, RideFilm film, BicycleGoal? goal)
    {
        var map = RideMap.Of(film.Poses, goal, Width, Height, SmallestMapMetres);
        if (goal is { } place)
        {
            writer.WriteLine($"""<circle cx="{X(map, place.XMetres)}" cy="{Y(map, place.YMetres)}" r="{RideFilm.Text(Math.Max(place.RadiusMetres * map.Scale, 4))}" fill="#a7c957" fill-opacity=".5" stroke="#6a994e" stroke-width="2"/>""");
        }

        var (track, ways) = (Track(map, film.Poses), RideFilm.WaysTo(film.Poses));
        var whole = ways[^1] * map.Scale;
        writer.WriteLine($"""
            <path d="{track}" stroke="#d5cfc0" stroke-width="2"/>
            <path d="{track}" stroke="#1f7a8c" stroke-width="2.5" stroke-dasharray="{RideFilm.Text(whole + 1)}" stroke-dashoffset="{RideFilm.Text(whole + 1)}">
            <animate attributeName="stroke-dashoffset" {film.Through(ways.Select(way => RideFilm.Text(whole + 1 - (way * map.Scale))))}/></path>
            """);
        WriteBicycle(writer, film, map);
        WriteScale(writer, map);
        writer.WriteLine("""<text x="570" y="400" fill="#777" text-anchor="middle">from above</text>""");
    }

    private static void WriteBicycle(TextWriter writer, RideFilm film, RideMap map)
    {
        var length = Math.Max(WheelbaseMetres * map.Scale, ShortestBicycle);
        string Place(BicyclePose pose) => $"{X(map, pose.XMetres)} {Y(map, pose.YMetres)}";
        var (start, wheel, handlebar) = (film.Poses[0], RideFilm.Text(length * 0.3), RideFilm.Text(length * 0.22));
        writer.WriteLine($"""
            <g transform="translate({Place(start)})"><animateTransform attributeName="transform" type="translate" {film.Through(Place)}/>
            <g transform="rotate({Heading(start)})"><animateTransform attributeName="transform" type="rotate" {film.Through(Heading)}/>
            <path d="M0 0H{RideFilm.Text(length)}" stroke="#9e2a2b" stroke-width="3"/>
            <path d="M-{wheel} 0H{wheel}" stroke="#3c4048" stroke-width="4"/>
            <g transform="translate({RideFilm.Text(length)} 0)"><g transform="rotate({Steer(start)})"><animateTransform attributeName="transform" type="rotate" {film.Through(Steer)}/>
            <path d="M-{wheel} 0H{wheel}" stroke="#3c4048" stroke-width="4"/>
            <path d="M-3 -{handlebar}V{handlebar}" stroke="#1f7a8c" stroke-width="3"/></g></g>
            <circle cx="{RideFilm.Text(length * 0.4)}" cy="0" r="{RideFilm.Text(length * 0.13)}" fill="#e09f3e"/></g></g>
            """);
    }

    /// <summary>A bar of 1, 2 or 5 times a power of ten metres, at most a quarter of the map wide.</summary>
    private static void WriteScale(TextWriter writer, RideMap map)
    {
        var most = Width / 4 / map.Scale;
        var decade = Math.Pow(10, Math.Floor(Math.Log10(most)));
        var metres = decade * (most >= 5 * decade ? 5 : most >= 2 * decade ? 2 : 1);
        var (right, left) = (Left + Width, Left + Width - (metres * map.Scale));
        writer.WriteLine($"""
            <path d="M{RideFilm.Text(left)} 418H{RideFilm.Text(right)}M{RideFilm.Text(left)} 414v8M{RideFilm.Text(right)} 414v8" stroke="#777"/>
            <text x="{RideFilm.Text(left - 8)}" y="423" fill="#777" text-anchor="end">{RideFilm.Text(metres, "0.###")} m</text>
            """);
    }

    private static string Track(RideMap map, BicyclePose[] poses)
    {
        var track = new StringBuilder();
        foreach (var pose in poses)
        {
            track.Append(track.Length == 0 ? 'M' : 'L').Append(X(map, pose.XMetres)).Append(' ').Append(Y(map, pose.YMetres));
        }

        return track.ToString();
    }

    private static string Heading(BicyclePose pose) => RideFilm.Text(-pose.HeadingRadians * 180 / Math.PI);

    private static string Steer(BicyclePose pose) => RideFilm.Text(-pose.SteerRadians * 180 / Math.PI);

    private static string X(RideMap map, double metres) => RideFilm.Text(Left + map.X(metres));

    /// <summary>SVG counts downwards.</summary>
    private static string Y(RideMap map, double metres) => RideFilm.Text(Top + Height - map.Y(metres));
}
