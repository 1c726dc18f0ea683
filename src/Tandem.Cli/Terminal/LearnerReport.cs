using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;
using Tandem.Learning.Reinforcement;
using Tandem.Runs.Metrics;

namespace Tandem.Cli.Terminal;

/// <summary>What a finished training by acting shows: its learning curve, what it came to, and what to do next.</summary>
internal sealed class LearnerReport
{
    private const int ChartHeight = 10, ChartWidth = 60, SmoothingWindow = 20;

    private readonly LearnerTraining training;
    private readonly LearnerRun run;
    private readonly string path;
    private readonly double seconds;
    private readonly string curve;

    private LearnerReport(LearnerTraining training, double seconds, string curve) =>
        (this.training, run, path, this.seconds, this.curve) = (training, training.Run, training.Directory.Path, seconds, curve);

    /// <summary>The report of a training, whose curve is drawn into its folder.</summary>
    /// <param name="training">It is complete.</param>
    /// <param name="time">What it took, evaluations included, since it was begun or resumed.</param>
    public static LearnerReport Of(LearnerTraining training, TimeSpan time) => new(training, time.TotalSeconds, LearnerCurve.Draw(training));

    /// <summary>The report as the JSON of <c>--json</c>. The names are a contract with scripts.</summary>
    public object Json => new
    {
        Run = path,
        run.Episodes,
        run.Learner.Steps,
        Seconds = Math.Round(seconds, 3),
        run.RecentReturn,
        Evaluation = run.LastEvaluation?.MeanReturn,
        BestEvaluation = run.BestEvaluation is { } best ? new { best.At, best.MeanReturn } : null,
        LearningCurve = curve,
    };

    /// <summary>Writes the report.</summary>
    public void Write(IAnsiConsole console)
    {
        WriteCurve(console, training);
        var (done, _, unit) = run.Learner.Progress;
        console.MarkupLine(Text($"Mean return of the last episodes, {LearnerRun.RecentEpisodes} at most: [bold]{run.RecentReturn:0.00}[/] ({run.Episodes:#,0} episodes, {run.Learner.Steps:#,0} steps, {seconds:0.0} s)"));
        if ((run.LastEvaluation, run.BestEvaluation) is ({ } last, { } best))
        {
            console.MarkupLine(Text($"Evaluated in worlds of its own: [bold]{last.MeanReturn:0.00}[/] at the end, {best.MeanReturn:0.00} at best, by {unit[..^1]} {best.At:#,0} of {done:#,0}"));
        }

        console.MarkupLine($"Saved in [bold]{Markup.Escape(path)}[/], its curve in {LearnerCurve.FileName}. Next:");
        NextSteps.Write(console, ($"tandem ride {path}", "watch it"), ($"tandem evaluate {path}", "score it"));
    }

    /// <summary>The return of training episodes, smoothed.</summary>
    public static void WriteCurve(IAnsiConsole console, LearnerTraining training)
    {
        double[] returns = [.. MetricsFile.Curve(training.Directory.MetricsPath, LearnerRun.ReturnMetric).Select(point => point.Value)];
        if (returns.Length < 2)
        {
            return;
        }

        var (done, _, unit) = training.Run.Learner.Progress;
        console.MarkupLine($"[bold]Return[/] [dim](mean of {Math.Min(SmoothingWindow, returns.Length)} lines of metrics)[/]");
        foreach (var line in LineChart.Draw(LineChart.MovingAverage(returns, SmoothingWindow), ChartWidth, ChartHeight, unit, done))
        {
            console.WriteLine(line);
        }

        console.WriteLine();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
