using System.Globalization;
using System.Net;
using System.Text;
using Tandem.Cli.Tasks;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Plots;

/// <summary>
/// A <see cref="RideReport"/> as one HTML page that needs nothing beside it, since its pictures stand in it as SVG; and each picture as
/// a file of its own, to be put elsewhere.
/// </summary>
internal static class RidePage
{
    private const string PageName = "index.html", AskedName = "asked.svg", ReturnsName = "returns.svg", AttentionName = "attention.svg";
    private const int MostRanges = 20;

    private const string Style =
        "body{font-family:sans-serif;max-width:940px;margin:2em auto;padding:0 1em;color:#222}" +
        "svg{max-width:100%;height:auto}table{border-collapse:collapse}td,th{padding:.2em .9em;text-align:right;border-bottom:1px solid #ddd}" +
        "h2{margin-top:2em}p{line-height:1.5}code{background:#f3f3f3;padding:.1em .3em}";

    /// <summary>The files that a report may have, the page first.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [PageName, AskedName, ReturnsName, AttentionName];

    /// <summary>The text of each of a report's files, by name.</summary>
    public static IReadOnlyDictionary<string, string> Write(RideReport report)
    {
        var files = new Dictionary<string, string> { [ReturnsName] = SvgCanvas.Of(ReturnsChart(report)) };
        if (report.Asked.Count > 0)
        {
            files[AskedName] = SvgCanvas.Of(AskedChart(report));
        }

        if (report.Attention is { } attention)
        {
            files[AttentionName] = SvgCanvas.Of(AttentionMap(attention));
        }

        files[PageName] = Page(report, files);
        return files;
    }

    private static string Page(RideReport report, Dictionary<string, string> pictures)
    {
        var page = new StringBuilder();
        page.AppendLine(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{Plain(report.Run)}</title><style>{Style}</style></head>\n<body>");
        page.AppendLine(CultureInfo.InvariantCulture, $"<h1>{Plain(report.Run)}</h1>\n<p>{Plain(report.World)}</p>");
        Asked(page, report, pictures.GetValueOrDefault(AskedName));
        Returns(page, report, pictures[ReturnsName]);
        Attention(page, report.Attention, pictures.GetValueOrDefault(AttentionName));
        return page.AppendLine("</body>\n</html>").ToString();
    }

    private static void Asked(StringBuilder page, RideReport report, string? picture)
    {
        page.AppendLine("<h2>Asked and achieved</h2>");
        if (picture is null)
        {
            page.AppendLine("<p>This rider asks for no return: it imitates, or asks its critic for the best at every step.</p>");
            return;
        }

        page.AppendLine(CultureInfo.InvariantCulture, $"<p>The mean return of {report.Episodes} rides for each return that was asked for.</p>");
        page.AppendLine(picture);
        page.AppendLine("<table><tr><th>asked</th><th>greedy</th><th>sampled</th><th>steps, greedy</th></tr>");
        foreach (var (asked, greedy, sampled) in report.Asked)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"<tr><td>{asked:0.##}</td><td>{greedy.Summary.MeanReturn:0.00}</td><td>{sampled.Summary.MeanReturn:0.00}</td><td>{greedy.Summary.MeanSteps:0.0}</td></tr>");
        }

        page.AppendLine("</table>");
    }

    private static Chart AskedChart(RideReport report)
    {
        var (low, high) = (report.Asked[0].Asked, report.Asked[^1].Asked);
        ChartLine[] levels =
        [
            new("as asked", [(low, low), (high, high)]) { IsDashed = true },
            new("best in the data", [(low, report.Data.High), (high, report.Data.High)]) { IsDashed = true },
            .. report.Optimum is { } best ? [new ChartLine("optimum", [(low, best), (high, best)]) { IsDashed = true }] : Array.Empty<ChartLine>(),
        ];
        return new Chart
        {
            Title = "Asked and achieved",
            XTitle = "return asked for",
            YTitle = "mean return achieved",
            Lines =
            [
                new("greedy", [.. report.Asked.Select(row => (row.Asked, row.Greedy.Summary.MeanReturn))]),
                new("sampled", [.. report.Asked.Select(row => (row.Asked, row.Sampled.Summary.MeanReturn))]),
                .. levels,
            ],
        };
    }

    private static void Returns(StringBuilder page, RideReport report, string picture)
    {
        page.AppendLine("<h2>The data and the rider</h2>");
        page.AppendLine(report.DataReturns.Count == 0
            ? $"<p>Returns of {report.Returns.Count} greedy rides. The episodes that it learned from are not where they were.</p>"
            : $"<p>Returns of {report.Returns.Count} greedy rides, beside those of the {report.DataReturns.Count} finished episodes in its data.</p>");
        page.AppendLine(picture);
    }

    private static Chart ReturnsChart(RideReport report)
    {
        var ranges = Histogram.Of(report.DataReturns.Concat(report.Returns), MostRanges);
        return new Chart
        {
            Title = "Returns",
            XTitle = "return",
            YTitle = "share of the rides, %",
            Lines = [.. new[] { ("data", report.DataReturns), ("rider", report.Returns) }.Where(rides => rides.Item2.Count > 0).Select(rides => new ChartLine(rides.Item1, Outline(ranges, rides.Item2)))],
        };
    }

    /// <summary>The outline of a histogram's bars, in percent.</summary>
    private static (double X, double Y)[] Outline(Histogram ranges, IReadOnlyList<double> numbers)
    {
        var width = ranges.Width > 0 ? ranges.Width : 1;
        var counts = new int[ranges.Counts.Count];
        foreach (var number in numbers)
        {
            counts[Math.Min((int)((number - ranges.Low) / width), counts.Length - 1)]++;
        }

        var left = ranges.Low - (ranges.Width > 0 ? 0 : 0.5);
        return
        [
            (left, 0),
            .. counts.Index().SelectMany(range => new[]
            {
                (left + (range.Index * width), 100.0 * range.Item / numbers.Count),
                (left + ((range.Index + 1) * width), 100.0 * range.Item / numbers.Count),
            }),
            (left + (counts.Length * width), 0),
        ];
    }

    private static void Attention(StringBuilder page, DecisionAttention? attention, string? picture)
    {
        page.AppendLine("<h2>One decision</h2>");
        if (attention is null)
        {
            page.AppendLine("<p>This rider has no attention.</p>");
            return;
        }

        page.AppendLine(CultureInfo.InvariantCulture, $"<p>Where each layer looked, the mean over its heads, from the observation of step {attention.Step}, which the action is read from. Behind each token how many steps before.</p>");
        page.AppendLine(picture);
    }

    private static HeatMap AttentionMap(DecisionAttention attention)
    {
        var values = new double[attention.Layers.Length, attention.Tokens.Length];
        for (var layer = 0; layer < attention.Layers.Length; layer++)
        {
            for (var token = 0; token < attention.Tokens.Length; token++)
            {
                values[layer, token] = attention.Layers[layer][token];
            }
        }

        return new HeatMap
        {
            Title = "Attention",
            Values = values,
            RowLabels = [.. Enumerable.Range(1, attention.Layers.Length).Select(layer => string.Create(CultureInfo.InvariantCulture, $"layer {layer}"))],
            ColumnLabels = [.. attention.Tokens.Select(token => token.StepsBefore == 0 ? token.Token : string.Create(CultureInfo.InvariantCulture, $"{token.Token} -{token.StepsBefore}"))],
        };
    }

    private static string Plain(string text) => WebUtility.HtmlEncode(text);
}
