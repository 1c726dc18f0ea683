namespace Tandem.Cli.Plots;

/// <summary>
/// Draws pixels: each takes as much of a line's colour as the line covers of it, by the distance of its centre. Text is
/// drawn as lines too (<see cref="StrokeFont"/>), so that nothing has to be installed.
/// </summary>
internal sealed class PixelCanvas : ICanvas
{
    private const double LetterStroke = 0.105;

    private readonly float[] cover;

    /// <summary>A white canvas.</summary>
    public PixelCanvas(int width, int height)
    {
        (Width, Height) = (width, height);
        cover = new float[width * height];
        Pixels = new byte[width * height * 3];
        Pixels.AsSpan().Fill(255);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green and blue of each pixel, row by row from the upper left.</summary>
    public byte[] Pixels { get; }

    public void Line(IReadOnlyList<Point> points, Pen pen)
    {
        if (points.Count > 0)
            Stroke(pen.IsDashed ? Dashes.Cut(points) : [points], pen);
    }

    public void Fill(Point corner, double width, double height, Colour colour)
    {
        var (left, right) = (Column(corner.X), Column(corner.X + width));
        var (top, bottom) = (Row(corner.Y), Row(corner.Y + height));
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                Blend(x, y, colour, 1);
        }
    }

    public void Area(IReadOnlyList<Point> outline, Colour colour)
    {
        for (var y = 0; y < Height; y++)
        {
            double[] crossings = [.. Crossings(outline, y + 0.5).Order()];
            for (var i = 0; i + 1 < crossings.Length; i += 2)
            {
                for (var x = Column(crossings[i]); x < Column(crossings[i + 1]); x++)
                    Blend(x, y, colour, 1);
            }
        }
    }

    public void Text(Point place, string text, TextStyle style)
    {
        var width = StrokeFont.Width(text, style.Size);
        var start = style.Anchor switch { TextAnchor.Start => 0, TextAnchor.Middle => -width / 2, _ => -width };
        Point Placed(Point point) => style.IsUpright
            ? new(place.X + point.Y, place.Y - (start + point.X))
            : new(place.X + start + point.X, place.Y + point.Y);

        var strokes = StrokeFont.Strokes(text, style.Size).Select(stroke => (IReadOnlyList<Point>)[.. stroke.Select(Placed)]);
        Stroke(strokes, new Pen(style.Colour, Math.Max(1.1, style.Size * LetterStroke)));
    }

    /// <summary>Where the sides of an outline cross a height.</summary>
    private static IEnumerable<double> Crossings(IReadOnlyList<Point> outline, double height)
    {
        for (var i = 0; i < outline.Count; i++)
        {
            var (from, to) = (outline[i], outline[(i + 1) % outline.Count]);
            if (from.Y <= height != to.Y <= height)
                yield return double.Lerp(from.X, to.X, (height - from.Y) / (to.Y - from.Y));
        }
    }

    private int Column(double x) => Math.Clamp((int)Math.Round(x), 0, Width);

    private int Row(double y) => Math.Clamp((int)Math.Round(y), 0, Height);

    /// <summary>Draws lines as one: where they meet or cross, a pixel is coloured once.</summary>
    private void Stroke(IEnumerable<IReadOnlyList<Point>> lines, Pen pen)
    {
        var touched = new List<int>();
        foreach (var line in lines)
        {
            for (var i = 0; i < line.Count; i++)
                Cover(line[Math.Max(0, i - 1)], line[i], pen.Width / 2, touched);
        }

        foreach (var pixel in touched)
        {
            Blend(pixel % Width, pixel / Width, pen.Colour, cover[pixel]);
            cover[pixel] = 0;
        }
    }

    private void Cover(Point from, Point to, double halfWidth, List<int> touched)
    {
        var reach = halfWidth + 1;
        var (left, right) = (Column(Math.Min(from.X, to.X) - reach), Column(Math.Max(from.X, to.X) + reach));
        var (top, bottom) = (Row(Math.Min(from.Y, to.Y) - reach), Row(Math.Max(from.Y, to.Y) + reach));
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var share = (float)Math.Clamp(halfWidth + 0.5 - Distance(new(x + 0.5, y + 0.5), from, to), 0, 1);
                ref var covered = ref cover[(y * Width) + x];
                if (share > 0 && covered == 0)
                    touched.Add((y * Width) + x);
                covered = Math.Max(covered, share);
            }
        }
    }

    private static double Distance(Point point, Point from, Point to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / length, 0, 1);
        return double.Hypot(point.X - from.X - (along * dx), point.Y - from.Y - (along * dy));
    }

    private void Blend(int x, int y, Colour colour, double share)
    {
        var at = ((y * Width) + x) * 3;
        var mixed = Colour.Between(new(Pixels[at], Pixels[at + 1], Pixels[at + 2]), colour, share);
        (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = (mixed.Red, mixed.Green, mixed.Blue);
    }
}
