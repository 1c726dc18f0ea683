using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem evaluate RUN --report DIR</c>: a page of what a rider who learned from recorded rides does.</summary>
internal static class ReportRide
{
    private const string FileName = "index.html";

    public static Func<CancellationToken, int> Prepare(CommandContext context, string run, double? target, int episodes, ulong seed, string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(folder) || File.Exists(path))
        {
            throw new ArgumentException($"--report {folder}: '{(File.Exists(folder) ? folder : path)}' is there already and is never overwritten: give another folder");
        }

        var measure = RideReport.Prepare(context.Catalog, run, target, episodes, seed, context.Screen.Complain);
        return cancellation =>
        {
            var report = measure(cancellation);
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, RidePage.Write(report));
            context.Screen.Result(
                new
                {
                    Run = run,
                    Report = path,
                    report.Episodes,
                    report.Optimum,
                    Asked = report.Asked.Select(row => new { row.Asked, Greedy = row.Greedy.Summary.MeanReturn, Sampled = row.Sampled.Summary.MeanReturn }),
                    MeanReturn = report.Returns.Average(),
                },
                console => console.MarkupLine($"Written to [bold]{Markup.Escape(path)}[/]."));
            return ExitCode.Done;
        };
    }
}
