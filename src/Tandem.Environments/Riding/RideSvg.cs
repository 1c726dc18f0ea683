using System.Globalization;
using Tandem.Environments.Bicycle;

namespace Tandem.Environments;

/// <summary>
/// Writes a recorded bicycle ride as an animated SVG file (SMIL, which browsers play): from behind at the left, from above with
/// its track at the right. Whatever does not play it shows the start and the whole track.
/// </summary>
public static class RideSvg
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file, which is overwritten.</param>
    /// <param name="ride">A ride in a world whose state is an <see cref="IBicycleState"/>.</param>
    /// <param name="options">How it is shown; null: the defaults.</param>
    /// <exception cref="ArgumentException">The ride was not on such a bicycle.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, RecordedRide ride, RideSvgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ride);
        var drawing = new StringWriter(CultureInfo.InvariantCulture);
        Write(drawing, ride, options);
        File.WriteAllText(path, drawing.ToString());
    }

    /// <summary>Writes the same to a writer.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="ride">A ride in a world whose state is an <see cref="IBicycleState"/>.</param>
    /// <param name="options">How it is shown; null: the defaults.</param>
    /// <exception cref="ArgumentException">The ride was not on such a bicycle.</exception>
    public static void Write(TextWriter writer, RecordedRide ride, RideSvgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(ride);
        options ??= new RideSvgOptions();
        var film = RideFilm.Of(ride, options);
        writer.WriteLine("""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 440" font-family="system-ui, sans-serif" font-size="14" fill="none" stroke-linecap="round" stroke-linejoin="round">
            <rect width="860" height="440" rx="12" fill="#f7f5f0"/>
            <path d="M280 40V400" stroke="#d9d4c7"/>
            """);
        if (options.Title.Length > 0)
        {
            writer.WriteLine($"""<text x="20" y="28" fill="#333" font-weight="600">{Escaped(options.Title)}</text>""");
        }

        SvgFromBehind.Write(writer, film);
        SvgFromAbove.Write(writer, film, options.Goal);
        writer.WriteLine($"""<text x="20" y="426" fill="#777">{Escaped(Caption(ride.Outcome, film))}</text>""");
        writer.WriteLine("</svg>");
    }

    private static string Caption(Ride outcome, RideFilm film)
    {
        var faster = film.Faster > 1 ? string.Create(CultureInfo.InvariantCulture, $", shown {film.Faster:0.#} times as fast") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{film.RideSeconds:0.00} s, {film.Metres:0.0} m, return {outcome.Return:0.###}{faster}");
    }

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
