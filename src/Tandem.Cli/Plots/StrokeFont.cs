namespace Tandem.Cli.Plots;

/// <summary>Letters as lines on a small grid: what a picture needs to be labelled on a machine without any font.</summary>
internal static class StrokeFont
{
    /// <summary>Height of a capital on the grid; the baseline is at its foot.</summary>
    private const double Capital = 7;

    /// <summary>Between two letters, on the grid.</summary>
    private const double Gap = 1.7;

    /// <summary>A unit of the grid as a share of the text's size: capitals then are as high as in common fonts.</summary>
    private const double Unit = 0.103;

    private const char Unknown = '\uFFFD';

    /// <summary>How much higher a mark stands over a tall letter than over a low one.</summary>
    private const double TallLift = 2.2;

    private static readonly Dictionary<char, Glyph> Glyphs = Parse(StrokeGlyphs.Text);

    private static readonly Dictionary<char, (char Letter, char Mark)> Marked = Compose(StrokeGlyphs.Marked);

    /// <summary>How wide a text is, pixels.</summary>
    public static double Width(string text, double size) =>
        text.Length == 0 ? 0 : (text.Sum(letter => Find(letter).Width + Gap) - Gap) * Unit * size;

    /// <summary>The lines of a text, from its left end; zero is the middle of a capital's height.</summary>
    public static IEnumerable<IReadOnlyList<Point>> Strokes(string text, double size)
    {
        var pen = 0.0;
        foreach (var letter in text)
        {
            var glyph = Find(letter);
            foreach (var stroke in glyph.Strokes)
                yield return [.. stroke.Select(point => new Point((pen + point.X) * Unit * size, (point.Y - (Capital / 2)) * Unit * size))];
            pen += glyph.Width + Gap;
        }
    }

    private static Glyph Find(char letter) =>
        Glyphs.TryGetValue(letter, out var glyph) ? glyph
        : Marked.TryGetValue(letter, out var parts) ? Combined(Glyphs[parts.Letter], Glyphs[parts.Mark])
        : Glyphs[Unknown];

    /// <summary>A letter with its mark in the middle; above a tall letter the mark stands higher.</summary>
    private static Glyph Combined(Glyph letter, Glyph mark)
    {
        var isAbove = mark.Points.All(point => point.Y < Capital / 2);
        var lift = isAbove && letter.Points.Any(point => point.Y == 0) ? TallLift : 0;
        var shift = (letter.Width - mark.Width) / 2;
        return letter with
        {
            Strokes = [.. letter.Strokes, .. mark.Strokes.Select(stroke => stroke.Select(point => new Point(point.X + shift, point.Y - lift)).ToArray())],
        };
    }

    /// <summary>A line for each letter: the letter, its width, then its strokes as pairs of digits, x and y from the upper left.</summary>
    private static Dictionary<char, Glyph> Parse(string text) => text.Split('\n').ToDictionary(line => line[0], line =>
    {
        var words = line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Glyph(Digit(words[0][0]), [.. words.Skip(1).Select(Stroke)]);
    });

    private static Point[] Stroke(string digits) => [.. digits.Chunk(2).Select(pair => new Point(Digit(pair[0]), Digit(pair[1])))];

    private static double Digit(char digit) => digit - '0';

    private static Dictionary<char, (char Letter, char Mark)> Compose(string text) =>
        text.Split(' ').ToDictionary(word => word[0], word => (word[1], word[2]));

    /// <summary>A letter.</summary>
    /// <param name="Width">Its width on the grid.</param>
    /// <param name="Strokes">Its lines; one of a single point is a dot.</param>
    private sealed record Glyph(double Width, IReadOnlyList<Point[]> Strokes)
    {
        public IEnumerable<Point> Points => Strokes.SelectMany(stroke => stroke);
    }
}
