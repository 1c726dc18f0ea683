using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;

namespace Tandem.Cli.Terminal;

/// <summary>What several seeds come to: every one of them, their mean and the mean of their middle half with 95% intervals, and their curve.</summary>
internal sealed class SeedReport(SeedScores scores)
{
    private const int ChartHeight = 10, ChartWidth = 60;

    private readonly SeedCurves curves = new(scores.Seeds.Select(seed => seed.Curve));

    /// <summary>What the curves run along.</summary>
    private readonly string unit = scores.Seeds[0].CountedIn;

    /// <summary>Whether there are curves to draw.</summary>
    public bool HasCurves => !curves.IsEmpty;

    /// <summary>The figure of the learning curves.</summary>
    public Chart Figure => curves.Draw(Text($"{scores.Task}, {scores.Spec.Id}, {Count}"), unit);

    /// <summary>The report as JSON. The names are a contract with scripts.</summary>
    public object Json => new
    {
        scores.Task,
        Env = scores.Spec.Id,
        scores.Summary.Mean,
        MeanInterval = Ends(scores.Summary.MeanInterval),
        scores.Summary.InterquartileMean,
        InterquartileMeanInterval = Ends(scores.Summary.InterquartileMeanInterval),
        scores.Optimum,
        Regret = scores.Best is { } best ? new { To = best.Name, best.Return, Regret = best.Return - scores.Summary.Mean } : null,
        Seeds = scores.Seeds.Select(seed => new { seed.Run, seed.Seed, seed.Checkpoint, Score = ScoreJson.Of(seed.Score) }),
        Untrained = scores.Untrained.Select(rider => new { rider.Rider, Score = ScoreJson.Of(rider) }),
    };

    /// <summary>Writes curve, table and sums.</summary>
    public void Write(IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(scores.Task)}[/] in [bold]{Markup.Escape(scores.Spec.Id)}[/], {Count}");
        if (HasCurves)
        {
            console.MarkupLine("[bold]Evaluation[/] [dim](mean of the seeds)[/]");
            foreach (var line in LineChart.Draw(curves.Mean, ChartWidth, ChartHeight, unit, curves.End))
            {
                console.WriteLine(line);
            }

            console.WriteLine();
        }

        var table = new ScoreTable(scores.Optimum);
        foreach (var rider in scores.Untrained.Concat(scores.Seeds.Select(seed => seed.Score)))
        {
            table.Add(rider);
        }

        table.AddOptimum(steps: null).Write(console);
        WriteSums(console);
    }

    private void WriteSums(IAnsiConsole console)
    {
        var summary = scores.Summary;
        console.MarkupLine(summary.Scores.Count == 1 ? "One seed tells nothing of another: train more with --seeds N" : Text($"Mean of the seeds [bold]{summary.Mean:0.00}[/], 95% interval {Interval(summary.MeanInterval)}; of their middle half [bold]{summary.InterquartileMean:0.00}[/], {Interval(summary.InterquartileMeanInterval)}"));
        if (scores.Best is { } best)
        {
            console.MarkupLine(Text($"Regret to {Markup.Escape(best.Name)}, {best.Return:0.00}: [bold]{best.Return - summary.Mean:0.00}[/]"));
        }

        if (scores.Spec.RewardThreshold is { } threshold)
        {
            console.MarkupLine(Text($"{summary.Scores.Count(score => score >= threshold)} of {Count} {(summary.Scores.Count == 1 ? "reaches" : "reach")} {threshold:0.##}, from which on the world counts as solved"));
        }
    }

    private string Count => scores.Seeds.Count == 1 ? "1 seed" : Text($"{scores.Seeds.Count} seeds");

    private static double[] Ends((double Low, double High) interval) => [interval.Low, interval.High];

    private static string Interval((double Low, double High) interval) => Text($"{interval.Low:0.00} to {interval.High:0.00}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
