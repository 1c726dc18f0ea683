using System.Globalization;

namespace Tandem.Text;

/// <summary>Python's <c>str.split</c>, <c>rstrip</c> and <c>lower</c>, where .NET's differ: scores must not depend on the language.</summary>
internal static class PythonText
{
    private const char Sigma = 'Σ';

    /// <summary>The words between white space.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var place = 0; place <= text.Length; place++)
        {
            var inside = place < text.Length && !IsWhiteSpace(text[place]);
            if (inside && start < 0)
                start = place;

            if (inside || start < 0)
                continue;

            words.Add(text[start..place]);
            start = -1;
        }

        return words;
    }

    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && IsWhiteSpace(text[end - 1]))
            end--;

        return text[..end];
    }

    /// <summary>
    /// Lower case by Unicode's full mapping: a final Σ becomes ς, and İ becomes i with a dot above.
    /// </summary>
    public static string ToLower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (text.Contains(Sigma))
            lower = string.Create(lower.Length, (text, lower), static (result, given) => FinalSigmas(given.text, given.lower, result));

        return lower.Replace("İ", "i̇", StringComparison.Ordinal);
    }

    /// <summary>Unicode's white space, and the four separators U+001C to U+001F that .NET does not count.</summary>
    private static bool IsWhiteSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    private static void FinalSigmas(string text, string lower, Span<char> result)
    {
        lower.CopyTo(result);
        for (var place = 0; place < text.Length; place++)
        {
            if (text[place] == Sigma && IsCased(text, place, -1) && !IsCased(text, place, 1))
                result[place] = 'ς';
        }
    }

    /// <summary>Whether the nearest character that has to do with case, on one side of a place, is a letter.</summary>
    private static bool IsCased(string text, int place, int direction)
    {
        do
            place += direction;
        while ((uint)place < (uint)text.Length && IsCaseIgnorable(text[place]));

        return (uint)place < (uint)text.Length && char.IsLetter(text[place]) && (char.IsUpper(text[place]) || char.IsLower(text[place]));
    }

    private static bool IsCaseIgnorable(char character) => character is '\'' or '.' or ':' or '^' or '`' or '’' or '·'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
