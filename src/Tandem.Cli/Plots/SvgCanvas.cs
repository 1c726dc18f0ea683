using System.Globalization;
using System.Security;
using System.Text;

namespace Tandem.Cli.Plots;

/// <summary>Draws as SVG text.</summary>
internal sealed class SvgCanvas(int width, int height) : ICanvas
{
    private readonly StringBuilder body = new();

    /// <summary>A figure on white, as the whole text of a file.</summary>
    public static string Of(IFigure figure)
    {
        var canvas = new SvgCanvas(figure.Width, figure.Height);
        canvas.Fill(new(0, 0), figure.Width, figure.Height, Colour.White);
        figure.Draw(canvas);
        return canvas.ToString();
    }

    public void Line(IReadOnlyList<Point> points, Pen pen)
    {
        var dashes = pen.IsDashed ? $" stroke-dasharray=\"{Number(Dashes.On)} {Number(Dashes.Off)}\"" : "";
        body.AppendLine(CultureInfo.InvariantCulture, $"""  <polyline points="{Places(points)}" fill="none" stroke="{pen.Colour}" stroke-width="{Number(pen.Width)}" stroke-linejoin="round"{dashes}/>""");
    }

    public void Fill(Point corner, double width, double height, Colour colour) => body.AppendLine(
        CultureInfo.InvariantCulture,
        $"""  <rect x="{Number(corner.X)}" y="{Number(corner.Y)}" width="{Number(width)}" height="{Number(height)}" fill="{colour}"/>""");

    public void Area(IReadOnlyList<Point> outline, Colour colour) => body.AppendLine(
        CultureInfo.InvariantCulture,
        $"""  <polygon points="{Places(outline)}" fill="{colour}" fill-rule="evenodd"/>""");

    public void Text(Point place, string text, TextStyle style)
    {
        var anchor = style.Anchor switch { TextAnchor.Start => "start", TextAnchor.Middle => "middle", _ => "end" };
        var (x, y) = (Number(place.X), Number(place.Y));
        var turn = style.IsUpright ? $" transform=\"rotate(-90 {x} {y})\"" : "";
        body.AppendLine(
            CultureInfo.InvariantCulture,
            $"""  <text x="{x}" y="{y}" dy="0.35em" font-size="{Number(style.Size)}" fill="{style.Colour}" text-anchor="{anchor}"{turn}>{SecurityElement.Escape(text)}</text>""");
    }

    /// <summary>The whole file.</summary>
    public override string ToString() =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif">
        {body}</svg>

        """;

    private static string Places(IReadOnlyList<Point> points) => string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
