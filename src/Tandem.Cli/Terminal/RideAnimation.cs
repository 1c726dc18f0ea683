using System.Globalization;
using Spectre.Console;
using Tandem.Environments;

namespace Tandem.Cli.Terminal;

/// <summary>Shows a recorded ride: frame over frame on a terminal, the last frame elsewhere.</summary>
internal static class RideAnimation
{
    public static void Play(Screen screen, RecordedRide ride, IRideRenderer renderer, RidePace pace, CancellationToken cancellation)
    {
        var profile = screen.Results.Profile;
        var style = new DrawingStyle
        {
            Color = profile.Capabilities.Ansi && profile.Capabilities.ColorSystem != ColorSystem.NoColors,
            Unicode = profile.Capabilities.Unicode,
            Columns = profile.Width,
            Lines = Math.Max(profile.Height - 1, 10),
        };
        var last = ride.Moments.Count - 1;
        var drawnLines = 0;
        foreach (var moment in screen.IsTerminal && profile.Capabilities.Ansi ? pace.Moments(last) : [last])
        {
            var frame = renderer.Draw(ride, moment, style);
            if (drawnLines > 0)
            {
                screen.Output.Write(string.Create(CultureInfo.InvariantCulture, $"\u001b[{drawnLines}A"));
            }

            // What the frame before had further right is wiped out.
            foreach (var line in frame)
            {
                screen.Output.WriteLine(drawnLines > 0 ? $"{line}\u001b[K" : line);
            }

            drawnLines = frame.Count;
            screen.Output.Flush();
            if (moment < last && cancellation.WaitHandle.WaitOne(pace.Pause))
            {
                return;
            }
        }
    }
}
