namespace Tandem.Cli.Terminal;

/// <summary>How far some work is: one line that is drawn over on a terminal, a plain line every few seconds elsewhere.</summary>
internal sealed class ProgressLine(Screen screen, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly TimeSpan interval = screen.IsTerminal ? TerminalInterval : PlainInterval;
    private readonly long begun = time.GetTimestamp();
    private long shown = time.GetTimestamp();
    private bool lineIsOpen;

    /// <summary>Shows a line if it is time to.</summary>
    /// <param name="line">Makes the line, given how long the work has taken.</param>
    /// <param name="isLast">Whether it is the last, which is always shown.</param>
    public void Show(Func<TimeSpan, string> line, bool isLast = false)
    {
        if (!screen.ShowsProgress || (!isLast && time.GetElapsedTime(shown) < interval))
        {
            return;
        }

        shown = time.GetTimestamp();
        var text = line(time.GetElapsedTime(begun));
        if (screen.IsTerminal)
        {
            var room = Math.Max(screen.Messages.Profile.Width - 1, 1);
            screen.Error.Write($"\r\u001b[K{(text.Length > room ? text[..room] : text)}");
            lineIsOpen = true;
        }
        else
        {
            screen.Error.WriteLine(text);
        }
    }

    /// <summary>Writes a line that stays; the next one that is drawn over stands below it.</summary>
    public void Keep(string text)
    {
        if (!screen.ShowsProgress)
        {
            return;
        }

        screen.Error.WriteLine(lineIsOpen ? $"\r\u001b[K{text}" : text);
        lineIsOpen = false;
    }

    /// <summary>Ends the line; what is written next stands below it.</summary>
    public void Dispose()
    {
        if (lineIsOpen)
        {
            screen.Error.WriteLine();
            lineIsOpen = false;
        }
    }
}
