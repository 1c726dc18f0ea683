using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem evaluate RUN --report DIR</c>: a page of what a rider who learned from recorded rides does, and its pictures.</summary>
internal static class ReportRide
{
    public static Func<CancellationToken, int> Prepare(CommandContext context, string run, double? target, int episodes, ulong seed, string folder)
    {
        string[] paths = [folder, .. RidePage.FileNames.Select(name => Path.Combine(folder, name))];
        if (paths.FirstOrDefault(File.Exists) is { } taken)
        {
            throw new ArgumentException($"--report {folder}: '{taken}' is there already and is never overwritten: give another folder");
        }

        var measure = RideReport.Prepare(context.Catalog, run, target, episodes, seed, context.Screen.Complain);
        return cancellation =>
        {
            var report = measure(cancellation);
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in RidePage.Write(report))
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }

            context.Screen.Result(
                new
                {
                    Run = run,
                    Report = paths[1],
                    report.Episodes,
                    report.Optimum,
                    Asked = report.Asked.Select(row => new { row.Asked, Greedy = row.Greedy.Summary.MeanReturn, Sampled = row.Sampled.Summary.MeanReturn }),
                    MeanReturn = report.Returns.Average(),
                },
                console => console.MarkupLine($"Written to [bold]{Markup.Escape(paths[1])}[/], its pictures beside it."));
            return ExitCode.Done;
        };
    }
}
