using System.Globalization;

namespace Tandem.Cli.Tasks;

/// <summary>Riders and the share of episodes that each rides, as in <c>random:0.5,lqr:0.5</c>; without shares, equal ones.</summary>
internal sealed class RiderMix
{
    private readonly (string Rider, double Share)[] parts;

    private RiderMix((string Rider, double Share)[] parts) => this.parts = parts;

    /// <summary>Reads a mixture; what is a folder is one rider, whatever its name.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static RiderMix Parse(string text)
    {
        if (Directory.Exists(text))
        {
            return new RiderMix([(text, 1)]);
        }

        (string Rider, double Share)[] parts = [.. text.Split(',').Select(Part)];
        var twice = parts.GroupBy(part => part.Rider).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? new RiderMix(parts)
            : throw new ArgumentException($"'{twice.Key}' is named {twice.Count()} times in '{text}': name each rider once, with its share");
    }

    /// <summary>How many of some episodes each rides; they add up, the largest fractions are rounded up.</summary>
    /// <exception cref="ArgumentException">There are too few for one of them.</exception>
    public IReadOnlyList<(string Rider, int Episodes)> Divide(int episodes)
    {
        var all = parts.Sum(part => part.Share);
        var exact = parts.Select(part => part.Share / all * episodes).ToArray();
        var counts = exact.Select(count => (int)count).ToArray();
        foreach (var part in exact.Index().OrderByDescending(part => part.Item - (int)part.Item).ThenBy(part => part.Index).Take(episodes - counts.Sum()))
        {
            counts[part.Index]++;
        }

        var left = Array.IndexOf(counts, 0);
        return left < 0 ? [.. parts.Zip(counts, (part, count) => (part.Rider, count))]
            : throw new ArgumentException(FormattableString.Invariant($"a share of {parts[left].Share} of {episodes} episodes leaves '{parts[left].Rider}' none: give more episodes, or a larger share"));
    }

    /// <summary>A rider, and after its last colon a share if that is a number: a folder's name may have colons too.</summary>
    private static (string Rider, double Share) Part(string text)
    {
        var colon = text.LastIndexOf(':');
        var hasShare = colon >= 0 && double.TryParse(text.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var (rider, share) = hasShare ? (text[..colon], double.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture)) : (text, 1);
        return rider.Trim().Length == 0 ? throw new ArgumentException($"'{text}' names no rider: give a rider and its share, as in random:0.5")
            : share > 0 && double.IsFinite(share) ? (rider.Trim(), share)
            : throw new ArgumentException(FormattableString.Invariant($"a share of {share} of '{rider}' is out of range: give a number above 0"));
    }
}
