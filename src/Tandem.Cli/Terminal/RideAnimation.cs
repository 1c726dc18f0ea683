using System.Globalization;
using Spectre.Console;
using Tandem.Environments;

namespace Tandem.Cli.Terminal;

/// <summary>Shows a recorded ride: frame over frame on a terminal, the last frame elsewhere.</summary>
internal static class RideAnimation
{
    public static void Play(Screen screen, RecordedRide ride, IRideRenderer renderer, TimeSpan pause, CancellationToken cancellation)
    {
        var profile = screen.Results.Profile;
        var style = new DrawingStyle
        {
            Color = profile.Capabilities.Ansi && profile.Capabilities.ColorSystem != ColorSystem.NoColors,
            Unicode = profile.Capabilities.Unicode,
            Columns = profile.Width,
            Lines = Math.Max(profile.Height - 1, 10),
        };
        var first = screen.IsTerminal && profile.Capabilities.Ansi ? 0 : ride.Moments.Count - 1;
        for (var moment = first; moment < ride.Moments.Count; moment++)
        {
            var frame = renderer.Draw(ride, moment, style);
            if (moment > first)
            {
                screen.Output.Write(string.Create(CultureInfo.InvariantCulture, $"\u001b[{frame.Count}A"));
            }

            foreach (var line in frame)
            {
                screen.Output.WriteLine(line);
            }

            screen.Output.Flush();
            if (moment < ride.Moments.Count - 1 && cancellation.WaitHandle.WaitOne(pause))
            {
                return;
            }
        }
    }
}
