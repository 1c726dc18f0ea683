using System.Globalization;
using System.Text;

namespace Tandem.Environments;

/// <summary>
/// A drawing of dots in a terminal: two by four of them in each character, as Braille has them, or fewer marks where there is
/// only ASCII. The origin is the lowest dot at the left. A character has the colour of the last dot in it.
/// </summary>
internal sealed class DotCanvas(int columns, int lines)
{
    /// <summary>The bit of each dot in a Braille character, by its place from the top left, row by row.</summary>
    private static readonly byte[] BrailleBits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    private readonly byte[] dots = new byte[columns * lines];
    private readonly string[] colors = new string[columns * lines];

    /// <summary>Dots from left to right.</summary>
    public int Width => 2 * columns;

    /// <summary>Dots from bottom to top.</summary>
    public int Height => 4 * lines;

    /// <summary>Sets a dot; outside the canvas it is left out.</summary>
    public void Dot(double x, double y, string color)
    {
        var (column, row) = (Math.Floor(x), Height - 1 - Math.Floor(y));
        if (!(column >= 0 && column < Width && row >= 0 && row < Height))
        {
            return;
        }

        var place = (((int)row / 4) * columns) + ((int)column / 2);
        dots[place] |= BrailleBits[(2 * ((int)row % 4)) + ((int)column % 2)];
        colors[place] = color;
    }

    /// <summary>Draws a straight line.</summary>
    public void Line(double fromX, double fromY, double toX, double toY, string color)
    {
        var steps = (int)Math.Min(Math.Ceiling(Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY))) + 1, 4.0 * (Width + Height));
        for (var step = 0; step <= steps; step++)
        {
            var part = (double)step / steps;
            Dot(fromX + (part * (toX - fromX)), fromY + (part * (toY - fromY)), color);
        }
    }

    /// <summary>The lines of text from top to bottom.</summary>
    public IEnumerable<string> Text(DrawingStyle style) => Enumerable.Range(0, lines).Select(line => TextOf(line, style));

    private string TextOf(int line, DrawingStyle style)
    {
        var text = new StringBuilder();
        var painted = "";
        for (var place = line * columns; place < (line + 1) * columns; place++)
        {
            var color = style.Color && dots[place] != 0 ? colors[place] : "";
            if (color != painted)
            {
                text.Append(color.Length == 0 ? "\e[0m" : string.Create(CultureInfo.InvariantCulture, $"\e[0;{color}m"));
                painted = color;
            }

            text.Append(Character(dots[place], style.Unicode));
        }

        return painted.Length == 0 ? text.ToString() : text.Append("\e[0m").ToString();
    }

    private static char Character(byte dots, bool isUnicode)
    {
        const byte UpperHalf = 0x01 | 0x08 | 0x02 | 0x10;
        return (isUnicode, (dots & UpperHalf) != 0, (dots & ~UpperHalf) != 0) switch
        {
            (_, false, false) => ' ',
            (true, _, _) => (char)('\u2800' + dots),
            (_, true, true) => ':',
            (_, true, false) => '\'',
            _ => '.',
        };
    }
}
