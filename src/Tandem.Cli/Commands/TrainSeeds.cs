using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary>Trains several seeds at once, and says what they come to: <c>tandem train ALGORITHM --seeds N</c>.</summary>
internal static class TrainSeeds
{
    private const int Episodes = 100;

    /// <summary>Prepares to go on with trainings whose folder is open and locked.</summary>
    public static Func<CancellationToken, int> Resume(CommandContext context, RunDirectory directory)
    {
        var trainings = SeedTrainings.Resume(context, directory);
        return cancellation => Train(context, trainings, cancellation);
    }

    /// <summary>Trains them to the end or until interrupted.</summary>
    public static int Train(CommandContext context, SeedTrainings trainings, CancellationToken cancellation)
    {
        using (trainings)
        {
            var begun = context.Time.GetTimestamp();
            var path = trainings.Directory.Path;
            if (!Watch(context, trainings, cancellation))
            {
                context.Screen.Complain($"interrupted and saved: go on with 'tandem resume {path}'");
                return ExitCode.Interrupted;
            }

            var seconds = context.Time.GetElapsedTime(begun).TotalSeconds;
            var scores = SeedScores.Of(
                context.Catalog, [.. SeedTrainings.FoldersOf(trainings.Directory)], target: null, Episodes, seed: 0, context.Screen.Complain, cancellation)[0];
            Report(context.Screen, trainings.Directory, scores, seconds);
            return ExitCode.Done;
        }
    }

    private static bool Watch(CommandContext context, SeedTrainings trainings, CancellationToken cancellation)
    {
        using var progress = new SeedProgress(context.Screen, context.Time, trainings.Count);
        return trainings.Train(progress.Watch, progress.End, cancellation);
    }

    private static void Report(Screen screen, RunDirectory directory, SeedScores scores, double seconds)
    {
        var report = new SeedReport(scores);
        var curve = directory.FilePath(LearnerCurve.FileName);
        if (report.HasCurves)
        {
            PlotFile.Write(curve, report.Figure);
        }

        screen.Result(
            new { Run = directory.Path, Seconds = Math.Round(seconds, 3), LearningCurve = curve, Scores = report.Json },
            console =>
            {
                report.Write(console);
                console.MarkupLine($"Saved in [bold]{Markup.Escape(directory.Path)}[/], the curve in {LearnerCurve.FileName}. Next:");
                NextSteps.Write(console, ($"tandem ride {scores.Seeds[0].Run}", "watch one"), ($"tandem evaluate {directory.Path}", "score them again"));
            });
    }
}
