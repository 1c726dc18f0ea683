using System.Globalization;
using System.Text;
using Tandem.Cli.Terminal;
using Tandem.Inference.Translation;

namespace Tandem.Cli.Tasks;

/// <summary>Translates lines as they come, in their order. Nothing is left out or cut without a word.</summary>
internal sealed class LineTranslation(Translator translator, TranslationSettings settings, TextWriter output, Action<string> complain)
{
    private const int FirstLines = 16, MostLines = 512;

    /// <summary>Lines that were translated, blank ones included.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines that were too long and were split.</summary>
    public long SplitLines { get; private set; }

    /// <summary>The parts that these became.</summary>
    public long SplitParts { get; private set; }

    /// <summary>Lines whose translation found no end and was cut at the greatest length.</summary>
    public long EndlessLines { get; private set; }

    /// <summary>Lines with bytes that are no UTF-8.</summary>
    public long DamagedLines { get; private set; }

    /// <summary>A model may write any byte: line n of the output stays that of line n of the input.</summary>
    public static string OneLine(string text) => text.Replace('\n', ' ').Replace('\r', ' ');

    /// <summary>Translates to the end of the input. The first lines are answered soon, later ones in larger batches.</summary>
    public void Run(InputLines input, CancellationToken cancellation)
    {
        var most = FirstLines;
        while (input.Next(most, cancellation) is { Count: > 0 } lines)
        {
            var refused = settings.Overlong == OverlongLines.Refuse ? lines.FindIndex(line => translator.IsOverlong(line.Text)) : -1;
            Translate(refused < 0 ? lines : lines[..refused], cancellation);
            if (refused >= 0)
            {
                throw new InvalidDataException(
                    $"line {lines[refused].Number} has {translator.CountTokens(lines[refused].Text)} tokens and this model translates {translator.GreatestSource} at once: shorten it, or give --overlong split");
            }

            most = Math.Min(2 * most, MostLines);
        }
    }

    private void Translate(List<InputLine> lines, CancellationToken cancellation)
    {
        Warn(lines);
        var translations = translator.TranslateLines([.. lines.Select(line => line.Text)], settings.Decoding, OverlongLines.Split, cancellation);
        var text = new StringBuilder();
        foreach (var (line, translation) in lines.Zip(translations))
        {
            Append(text, line, translation);
            SplitLines += translation.Parts > 1 ? 1 : 0;
            SplitParts += translation.Parts > 1 ? translation.Parts : 0;
            EndlessLines += translation.IsWhole ? 0 : 1;
        }

        Lines += lines.Count;
        output.Write(text);
        output.Flush();
    }

    /// <summary>One line, or with n-best several: number, score and text between tabulators.</summary>
    private void Append(StringBuilder text, InputLine line, TranslatedLine translation)
    {
        if (settings.Decoding.NBest == 1)
        {
            text.Append(OneLine(translation.Text)).Append('\n');
            return;
        }

        foreach (var candidate in translation.Candidates)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Number}\t{candidate.Score:0.0000}\t{OneLine(candidate.Text)}\n");
        }
    }

    private void Warn(List<InputLine> lines)
    {
        var damaged = lines.Where(line => line.IsDamaged).ToArray();
        if (damaged.Length > 0 && DamagedLines == 0)
        {
            complain($"line {damaged[0].Number} has bytes that are not UTF-8, which are read as U+FFFD; further lines are not mentioned");
        }

        DamagedLines += damaged.Length;
    }
}
