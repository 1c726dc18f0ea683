namespace Tandem.Environments;

/// <summary>How far a misspelt name is from a right one (Levenshtein, 1966).</summary>
internal static class EditDistance
{
    /// <summary>The candidate that a misspelt or shortened name was meant to be; null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var near = candidates
            .Select(candidate => (Candidate: candidate, Distance: Between(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.Distance <= Math.Max(2, name.Length / 3) || IsPartOf(name, pair.Candidate))
            .OrderBy(pair => pair.Distance)
            .ToList();
        return near is [var best, ..] && best.Distance < best.Candidate.Length ? best.Candidate : null;
    }

    private static bool IsPartOf(string name, string candidate) =>
        name.Length > 2 && candidate.Contains(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The least number of characters to insert, remove or replace that turns one text into the other.</summary>
    public static int Between(string from, string to)
    {
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var current = new int[to.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = previous[j] + (from[i] == to[j] ? 0 : 1);
                current[j + 1] = Math.Min(replaced, 1 + Math.Min(previous[j + 1], current[j]));
            }

            previous = current;
        }

        return previous[^1];
    }
}
