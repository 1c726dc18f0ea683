using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tandem.Cli.Terminal;

/// <summary>Lines of text, and terms with what they mean beside them, wrapped at words to the width of the console.</summary>
/// <remarks>A grid measures all its cells first, and what that takes to compile is longer than a short answer should.</remarks>
internal sealed class Page : Renderable
{
    /// <summary>Text that would get fewer cells than these goes below its term.</summary>
    private const int FewestCells = 24;

    /// <summary>How far it is indented there.</summary>
    private const int IndentBelow = 6;

    private readonly List<Row> rows = [];

    /// <summary>An empty line.</summary>
    public void Add() => Add("");

    /// <summary>A line of text.</summary>
    public void Add(string text, Decoration decoration = Decoration.None) => Add("", 0, text, Decoration.None, decoration);

    /// <summary>A term with what it means beside it.</summary>
    /// <param name="term">The term; empty: the text goes on with what the last one means.</param>
    /// <param name="column">The column in which the text begins.</param>
    /// <param name="text">What it means.</param>
    /// <param name="termDecoration">How the term stands out.</param>
    /// <param name="textDecoration">How the text stands out.</param>
    public void Add(string term, int column, string text, Decoration termDecoration = Decoration.None, Decoration textDecoration = Decoration.None) =>
        rows.Add(new Row(term, column, text, new Style(decoration: termDecoration), new Style(decoration: textDecoration)));

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var segments = new List<Segment>();
        foreach (var row in rows)
        {
            var isBeside = row.Column == 0 || maxWidth - row.Column >= FewestCells;
            var column = isBeside ? row.Column : IndentBelow;
            var written = Write(segments, row.Term, row.TermStyle);
            if (written > 0 && (!isBeside || written >= column))
            {
                segments.Add(Segment.LineBreak);
                written = 0;
            }

            foreach (var line in WordWrap.Lines(row.Text, Math.Max(1, maxWidth - column)))
            {
                Write(segments, new string(' ', line.Length > 0 ? column - written : 0), Style.Plain);
                Write(segments, line, row.TextStyle);
                segments.Add(Segment.LineBreak);
                written = 0;
            }
        }

        return segments;
    }

    private static int Write(List<Segment> segments, string text, Style style)
    {
        if (text.Length > 0)
        {
            segments.Add(new Segment(text, style));
        }

        return text.GetCellWidth();
    }

    private sealed record Row(string Term, int Column, string Text, Style TermStyle, Style TextStyle);
}
