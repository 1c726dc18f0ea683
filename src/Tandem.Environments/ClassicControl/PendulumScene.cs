using System.Globalization;

namespace Tandem.Environments.ClassicControl;

/// <summary>What a ride of <see cref="Pendulum"/> looks like: the rod around its hinge, and a mark where it should stand.</summary>
internal static class PendulumScene
{
    private static readonly CanvasView View = new(-1.25, 1.25, -1.25, 1.25, Columns: 29, Lines: 14);

    public static IRideRenderer Renderer { get; } = new SceneRenderer<PendulumState>(
        View,
        Draw,
        now => string.Create(CultureInfo.InvariantCulture, $"torque {now.Values[0]:0.0}"),
        new SceneEnd("ended", "time is over", TerminationIsGood: false));

    private static void Draw(Canvas canvas, RideMoment now, PendulumState state)
    {
        var (sine, cosine) = Math.SinCos(state.Radians);
        canvas.Line(0, 1.05, 0, 1.2, Pen.Green, '|');
        canvas.Line(0, 0, -sine, cosine, Pen.Bright, '*');
        canvas.Mark(0, 0, '+', Pen.FrameColor);
    }
}
