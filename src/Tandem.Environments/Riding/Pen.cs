using System.Globalization;

namespace Tandem.Environments;

/// <summary>Colours, frames and the line of numbers below a drawing, in the characters that a terminal can show.</summary>
internal readonly struct Pen(DrawingStyle style)
{
    public const string Quiet = "38;5;242";
    public const string FrameColor = "38;5;245";
    public const string Bright = "1;33";
    public const string Blue = "38;5;75";
    public const string Green = "1;32";
    public const string Red = "1;31";
    public const string Trail = "1;36";

    public bool Unicode => style.Unicode;

    public string Side => Paint(style.Unicode ? "│" : "|", FrameColor);

    public string Top(int width) => style.Unicode ? Paint($"╭{new string('─', width)}╮", FrameColor) : Bar(width);

    public string Bottom(int width) => style.Unicode ? Paint($"╰{new string('─', width)}╯", FrameColor) : Bar(width);

    public string Paint(string text, string color) => style.Color ? $"\e[{color}m{text}\e[0m" : text;

    /// <summary>What the last step did and brought, and how the ride ended.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="did">The action in a word or two; not said at the start.</param>
    /// <param name="end">How the ride ended, painted; empty while it goes on.</param>
    public static string Status(RideMoment now, string did, string end) => string.Create(
        CultureInfo.InvariantCulture,
        $" step {now.Step,-4} {(now.Step == 0 ? "ready" : did),-12} reward {now.Reward,-8:0.###} return {now.Return,-8:0.##} {end}").TrimEnd();

    private string Bar(int width) => Paint($"+{new string('-', width)}+", FrameColor);
}
