using System.Globalization;

namespace Tandem.Environments.ClassicControl;

/// <summary>What a ride of the mountain cars looks like: the road, the goal's flag, and the car on the road.</summary>
internal static class MountainCarScene
{
    private static readonly CanvasView View = new(MountainValley.Wall, MountainValley.RightEnd, 0, 1.2, Columns: 54, Lines: 12);

    public static IRideRenderer Renderer(double goal) => new SceneRenderer<MountainCarState>(
        View, (canvas, _, state) => Draw(canvas, goal, state), Did, new SceneEnd("arrived", "out of time", TerminationIsGood: true));

    private static void Draw(Canvas canvas, double goal, MountainCarState state)
    {
        canvas.Curve(MountainValley.Height, Pen.Quiet);
        canvas.Line(goal, MountainValley.Height(goal), goal, MountainValley.Height(goal) + 0.2, Pen.Green, '|');
        var road = MountainValley.Height(state.Place) + 0.04;
        canvas.Line(state.Place - 0.03, road, state.Place + 0.03, road, Pen.Bright, 'o');
        canvas.Line(state.Place - 0.015, road + 0.04, state.Place + 0.015, road + 0.04, Pen.Bright, 'o');
    }

    private static string Did(RideMoment now) => now.Values is [var throttle]
        ? string.Create(CultureInfo.InvariantCulture, $"throttle {throttle:0.0}")
        : now.Choices[0] switch { 0 => "left", 1 => "coast", _ => "right" };
}
