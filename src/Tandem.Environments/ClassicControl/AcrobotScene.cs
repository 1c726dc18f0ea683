namespace Tandem.Environments.ClassicControl;

/// <summary>What a ride of <see cref="Acrobot"/> looks like: both links, and the height that the free end should reach.</summary>
internal static class AcrobotScene
{
    private static readonly CanvasView View = new(-2.2, 2.2, -2.2, 2.2, Columns: 33, Lines: 16);

    public static IRideRenderer Renderer { get; } = new SceneRenderer<AcrobotState>(
        View, Draw, now => $"torque {now.Choices[0] - 1}", new SceneEnd("swung up", "out of time", TerminationIsGood: true));

    private static void Draw(Canvas canvas, RideMoment now, AcrobotState state)
    {
        var (upper, lower) = (state.UpperRadians, state.UpperRadians + state.LowerRadians);
        var (elbowX, elbowY) = (Math.Sin(upper), -Math.Cos(upper));
        canvas.Line(-2.2, 1, 2.2, 1, Pen.Quiet, '-');
        canvas.Line(0, 0, elbowX, elbowY, Pen.Blue, '#');
        canvas.Line(elbowX, elbowY, elbowX + Math.Sin(lower), elbowY - Math.Cos(lower), Pen.Bright, '*');
        canvas.Mark(0, 0, '+', Pen.FrameColor);
    }
}
