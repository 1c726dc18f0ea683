namespace Tandem.Cli.Plots;

/// <summary>A point of a drawing, in pixels from its upper left corner.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>How a line is drawn.</summary>
/// <param name="Colour">Its colour.</param>
/// <param name="Width">Its width, pixels.</param>
/// <param name="IsDashed">Whether it is dashed.</param>
internal readonly record struct Pen(Colour Colour, double Width = 1, bool IsDashed = false);

/// <summary>Which end of a text its place is.</summary>
internal enum TextAnchor
{
    Start,
    Middle,
    End,
}

/// <summary>How a text is drawn.</summary>
/// <param name="Size">Height of the letters with what hangs below them, pixels.</param>
/// <param name="Anchor">Which end of the text its place is.</param>
/// <param name="IsUpright">Whether it reads from below upwards.</param>
internal readonly record struct TextStyle(double Size, TextAnchor Anchor = TextAnchor.Start, bool IsUpright = false)
{
    public Colour Colour { get; init; } = Colour.Ink;
}

/// <summary>Something to draw on: SVG text or pixels.</summary>
internal interface ICanvas
{
    /// <summary>Joins the points by a line.</summary>
    void Line(IReadOnlyList<Point> points, Pen pen);

    /// <summary>Fills a rectangle.</summary>
    void Fill(Point corner, double width, double height, Colour colour);

    /// <summary>Fills what an outline encloses, the last point joined to the first; where it crosses itself, by the even-odd rule.</summary>
    void Area(IReadOnlyList<Point> outline, Colour colour);

    /// <summary>Writes a text; its place is the middle of its height.</summary>
    void Text(Point place, string text, TextStyle style);
}

/// <summary>Something that can be drawn on any canvas.</summary>
internal interface IFigure
{
    int Width { get; }

    int Height { get; }

    void Draw(ICanvas canvas);
}
