using System.Globalization;
using Tandem.Learning.Reinforcement;

namespace Tandem.Cli.Terminal;

/// <summary>How far trainings side by side are: a line that stays for each that has ended, and one for those at work.</summary>
internal sealed class SeedProgress(Screen screen, TimeProvider time, int seeds) : IDisposable
{
    private readonly Lock writing = new();
    private readonly ProgressLine line = new(screen, time);
    private readonly SortedDictionary<int, LearnerRun> working = [];
    private long steps;
    private int ended;

    /// <summary>What is told of a seed's updates.</summary>
    public Action<LearnerRun> Watch(int seed, LearnerRun run)
    {
        var known = run.Learner.Steps;
        return run =>
        {
            lock (writing)
            {
                working[seed] = run;
                steps += run.Learner.Steps - known;
                known = run.Learner.Steps;
                line.Show(Line);
            }
        };
    }

    /// <summary>A seed's training has ended.</summary>
    public void End(int seed)
    {
        lock (writing)
        {
            ended++;
            line.Keep(working.Remove(seed, out var run)
                ? string.Create(CultureInfo.InvariantCulture, $"seed {seed} ({ended} of {seeds}): {LearnerProgressLine.Returns(run)}")
                : $"seed {seed} ({ended} of {seeds}) was complete");
        }
    }

    public void Dispose() => line.Dispose();

    private string Line(TimeSpan elapsed)
    {
        var each = working.Select(seed => string.Create(
            CultureInfo.InvariantCulture, $"seed {seed.Key}: {100.0 * seed.Value.Learner.Progress.Done / seed.Value.Learner.Progress.Total:0}%"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ended}/{seeds} seeds  {string.Join("  ", each)}  {steps / Math.Max(elapsed.TotalSeconds, 1e-6):#,0} steps/s");
    }
}
