namespace Tandem.Environments.Bicycle;

/// <summary>The pieces that a drawing of the grid is put together from, in the characters and colours that a terminal can show.</summary>
internal readonly struct GridBrush(DrawingStyle style)
{
    private const string BumpColor = "38;5;137";
    private const string GroundColor = "38;5;242";
    private const string MudColor = "38;5;94";
    private const string WallColor = "38;5;250";
    private const string FrameColor = "38;5;245";

    public string Side => Paint(style.Unicode ? "│" : "|", FrameColor);

    public string Top(int width) => Frame("╭╮", width);

    public string Bottom(int width) => Frame("╰╯", width);

    public string Ground(GridGround ground)
    {
        var (sign, color) = Texture(ground);
        return ground == GridGround.Smooth ? Paint($" {sign} ", color) : Paint(new string(sign, 3), color);
    }

    public string Trail(GridGround ground) => OnGround(style.Unicode ? "•" : "*", ground, "1;36");

    public string Goal(GridGround ground) => OnGround(style.Unicode ? "⚑" : "G", ground, "1;32");

    public string Bicycle(bool arrived) => Paint("o^o", arrived ? "1;32" : "1;33");

    public string Good(string text) => Paint(text, "1;32");

    public string Bad(string text) => Paint(text, "1;31");

    private string OnGround(string mark, GridGround ground, string color)
    {
        var (sign, groundColor) = Texture(ground);
        var side = ground == GridGround.Smooth ? " " : Paint(sign.ToString(), groundColor);
        return side + Paint(mark, color) + side;
    }

    private (char Sign, string Color) Texture(GridGround ground) => (ground, style.Unicode) switch
    {
        (GridGround.Bump, var unicode) => (unicode ? '░' : ':', BumpColor),
        (GridGround.Mud, var unicode) => (unicode ? '≈' : '~', MudColor),
        (GridGround.Wall, var unicode) => (unicode ? '█' : '#', WallColor),
        (_, var unicode) => (unicode ? '·' : '.', GroundColor),
    };

    private string Frame(string corners, int width) => style.Unicode
        ? Paint($"{corners[0]}{new string('─', width)}{corners[1]}", FrameColor)
        : Paint($"+{new string('-', width)}+", FrameColor);

    private string Paint(string text, string color) => style.Color ? $"\e[{color}m{text}\e[0m" : text;
}
