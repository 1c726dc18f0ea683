using System.Globalization;
using Spectre.Console;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Terminal;

/// <summary>Recorded episodes on one page: facts, how returns and lengths are spread, every number, and what is wrong.</summary>
/// <param name="set">The episodes.</param>
/// <param name="inspection">What they come to.</param>
/// <param name="spec">What the catalogue says of their world; null: it does not know it.</param>
/// <param name="optimum">The exact return of the best possible rider; null: it is not known.</param>
internal sealed class EpisodeSheet(EpisodeSet set, EpisodeInspection inspection, EnvironmentSpec? spec, double? optimum)
{
    public void Write(IAnsiConsole console)
    {
        console.Write(Facts());
        if (inspection.Returns is { } returns)
        {
            Spread(console, "Return", returns);
        }

        Spread(console, "Length in steps", inspection.Lengths);
        console.Write(Numbers("Observation", inspection.Observations, spec?.ObservationMeanings));
        console.Write(Numbers("Action", inspection.Actions, spec?.ActionMeanings));
        console.Write(Numbers("Reward", [inspection.Rewards], spec?.RewardMeaning is { } reward ? [reward] : null));
        foreach (var finding in inspection.Findings)
        {
            var style = finding.Severity == FindingSeverity.Error ? "red" : "yellow";
            console.MarkupLine($"[{style}]{finding.Severity}[/]: {Markup.Escape($"{finding.Problem}: {finding.Remedy}")}");
        }
    }

    private Grid Facts()
    {
        var all = inspection.Statistics;
        var facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Fact(facts, "World", $"{set.World}");
        Fact(facts, "Episodes", $"{all.Episodes:#,0}, {all.Steps:#,0} steps in {set.Shards.Count} files");
        foreach (var rider in set.Shards.GroupBy(shard => shard.Rider))
        {
            Fact(facts, "Rider", $"{(rider.Key.Length > 0 ? rider.Key : "not named")}: {rider.Sum(shard => (long)shard.Episodes):#,0} episodes, {rider.Sum(shard => shard.Steps):#,0} steps");
        }

        Fact(facts, "Return", $"mean {all.MeanReturn:0.##}, from {all.Returns.Low:0.##} to {all.Returns.High:0.##}");
        Fact(facts, "Length", $"mean {all.MeanLength:0.#} steps, from {all.Lengths.Low} to {all.Lengths.High}");
        Fact(facts, "Ended", $"{all.Terminated:#,0} terminated, {all.Truncated:#,0} truncated; {all.Unfinished:#,0} were cut before their end");
        if (inspection.Transitions is { } seen)
        {
            Fact(facts, "Ceiling", $"{seen.Ceiling:0.##}: the best mean return that can be put together from the {seen.Table.States:#,0} states seen, by value iteration");
        }

        if (optimum is { } best)
        {
            Fact(facts, "Optimum", $"{best:0.##}: the mean return of the best rider there can be; {set.CountReaching(best):#,0} episodes earn as much");
        }

        return facts;
    }

    private static void Spread(IAnsiConsole console, string title, Histogram histogram)
    {
        console.MarkupLine($"\n[bold]{title}[/]");
        foreach (var line in BarChart.Draw(histogram))
        {
            console.WriteLine(line);
        }
    }

    private static Table Numbers(string title, IReadOnlyList<NumberSummary> numbers, IReadOnlyList<NumberMeaning>? meanings)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(title);
        foreach (var column in new[] { "Low", "High", "Mean", "Deviation", "Not finite", "Outside" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        for (var i = 0; i < numbers.Count; i++)
        {
            var name = meanings is not null && i < meanings.Count ? meanings[i].Name : i.ToString(CultureInfo.InvariantCulture);
            table.AddRow(
                $"[bold]{Markup.Escape(name)}[/]", Number(numbers[i].Low), Number(numbers[i].High), Number(numbers[i].Mean), Number(numbers[i].Deviation),
                Count(numbers[i].NotFinite), Count(numbers[i].Outside));
        }

        return table;
    }

    private static string Number(double number) => double.IsNaN(number) ? "–" : number.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Count(long count) => count == 0 ? "0" : $"[red]{count.ToString("#,0", CultureInfo.InvariantCulture)}[/]";

    private static void Fact(Grid facts, string name, FormattableString value) =>
        facts.AddRow($"[bold]{name}[/]", Markup.Escape(value.ToString(CultureInfo.InvariantCulture)));
}
