using Spectre.Console;

namespace Tandem.Cli.Terminal;

/// <summary>Text in lines that end between words.</summary>
internal static class WordWrap
{
    /// <summary>The lines of a text; a word that is longer than a line goes on in the next one.</summary>
    /// <param name="text">The text; its own line ends are kept.</param>
    /// <param name="cells">How many cells of a terminal a line may take; at least 1.</param>
    public static List<string> Lines(string text, int cells)
    {
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            Wrap(line, cells, lines);
        }

        return lines;
    }

    private static void Wrap(string text, int cells, List<string> lines)
    {
        var (begin, gap, taken) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            gap = text[i] == ' ' ? i : gap;
            taken += text[i].GetCellWidth();
            if (taken <= cells || gap == i)
            {
                continue;
            }

            var end = gap > begin ? gap : Math.Max(i, begin + 1);
            lines.Add(text[begin..end].TrimEnd());
            begin = gap > begin ? gap + 1 : end;
            taken = text[begin..(i + 1)].GetCellWidth();
        }

        lines.Add(text[begin..].TrimEnd());
    }
}
