using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary>Scores several runs at once, and sums up those that differ in their seed alone: <c>tandem evaluate RUN RUN …</c>.</summary>
internal static class ScoreSeeds
{
    public static Func<CancellationToken, int> Prepare(CommandContext context, IReadOnlyList<string> runs, double? target, int episodes, ulong seed, string? plot)
    {
        var file = plot is null ? null : PlotFile.At(plot);
        var opened = runs.Select(run =>
        {
            using var rider = TrainedRider.Open(context.Catalog, run, target, _ => { });
            var directory = RunDirectory.Open(run);
            return (run, SeedGroup.Of(directory, rider.Choice), directory.Record.Seed);
        });
        SeedGroup.RequireEachSeedOnce(opened); // what is wrong is said before anything is ridden

        return cancellation =>
        {
            var groups = SeedScores.Of(context.Catalog, runs, target, episodes, seed, context.Screen.Complain, cancellation);
            SeedReport[] reports = [.. groups.Select(scores => new SeedReport(scores))];
            if (file is not null)
            {
                Draw(context.Screen, file, reports);
            }

            context.Screen.Result(new { Groups = reports.Select(report => report.Json) }, console =>
            {
                foreach (var report in reports)
                {
                    report.Write(console);
                    console.WriteLine();
                }
            });
            return ExitCode.Done;
        };
    }

    private static void Draw(Screen screen, PlotFile file, SeedReport[] reports)
    {
        if (reports is not [{ HasCurves: true } report])
        {
            screen.Complain($"--plot {file.Path} is left out: it draws runs of one task in one world that were evaluated while they trained");
            return;
        }

        file.Write(report.Figure);
        screen.Say($"Drawn to {Markup.Escape(file.Path)}.");
    }
}
