using System.Text.Json;

namespace Tandem.Runs.Options;

/// <summary>How names of options are compared, shortened and guessed.</summary>
internal static class OptionNames
{
    /// <summary>Letters and digits only, in lower case: <c>learning-rate</c>, <c>learningRate</c> and <c>LearningRate</c> are one name.</summary>
    public static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    public static bool Same(string a, string b) => Fold(a) == Fold(b);

    /// <summary>The name of a flag: <c>environment.worldSize</c> becomes <c>environment-world-size</c>.</summary>
    public static string Kebab(string path) =>
        string.Join('-', path.Split('.').Select(JsonNamingPolicy.KebabCaseLower.ConvertName));

    /// <summary>The candidate that a misspelt name was meant to be; null where none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var folded = Fold(name);
        var best = candidates
            .Select(candidate => (Candidate: candidate, Distance: EditDistance(folded, Fold(candidate))))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.Candidate is not null && best.Distance <= Math.Max(2, folded.Length / 3) && best.Distance < folded.Length
            ? best.Candidate
            : null;
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements that turn one text into the other.</summary>
    public static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var replaced = diagonal + (a[i] == b[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
