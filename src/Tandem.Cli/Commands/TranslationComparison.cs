using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;

namespace Tandem.Cli.Commands;

/// <summary>What the runs of one text came to side by side: the mean of several seeds, and each run against the first.</summary>
internal sealed class TranslationComparison(IReadOnlyList<ScoredTranslation> systems)
{
    private readonly PairedScore[] pairs =
    [
        .. systems.Skip(1).SelectMany(system => new[]
        {
            PairedScore.Of("BLEU", systems[0], system, scored => scored.Words),
            PairedScore.Of("chrF2", systems[0], system, scored => scored.Letters),
        }),
    ];

    /// <summary>Shows it, or gives it as JSON.</summary>
    public void Report(Screen screen) => screen.Result(
        new { Runs = systems.Select(system => system.Scores), Comparisons = pairs },
        Write);

    private void Write(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Run");
        foreach (var name in new[] { "BLEU", "95% interval", "chrF2", "chrF2++" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var scores in systems.Select(system => system.Scores))
        {
            table.AddRow(
                Markup.Escape(scores.Run), Number(scores.Bleu.Score), $"{Number(scores.Bleu.Interval[0])} to {Number(scores.Bleu.Interval[1])}",
                Number(scores.ChrF2.Score), Number(scores.ChrF2PlusPlus.Score));
        }

        table.AddRow("[bold]mean[/]", Mean(scores => scores.Bleu), "", Mean(scores => scores.ChrF2), Mean(scores => scores.ChrF2PlusPlus));
        console.Write(table);
        foreach (var pair in pairs)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{pair.Run} less {pair.Baseline}: {pair.Score} {pair.Difference:+0.00;-0.00} ({pair.Interval[0]:+0.00;-0.00} to {pair.Interval[1]:+0.00;-0.00}), p = {pair.PValue:0.000}"));
        }

        foreach (var signature in new[] { systems[0].Scores.Bleu, systems[0].Scores.ChrF2, systems[0].Scores.ChrF2PlusPlus }.Select(score => score.Signature))
        {
            console.MarkupLine($"[dim]{Markup.Escape(signature)}[/]");
        }
    }

    private string Mean(Func<TranslationScores, TextScore> score) => Number(systems.Average(system => score(system.Scores).Score));

    private static string Number(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);
}
