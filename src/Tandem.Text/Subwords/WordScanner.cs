using System.Text;

namespace Tandem.Text;

/// <summary>
/// Cuts a text into the words that merging never crosses, without losing a character: GPT-2's expression
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, read by hand.
/// </summary>
/// <remarks>
/// A character is a Unicode scalar value, as in Hugging Face's tokenizers; .NET's regular expressions see a letter beyond
/// U+FFFF as two characters that are none. A lone surrogate is neither letter nor number.
///
/// With individual digits every number character (Unicode's category N) stands alone, and the expression is read within
/// what lies between, as in a sequence of Hugging Face's pre-tokenizers <c>Digits</c> and <c>ByteLevel</c>: a space
/// before a number is a word of its own.
/// </remarks>
internal ref struct WordScanner(ReadOnlySpan<char> text, bool individualDigits = false)
{
    private readonly bool individualDigits = individualDigits;
    private ReadOnlySpan<char> stretch;
    private ReadOnlySpan<char> rest = text;

    private enum Kind
    {
        Letter,
        Number,
        Other,
        Space,
    }

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly WordScanner GetEnumerator() => this;

    public bool MoveNext()
    {
        if (stretch.IsEmpty && !NextStretch())
            return false;
        var length = NextLength(stretch);
        Current = stretch[..length];
        stretch = stretch[length..];
        return true;
    }

    private bool NextStretch()
    {
        var length = individualDigits ? StretchLength(rest) : rest.Length;
        stretch = rest[..length];
        rest = rest[length..];
        return length > 0;
    }

    /// <summary>One number, or everything before the next.</summary>
    private static int StretchLength(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length)
        {
            if (KindAt(text, end, out var width) == Kind.Number)
                return end == 0 ? width : end;
            end += width;
        }

        return end;
    }

    private static int NextLength(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && ContractionLength(text) is > 0 and var contraction)
            return contraction;
        var start = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = KindAt(text, start, out var width);
        return kind == Kind.Space ? SpaceLength(text) : RunEnd(text, start + width, kind);
    }

    private static int ContractionLength(ReadOnlySpan<char> text) => text switch
    {
        [_, 's' or 't' or 'm' or 'd', ..] => 2,
        [_, 'r' or 'v', 'e', ..] or [_, 'l', 'l', ..] => 3,
        _ => 0,
    };

    private static int RunEnd(ReadOnlySpan<char> text, int end, Kind kind)
    {
        while (end < text.Length && KindAt(text, end, out var width) == kind)
            end += width;
        return end;
    }

    /// <summary>A run of white space leaves its last character to the word that follows.</summary>
    private static int SpaceLength(ReadOnlySpan<char> text)
    {
        var end = RunEnd(text, 1, Kind.Space);
        return end == text.Length || end == 1 ? end : end - 1;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int at, out int width)
    {
        var letter = text[at];
        width = 1;
        if (char.IsSurrogate(letter))
            return KindOfPair(text[at..], out width);
        if (char.IsLetter(letter))
            return Kind.Letter;
        if (char.IsWhiteSpace(letter))
            return Kind.Space;
        return char.IsNumber(letter) ? Kind.Number : Kind.Other;
    }

    private static Kind KindOfPair(ReadOnlySpan<char> text, out int width)
    {
        _ = Rune.DecodeFromUtf16(text, out var rune, out width);
        if (Rune.IsLetter(rune))
            return Kind.Letter;
        return Rune.IsNumber(rune) ? Kind.Number : Kind.Other;
    }
}
