namespace Tandem.Environments;

/// <summary>The identifier of a world: a name and a version, <c>BicycleGrid-v0</c>. The version grows when results stop being comparable.</summary>
internal readonly record struct EnvironmentId(string Name, int Version)
{
    public static EnvironmentId Parse(string text) => TryParse(text, out var id) ? id
        : throw new ArgumentException($"'{text}' is not the name of a world: give letters, digits, _ or - and a version, like Crane-v0");

    public static bool TryParse(string text, out EnvironmentId id)
    {
        id = default;
        var dash = text.LastIndexOf("-v", StringComparison.Ordinal);
        if (dash < 1)
        {
            return false;
        }

        var (name, digits) = (text[..dash], text[(dash + 2)..]);
        var wellFormed = name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            && digits.Length is >= 1 and <= 9 && digits.All(char.IsAsciiDigit);
        id = wellFormed ? new EnvironmentId(name, int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture)) : default;
        return wellFormed;
    }

    public override string ToString() => $"{Name}-v{Version}";
}
