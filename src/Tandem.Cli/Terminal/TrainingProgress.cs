using System.Globalization;
using Tandem.Learning.Reinforcement;

namespace Tandem.Cli.Terminal;

/// <summary>
/// How far a training is: one line that is drawn over on a terminal, a plain line every few seconds elsewhere.
/// </summary>
internal sealed class TrainingProgress(Screen screen, TimeProvider time, ReinforceRun run, int episodes) : IDisposable
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private const double LongestSeconds = 1e9;

    private readonly TimeSpan interval = screen.IsTerminal ? TerminalInterval : PlainInterval;
    private readonly long begun = time.GetTimestamp();
    private readonly int firstEpisode = run.Training.Episodes;
    private long shown = time.GetTimestamp();
    private bool lineIsOpen;

    /// <summary>Takes note of an update and shows it if it is time to.</summary>
    public void Show(ReinforceUpdate update)
    {
        if (!screen.ShowsProgress || (time.GetElapsedTime(shown) < interval && update.Episodes < episodes))
        {
            return;
        }

        shown = time.GetTimestamp();
        var line = Line(update);
        if (screen.IsTerminal)
        {
            var room = Math.Max(screen.Messages.Profile.Width - 1, 1);
            screen.Error.Write($"\r\u001b[K{(line.Length > room ? line[..room] : line)}");
            lineIsOpen = true;
        }
        else
        {
            screen.Error.WriteLine(line);
        }
    }

    public void Dispose()
    {
        if (lineIsOpen)
        {
            screen.Error.WriteLine();
        }
    }

    private string Line(ReinforceUpdate update)
    {
        var seconds = Math.Max(time.GetElapsedTime(begun).TotalSeconds, 1e-6);
        var rate = (update.Episodes - firstEpisode) / seconds;
        var left = TimeSpan.FromSeconds(Math.Min(Math.Round((episodes - update.Episodes) / rate), LongestSeconds));
        var end = update.Episodes < episodes ? $"{left:c} left" : string.Create(CultureInfo.InvariantCulture, $"in {seconds:0.0} s");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"episode {update.Episodes}/{episodes}  return {run.RecentReturn:0.0} (last {Math.Min(ReinforceRun.RecentUpdates, update.Episodes)})  {rate:#,0} episodes/s  {end}");
    }
}
