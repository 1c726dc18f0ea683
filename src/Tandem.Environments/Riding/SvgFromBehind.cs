using Tandem.Environments.Bicycle;

namespace Tandem.Environments;

/// <summary>
/// The half of the drawing that shows the bicycle from behind, its lean and steer as they were: about 170 units a metre, or
/// less where it leans so far that it would not fit.
/// </summary>
internal static class SvgFromBehind
{
    private const double HalfWidth = 130;
    private const double Head = 284;
    private const double HalfHandlebar = 54;

    public static void Write(TextWriter writer, RideFilm film)
    {
        var start = film.Poses[0];
        writer.WriteLine($"""
            <path d="M30 380H250" stroke="#b8b0a0" stroke-width="2"/>
            <path d="M140 380V60" stroke="#e4dfd3" stroke-dasharray="3 6"/>
            <g transform="translate(140 380) scale({RideFilm.Text(Scale(film))})"><g transform="rotate({Lean(start)})">
            <animateTransform attributeName="transform" type="rotate" {film.Through(Lean)}/>
            <ellipse cx="0" cy="-58" rx="{Wheel(start)}" ry="58" stroke="#8a8f98" stroke-width="3">
            <animate attributeName="rx" {film.Through(Wheel)}/></ellipse>
            <path d="M0 0V-116" stroke="#3c4048" stroke-width="7"/>
            <path d="M0 -116V-160M-11 -78H11M-26 -160H26" stroke="#1f7a8c" stroke-width="5"/>
            <g transform="scale({Handlebar(start)})"><animateTransform attributeName="transform" type="scale" {film.Through(Handlebar)}/>
            <path d="M-54 -182H54" stroke="#1f7a8c" stroke-width="5"/>
            <path d="M-34 -252L-54 -182M34 -252L54 -182" stroke="#e09f3e" stroke-width="9"/></g>
            <path d="M-24 -164L-14 -80M24 -164L14 -80" stroke="#540b0e" stroke-width="11"/>
            <path d="M-24 -166H24L34 -254H-34Z" fill="#e09f3e" stroke="#e09f3e" stroke-width="6"/>
            <circle cx="0" cy="-284" r="23" fill="#9e2a2b"/>
            </g></g>
            <text x="140" y="400" fill="#777" text-anchor="middle">from behind</text>
            """);
    }

    private static double Scale(RideFilm film) =>
        Math.Min(1, HalfWidth / ((Head * Math.Sin(film.Poses.Max(pose => Math.Abs(pose.LeanRadians)))) + HalfHandlebar));

    /// <summary>SVG turns clockwise; a lean is positive to the left.</summary>
    private static string Lean(BicyclePose pose) => RideFilm.Text(-pose.LeanRadians * 180 / Math.PI);

    private static string Wheel(BicyclePose pose) => RideFilm.Text(58 * Math.Abs(Math.Sin(pose.SteerRadians)));

    /// <summary>How wide the handlebar and the arms look, and that they look as high as ever.</summary>
    private static string Handlebar(BicyclePose pose) => $"{RideFilm.Text(Math.Cos(pose.SteerRadians), "0.###")} 1";
}
