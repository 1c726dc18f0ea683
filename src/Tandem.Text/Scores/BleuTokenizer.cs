using System.Text;

namespace Tandem.Text;

/// <summary>
/// Cuts lines into words as sacreBLEU 2 does. Its regular expressions are written out as passes over characters: a
/// pass puts spaces around some of them, looking at one neighbour, from left to right and never twice at one character.
/// </summary>
internal static class BleuTokenizer
{
    public static string NameOf(BleuTokenization tokenization) => tokenization switch
    {
        BleuTokenization.Mteval13a => "13a",
        BleuTokenization.None => "none",
        _ => "intl",
    };

    public static List<string> Split(string line, BleuOptions options)
    {
        var text = PythonText.TrimEnd(options.Lowercase ? PythonText.ToLower(line) : line);
        return PythonText.Split(options.Tokenization switch
        {
            BleuTokenization.Mteval13a => Mteval13a(text),
            BleuTokenization.None => text,
            _ => International(text),
        });
    }

    /// <summary>mteval-v13a: ASCII punctuation apart; full stops, commas and dashes stay within numbers.</summary>
    private static string Mteval13a(string line)
    {
        var text = line.Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        var apart = SetApart([.. $" {text} ".EnumerateRunes()], IsAsciiPunctuation);
        apart = SetApartAfter(apart, rune => !IsDigit(rune), IsStopOrComma);
        apart = SetApartBefore(apart, IsStopOrComma, rune => !IsDigit(rune));
        return TextOf(SetApartAfter(apart, IsDigit, rune => rune.Value == '-'));
    }

    /// <summary>mteval-v14, international: Unicode's punctuation apart but within numbers; symbols always.</summary>
    private static string International(string line)
    {
        var apart = SetApartAfter([.. line.EnumerateRunes()], rune => !Rune.IsNumber(rune), Rune.IsPunctuation);
        apart = SetApartBefore(apart, Rune.IsPunctuation, rune => !Rune.IsNumber(rune));
        return TextOf(SetApart(apart, Rune.IsSymbol));
    }

    private static List<Rune> SetApart(List<Rune> text, Func<Rune, bool> which)
    {
        var result = new List<Rune>(text.Count * 2);
        foreach (var rune in text)
            Append(result, rune, which(rune));

        return result;
    }

    /// <summary>Sets the second of two neighbours apart.</summary>
    private static List<Rune> SetApartAfter(List<Rune> text, Func<Rune, bool> first, Func<Rune, bool> second) =>
        SetOneOfTwoApart(text, first, second, isSecond: true);

    /// <summary>Sets the first of two neighbours apart.</summary>
    private static List<Rune> SetApartBefore(List<Rune> text, Func<Rune, bool> first, Func<Rune, bool> second) =>
        SetOneOfTwoApart(text, first, second, isSecond: false);

    private static List<Rune> SetOneOfTwoApart(List<Rune> text, Func<Rune, bool> first, Func<Rune, bool> second, bool isSecond)
    {
        var result = new List<Rune>(text.Count * 2);
        for (var place = 0; place < text.Count; place++)
        {
            var found = place + 1 < text.Count && first(text[place]) && second(text[place + 1]);
            Append(result, text[place], found && !isSecond);
            if (found)
                Append(result, text[++place], isSecond);
        }

        return result;
    }

    private static void Append(List<Rune> result, Rune rune, bool apart)
    {
        if (apart)
            result.AddRange([new Rune(' '), rune, new Rune(' ')]);
        else
            result.Add(rune);
    }

    private static bool IsDigit(Rune rune) => rune.Value is >= '0' and <= '9';

    private static bool IsStopOrComma(Rune rune) => rune.Value is '.' or ',';

    /// <summary>All but ' , - and full stop.</summary>
    private static bool IsAsciiPunctuation(Rune rune) => rune.Value is (>= '!' and <= '&') or (>= '(' and <= '+') or '/'
        or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');

    private static string TextOf(List<Rune> runes)
    {
        var text = new StringBuilder(runes.Count);
        foreach (var rune in runes)
            text.Append(rune.ToString());

        return text.ToString();
    }
}
