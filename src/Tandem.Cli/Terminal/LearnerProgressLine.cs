using System.Globalization;
using Tandem.Learning.Reinforcement;

namespace Tandem.Cli.Terminal;

/// <summary>How far a training by acting is, and how well it does.</summary>
internal sealed class LearnerProgressLine(Screen screen, TimeProvider time, LearnerRun run) : IDisposable
{
    private const double LongestSeconds = 1e9;

    private readonly ProgressLine line = new(screen, time);
    private readonly long first = run.Learner.Progress.Done;

    /// <summary>Shows the line if it is time to.</summary>
    public void Show(LearnerRun run) => line.Show(elapsed => Line(run, elapsed), run.IsComplete);

    public void Dispose() => line.Dispose();

    /// <summary>What the last episodes returned, and the last evaluation: <c>return 22.0 (last 100)  evaluation 31.5</c>.</summary>
    public static string Returns(LearnerRun run)
    {
        var recent = run.Episodes == 0
            ? "no episode has ended"
            : Line($"return {run.RecentReturn:0.0} (last {Math.Min(LearnerRun.RecentEpisodes, run.Episodes)})");
        return run.LastEvaluation is { } evaluation ? recent + Line($"  evaluation {evaluation.MeanReturn:0.0}") : recent;
    }

    private string Line(LearnerRun run, TimeSpan elapsed)
    {
        var (done, total, unit) = run.Learner.Progress;
        var seconds = Math.Max(elapsed.TotalSeconds, 1e-6);
        var rate = (done - first) / seconds;
        var left = TimeSpan.FromSeconds(Math.Min(Math.Round((total - done) / rate), LongestSeconds));
        var end = run.IsComplete ? Line($"in {seconds:0.0} s") : $"{left:c} left";
        return Line($"{unit[..^1]} {done:#,0}/{total:#,0}  {Returns(run)}  {rate:#,0} {unit}/s  {end}");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
