namespace Tandem.Environments.ClassicControl;

/// <summary>What a ride on <see cref="CartPole"/> looks like: the track, the cart, and the pole with its whole length.</summary>
internal static class CartPoleScene
{
    private const double HalfCartMetres = 0.25;
    private const double CartHeightMetres = 0.2;

    private static readonly CanvasView View = new(-2.8, 2.8, -0.3, 1.4, Columns: 57, Lines: 9);

    public static IRideRenderer Renderer { get; } = new SceneRenderer<CartPoleState>(
        View, Draw, now => now.Choices[0] == 1 ? "push right" : "push left", new SceneEnd("fallen", "still standing", TerminationIsGood: false));

    private static void Draw(Canvas canvas, RideMoment now, CartPoleState state)
    {
        canvas.Line(-CartPole.TrackMetres, -0.05, CartPole.TrackMetres, -0.05, Pen.Quiet, '-');
        for (var height = 0.0; height < CartHeightMetres; height += 0.04)
            canvas.Line(state.Metres - HalfCartMetres, height, state.Metres + HalfCartMetres, height, Pen.Blue, '#');

        var (sine, cosine) = Math.SinCos(state.Radians);
        var length = 2 * CartPole.HalfPoleMetres;
        canvas.Line(state.Metres, CartHeightMetres, state.Metres + (length * sine), CartHeightMetres + (length * cosine), Pen.Bright, '*');
    }
}
