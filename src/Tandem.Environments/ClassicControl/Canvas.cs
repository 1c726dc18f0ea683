using System.Text;

namespace Tandem.Environments.ClassicControl;

/// <summary>The part of a world that a drawing shows, in the world's own units.</summary>
/// <param name="Left">The left edge.</param>
/// <param name="Right">The right edge.</param>
/// <param name="Bottom">The lower edge.</param>
/// <param name="Top">The upper edge.</param>
/// <param name="Columns">Characters across, if there is room.</param>
/// <param name="Lines">Characters down, if there is room.</param>
internal sealed record CanvasView(double Left, double Right, double Bottom, double Top, int Columns, int Lines);

/// <summary>
/// Draws lines in world coordinates with the dots of Braille characters, 2 × 4 a character; with one mark a character where
/// a terminal knows ASCII only. A character has the colour that was drawn last.
/// </summary>
internal sealed class Canvas
{
    private readonly CanvasView view;
    private readonly bool unicode;
    private readonly int across;
    private readonly int down;
    private readonly char[,] characters;
    private readonly string?[,] colors;

    public Canvas(CanvasView view, DrawingStyle style)
    {
        (this.view, unicode) = (view, style.Unicode);
        Columns = Math.Clamp(style.Columns - 2, 1, view.Columns);
        Lines = Math.Clamp(style.Lines - 3, 1, view.Lines);
        (across, down) = unicode ? (2, 4) : (1, 1);
        (characters, colors) = (new char[Lines, Columns], new string?[Lines, Columns]);
    }

    public int Columns { get; }

    public int Lines { get; }

    /// <summary>A straight line; what lies outside is left out.</summary>
    public void Line(double fromX, double fromY, double toX, double toY, string color, char mark = '*')
    {
        var ((x0, y0), (x1, y1)) = (Place(fromX, fromY), Place(toX, toY));
        var dots = (int)Math.Ceiling(Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0))) + 1;
        for (var dot = 0; dot <= dots; dot++)
        {
            var along = (double)dot / dots;
            Dot(x0 + (along * (x1 - x0)), y0 + (along * (y1 - y0)), color, mark);
        }
    }

    /// <summary>A line through the height at each place, from edge to edge.</summary>
    public void Curve(Func<double, double> height, string color, char mark = '.')
    {
        var dots = Columns * across;
        for (var dot = 0; dot < dots; dot++)
        {
            var x = view.Left + ((dot + 0.5) / dots * (view.Right - view.Left));
            Dot(dot + 0.5, Place(x, height(x)).Y, color, mark);
        }
    }

    /// <summary>A character where it stands for something, over whatever is drawn there.</summary>
    public void Mark(double x, double y, char symbol, string color)
    {
        var (column, line) = Place(x, y);
        Set((int)Math.Floor(column / across), (int)Math.Floor(line / down), symbol, color);
    }

    public IEnumerable<string> Drawn(Pen pen)
    {
        for (var line = 0; line < Lines; line++)
        {
            var text = new StringBuilder();
            for (var column = 0; column < Columns; column++)
            {
                var character = characters[line, column] == default ? " " : characters[line, column].ToString();
                text.Append(colors[line, column] is { } color ? pen.Paint(character, color) : character);
            }

            yield return text.ToString();
        }
    }

    /// <summary>Where a point of the world lies, in dots from the upper left corner.</summary>
    private (double X, double Y) Place(double x, double y) => (
        (x - view.Left) / (view.Right - view.Left) * Columns * across,
        (view.Top - y) / (view.Top - view.Bottom) * Lines * down);

    private void Dot(double x, double y, string color, char mark)
    {
        var (dotX, dotY) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (column, line) = ((int)Math.Floor(x / across), (int)Math.Floor(y / down));
        if (!unicode)
        {
            Set(column, line, mark, color);
            return;
        }

        if (IsInside(column, line))
            Set(column, line, (char)(Braille(characters[line, column]) | Bit(dotX % 2, dotY % 4)), color);
    }

    private void Set(int column, int line, char character, string color)
    {
        if (IsInside(column, line))
            (characters[line, column], colors[line, column]) = (character, color);
    }

    private bool IsInside(int column, int line) => column >= 0 && column < Columns && line >= 0 && line < Lines;

    private static int Braille(char drawn) => drawn is >= '\u2800' and <= '\u28FF' ? drawn : '\u2800';

    /// <summary>The bit of a dot within its character (Unicode, chapter 21: the lowest row was added later).</summary>
    private static int Bit(int x, int y) => y == 3 ? 0x40 << x : 1 << (y + (3 * x));
}
