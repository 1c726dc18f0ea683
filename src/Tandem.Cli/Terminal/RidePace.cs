namespace Tandem.Cli.Terminal;

/// <summary>Which moments of a ride are shown, and for how long.</summary>
/// <param name="Stride">Steps from one frame to the next.</param>
/// <param name="Pause">How long a frame stays.</param>
internal readonly record struct RidePace(int Stride, TimeSpan Pause)
{
    private const int LongestPauseMilliseconds = 250;
    private const int LongestShowMilliseconds = 20_000;
    private const int MostFrames = 500;

    /// <summary>A pace that shows a short ride step by step, and a long one in 20 s.</summary>
    /// <param name="steps">Steps of the ride.</param>
    /// <param name="stride">The stride that somebody asked for; null: none.</param>
    /// <param name="pauseMilliseconds">The pause that somebody asked for; null: none.</param>
    public static RidePace Of(int steps, int? stride = null, int? pauseMilliseconds = null)
    {
        var taken = stride ?? Math.Max(1, (steps + MostFrames - 1) / MostFrames);
        var frames = Math.Max(1, (steps + taken - 1) / taken);
        var pause = pauseMilliseconds ?? Math.Min(LongestPauseMilliseconds, LongestShowMilliseconds / frames);
        return new RidePace(taken, TimeSpan.FromMilliseconds(pause));
    }

    /// <summary>The moments that are shown, the first and the last among them.</summary>
    public IEnumerable<int> Moments(int steps)
    {
        for (var moment = 0; moment < steps; moment += Stride)
            yield return moment;

        yield return steps;
    }
}
