namespace Tandem.Environments.ClassicControl;

/// <summary>Draws rides of a world that is a scene seen from the side: a frame, the scene, and below it what the last step did.</summary>
/// <param name="view">The part of the world that is shown.</param>
/// <param name="draw">Draws one moment.</param>
/// <param name="did">Says what an action was.</param>
/// <param name="end">How a ride ends: terminated, and cut by its limit; what is good is painted green.</param>
internal sealed class SceneRenderer<TState>(
    CanvasView view,
    Action<Canvas, RideMoment, TState> draw,
    Func<RideMoment, string> did,
    SceneEnd end) : IRideRenderer
    where TState : struct
{
    public IReadOnlyList<string> Draw(RecordedRide ride, int moment, DrawingStyle style)
    {
        var now = ride.Moments[moment];
        var state = now.State is TState known ? known
            : throw new ArgumentException($"the ride has no {typeof(TState).Name} to draw: give the renderer a ride in its own world");
        var (pen, canvas) = (new Pen(style), new Canvas(view, style));
        draw(canvas, now, state);
        return
        [
            pen.Top(canvas.Columns),
            .. canvas.Drawn(pen).Select(line => pen.Side + line + pen.Side),
            pen.Bottom(canvas.Columns),
            Pen.Status(now, now.Step == 0 ? "" : did(now), end.Of(now, pen)),
        ];
    }
}

/// <summary>How a ride ends, in a word or two, and which end is the good one.</summary>
/// <param name="Terminated">What is said where the decision process ended.</param>
/// <param name="Truncated">What is said where the ride was cut.</param>
/// <param name="TerminationIsGood">Whether the first is what the world is about; else it is the second.</param>
internal sealed record SceneEnd(string Terminated, string Truncated, bool TerminationIsGood)
{
    public string Of(RideMoment now, Pen pen) =>
        now.Terminated ? pen.Paint(Terminated, TerminationIsGood ? Pen.Green : Pen.Red)
        : now.Truncated ? pen.Paint(Truncated, TerminationIsGood ? Pen.Red : Pen.Green)
        : "";
}
