using System.Globalization;

namespace Tandem.Text;

/// <summary>The chrF score of a corpus.</summary>
public sealed record ChrFScore
{
    /// <summary>Which score: chrF2, or chrF2++ with words.</summary>
    public required string Name { get; init; }

    /// <summary>The score, 0 to 100.</summary>
    public required double Score { get; init; }

    /// <summary>How the score was taken, in sacreBLEU's notation.</summary>
    public required string Signature { get; init; }

    /// <summary>As sacreBLEU prints it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}|{Signature} = {Score:F2}");
}
