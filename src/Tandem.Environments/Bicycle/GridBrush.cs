namespace Tandem.Environments.Bicycle;

/// <summary>The pieces that a drawing of the grid is put together from, in the characters and colours that a terminal can show.</summary>
internal readonly struct GridBrush(DrawingStyle style)
{
    private const string BumpColor = "38;5;137";
    private const string GroundColor = "38;5;242";
    private const string FrameColor = "38;5;245";

    public string Side => Paint(style.Unicode ? "│" : "|", FrameColor);

    public string Top(int width) => Frame("╭╮", width);

    public string Bottom(int width) => Frame("╰╯", width);

    public string Ground(bool bump) => bump
        ? Paint(style.Unicode ? "░░░" : ":::", BumpColor)
        : Paint(style.Unicode ? " · " : " . ", GroundColor);

    public string Trail(bool bump) => OnGround(style.Unicode ? "•" : "*", bump, "1;36");

    public string Goal(bool bump) => OnGround(style.Unicode ? "⚑" : "G", bump, "1;32");

    public string Bicycle(bool arrived) => Paint("o^o", arrived ? "1;32" : "1;33");

    public string Good(string text) => Paint(text, "1;32");

    public string Bad(string text) => Paint(text, "1;31");

    private string OnGround(string mark, bool bump, string color)
    {
        var side = bump ? Paint(style.Unicode ? "░" : ":", BumpColor) : " ";
        return side + Paint(mark, color) + side;
    }

    private string Frame(string corners, int width) => style.Unicode
        ? Paint($"{corners[0]}{new string('─', width)}{corners[1]}", FrameColor)
        : Paint($"+{new string('-', width)}+", FrameColor);

    private string Paint(string text, string color) => style.Color ? $"\e[{color}m{text}\e[0m" : text;
}
