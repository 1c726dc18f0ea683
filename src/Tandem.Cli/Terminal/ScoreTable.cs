using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;

namespace Tandem.Cli.Terminal;

/// <summary>Riders side by side: return with its interval, steps, success, and regret where an optimum is known.</summary>
internal sealed class ScoreTable
{
    private readonly Table table = new Table().Border(TableBorder.Rounded);
    private readonly double? optimum;

    /// <param name="optimum">The exact return of the best possible ride; null: it is not known.</param>
    public ScoreTable(double? optimum)
    {
        this.optimum = optimum;
        table.AddColumn("Rider");
        foreach (var column in new[] { "Rides", "Mean\nreturn", "95%\ninterval", "Mean\nsteps", "Success" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        if (optimum is not null)
        {
            table.AddColumn(new TableColumn("Regret").RightAligned());
        }
    }

    public ScoreTable Add(RiderScore score)
    {
        var (low, high) = score.Summary.MeanReturnInterval;
        string[] cells =
        [
            $"[bold]{Markup.Escape(score.Rider)}[/]",
            score.Summary.Rides.ToString(CultureInfo.InvariantCulture),
            Number(score.Summary.MeanReturn),
            low == high ? "—" : $"{Number(low)} to {Number(high)}",
            Steps(score.Summary.MeanSteps),
            score.Success is { } success ? success.ToString("0%", CultureInfo.InvariantCulture) : "—",
        ];
        table.AddRow(optimum is { } best ? [.. cells, Number(best - score.Summary.MeanReturn)] : cells);
        return this;
    }

    public ScoreTable AddOptimum(int? steps)
    {
        if (optimum is { } best)
        {
            table.AddRow("[bold]optimum[/]", "", Number(best), "", steps is { } count ? Steps(count) : "", "", Number(0));
        }

        return this;
    }

    public void Write(IAnsiConsole console) => console.Write(table);

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Steps(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
