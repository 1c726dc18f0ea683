namespace Tandem.Cli.Plots;

/// <summary>A colour in sRGB.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static Colour Black { get; } = new(0, 0, 0);

    public static Colour White { get; } = new(255, 255, 255);

    public static Colour Ink { get; } = new(60, 60, 60);

    public static Colour Faint { get; } = new(225, 225, 225);

    /// <summary>Colours that people with any colour vision can tell apart (Okabe and Ito, 2008).</summary>
    public static IReadOnlyList<Colour> Lines { get; } =
    [
        new(0, 114, 178), new(213, 94, 0), new(0, 158, 115), new(204, 121, 167), new(230, 159, 0), new(86, 180, 233),
    ];

    /// <summary>White at 0, dark blue at 1, evenly darker between.</summary>
    public static Colour Heat(double share) => share < 0.5
        ? Between(White, new(107, 174, 214), share * 2)
        : Between(new(107, 174, 214), new(8, 48, 107), (share * 2) - 1);

    public static Colour Between(Colour one, Colour other, double share) => new(
        Mix(one.Red, other.Red, share), Mix(one.Green, other.Green, share), Mix(one.Blue, other.Blue, share));

    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    private static byte Mix(byte one, byte other, double share) => (byte)Math.Round(double.Lerp(one, other, share));
}
