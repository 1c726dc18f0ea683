using Tandem.Environments;

namespace Tandem.Cli.Plots;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it is; lines of one name share a colour and an entry of the legend.</param>
/// <param name="Points">Its points; where Y is not a number there is a gap.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    public bool IsDashed { get; init; }

    /// <summary>Its width, pixels.</summary>
    public double Width { get; init; } = 2;
}

/// <summary>What lies between two curves, behind the lines.</summary>
/// <param name="Name">The name of the line whose colour it has, lighter.</param>
/// <param name="Points">Its lower and upper end at each place.</param>
internal sealed record ChartBand(string Name, IReadOnlyList<(double X, double Low, double High)> Points);

/// <summary>Lines over two axes, with title and legend.</summary>
internal sealed record Chart : IFigure
{
    private const double Left = 78;
    private const double Top = 52;
    private const double Bottom = 62;
    private const double LegendWidth = 150;
    private const double LegendLine = 22;
    private const double LabelSize = 13;
    private const double BandDepth = 0.25;

    public required string Title { get; init; }

    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    public required IReadOnlyList<ChartLine> Lines { get; init; }

    public IReadOnlyList<ChartBand> Bands { get; init; } = [];

    /// <summary>What is shown upwards; null: all of it.</summary>
    public (double Low, double High)? YRange { get; init; }

    /// <summary>Whether the axis to the right begins at 0, as time does.</summary>
    public bool BeginsAtZero { get; init; }

    /// <summary>Places along the axis that have a name.</summary>
    public IReadOnlyList<(string Name, double X)> Marks { get; init; } = [];

    public int Width { get; init; } = 900;

    public int Height { get; init; } = 560;

    private double Right => Width - LegendWidth - 20;

    private double Floor => Height - Bottom;

    /// <summary>The curves of a world.</summary>
    public static Chart Of(WorldCurves curves) => new()
    {
        Title = curves.Title,
        XTitle = curves.XTitle,
        YTitle = curves.YTitle,
        Lines = [.. curves.Curves.Select(curve => new ChartLine(curve.Name, curve.Points) { IsDashed = curve.IsDashed })],
        YRange = curves.YRange,
        Marks = curves.Marks,
    };

    public void Draw(ICanvas canvas)
    {
        var points = Lines.SelectMany(line => line.Points)
            .Concat(Bands.SelectMany(band => band.Points.SelectMany(point => new[] { (point.X, point.Low), (point.X, point.High) })))
            .ToArray();
        var x = Axis.Around(points.Select(point => point.Item1).Concat(BeginsAtZero ? [0.0] : []), Left, Right);
        var y = YRange is { } range ? new Axis(range.Low, range.High, Floor, Top) : Axis.Around(points.Select(point => point.Item2), Floor, Top);
        canvas.Text(new((Left + Right) / 2, Top / 2), Title, new(17, TextAnchor.Middle) { Colour = Colour.Black });
        var names = Lines.Select(line => line.Name).Distinct().ToList();
        foreach (var band in Bands)
            DrawBand(canvas, band, Colour.Between(Colour.White, ColourOf(names.IndexOf(band.Name)), BandDepth), x, y);
        DrawAxes(canvas, x, y);
        DrawMarks(canvas, x);
        foreach (var line in Lines)
            DrawLine(canvas, line, ColourOf(names.IndexOf(line.Name)), x, y);
        DrawLegend(canvas, names);
    }

    private static Colour ColourOf(int index) => Colour.Lines[index % Colour.Lines.Count];

    private void DrawAxes(ICanvas canvas, Axis x, Axis y)
    {
        foreach (var (value, label) in x.Ticks())
        {
            canvas.Line([new(x.Pixel(value), Top), new(x.Pixel(value), Floor)], new Pen(Colour.Faint));
            canvas.Text(new(x.Pixel(value), Floor + 16), label, new(LabelSize, TextAnchor.Middle));
        }

        foreach (var (value, label) in y.Ticks())
        {
            canvas.Line([new(Left, y.Pixel(value)), new(Right, y.Pixel(value))], new Pen(value == 0 ? Colour.Ink : Colour.Faint));
            canvas.Text(new(Left - 8, y.Pixel(value)), label, new(LabelSize, TextAnchor.End));
        }

        canvas.Line([new(Left, Top), new(Left, Floor), new(Right, Floor), new(Right, Top), new(Left, Top)], new Pen(Colour.Ink));
        canvas.Text(new((Left + Right) / 2, Height - 18), XTitle, new(14, TextAnchor.Middle));
        canvas.Text(new(20, (Top + Floor) / 2), YTitle, new(14, TextAnchor.Middle, IsUpright: true));
    }

    private void DrawMarks(ICanvas canvas, Axis x)
    {
        foreach (var (name, place) in Marks)
        {
            canvas.Line([new(x.Pixel(place), Top), new(x.Pixel(place), Floor)], new Pen(Colour.Ink, 1, IsDashed: true));
            canvas.Text(new(x.Pixel(place) - 9, Floor - 8), name, new(12, IsUpright: true));
        }
    }

    private static void DrawBand(ICanvas canvas, ChartBand band, Colour colour, Axis x, Axis y)
    {
        var lower = band.Points.Select(point => new Point(x.Pixel(point.X), y.Pixel(point.Low)));
        var upper = band.Points.Reverse().Select(point => new Point(x.Pixel(point.X), y.Pixel(point.High)));
        canvas.Area([.. lower, .. upper], colour);
    }

    private static void DrawLine(ICanvas canvas, ChartLine line, Colour colour, Axis x, Axis y)
    {
        var place = line.Points.Select(point => (X: x.Pixel(point.X), Y: y.Pixel(point.Y)));
        var frame = new Frame(new(x.From, y.To), new(x.To, y.From));
        foreach (var piece in frame.Clip([.. place.Select(point => new Point(point.X, point.Y))]))
            canvas.Line(piece, new Pen(colour, line.Width, line.IsDashed));
    }

    private void DrawLegend(ICanvas canvas, List<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var height = Top + 12 + (i * LegendLine);
            var first = Lines.First(line => line.Name == names[i]);
            canvas.Line([new(Right + 16, height), new(Right + 42, height)], new Pen(ColourOf(i), first.Width, first.IsDashed));
            canvas.Text(new(Right + 50, height), names[i], new TextStyle(LabelSize));
        }
    }
}
