namespace Tandem.Inference.Translation;

/// <summary>
/// Cuts a line that is too long to be translated at once: where sentences end if that is enough, else where clauses end, else
/// between words, and within one only where it has more tokens itself. Nothing is lost: spaces and texts in turn are the line.
/// </summary>
/// <param name="count">How many tokens a text has.</param>
/// <param name="most">The most tokens of a part; a single character may have more.</param>
internal sealed class LineSplitter(Func<string, int> count, int most)
{
    private const string SentenceEnds = ".!?…。！？｡";
    private const string ClauseEnds = ",;:–—،؛、，；：";
    private const string Closing = "\"'”’»)]」』）";
    private const char FirstWide = '\u3000';     // from here on marks are followed by no space

    /// <summary>Where a text may be cut, from the best places to the worst.</summary>
    private enum Place
    {
        SentenceEnd,
        ClauseEnd,
        WordEnd,
        Anywhere,
    }

    /// <summary>The parts of a line, from left to right each as long as it may be.</summary>
    /// <param name="line">The line, without white space at its ends.</param>
    public IEnumerable<LinePart> Split(string line) => Split(new LinePart("", line), Place.SentenceEnd);

    private IEnumerable<LinePart> Split(LinePart whole, Place place)
    {
        LinePart? open = null;
        foreach (var piece in Pieces(whole, place))
        {
            if (open?.Append(piece) is { } longer && count(longer.Text) <= most)
            {
                open = longer;
                continue;
            }
            if (open is { } full)
                yield return full;
            var isTooLong = place < Place.Anywhere && count(piece.Text) > most;
            foreach (var part in isTooLong ? Split(piece, place + 1) : [])
                yield return part;
            open = isTooLong ? null : piece;
        }
        if (open is { } last)
            yield return last;
    }

    private static IEnumerable<LinePart> Pieces(LinePart whole, Place place)
    {
        var (space, first, text) = (whole.Space, 0, whole.Text);
        for (var end = 1; end < text.Length; end++)
        {
            if (!MayEnd(text, end, place))
                continue;
            yield return new LinePart(space, text[first..end]);
            first = end;
            while (char.IsWhiteSpace(text[first]))
                first++;
            (space, end) = (text[end..first], first);
        }
        yield return new LinePart(space, text[first..]);
    }

    /// <summary>Whether a piece may end before a character.</summary>
    private static bool MayEnd(string text, int end, Place place) => place switch
    {
        Place.SentenceEnd => EndsWith(SentenceEnds, text, end),
        Place.ClauseEnd => EndsWith(ClauseEnds, text, end),
        Place.WordEnd => char.IsWhiteSpace(text[end]),
        _ => !char.IsLowSurrogate(text[end]),
    };

    private static bool EndsWith(string marks, string text, int end)
    {
        var last = end - 1;
        while (last > 0 && Closing.Contains(text[last]))
            last--;
        return marks.Contains(text[last])
            && (char.IsWhiteSpace(text[end]) || (text[last] >= FirstWide && !Closing.Contains(text[end])));
    }
}
