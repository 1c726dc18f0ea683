using System.Text;
using CsCheck;

namespace Tandem.Text.Tests.Subwords;

/// <summary>Generated texts of valid Unicode: what is common, what is rare, all kinds of white space.</summary>
internal static class UnicodeText
{
    private static readonly Gen<Rune> Common = Gen.Char[' ', '~'].Select(letter => new Rune(letter));

    private static readonly Gen<Rune> Accented = Gen.Char['\u00A0', '\u024F'].Select(letter => new Rune(letter));

    private static readonly Gen<Rune> Blank = Gen.Char[" \t\n\r\0\u0085\u00A0\u2003\u2028\u3000\uFEFF"].Select(letter => new Rune(letter));

    private static readonly Gen<Rune> Anything = Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(value => new Rune(value));

    private static readonly Gen<Rune> Emoji = Gen.Int[0x1F300, 0x1F6FF].Select(value => new Rune(value));

    private static readonly Gen<Rune> Runes = Gen.Frequency((12, Common), (2, Accented), (3, Blank), (2, Anything), (1, Emoji));

    /// <summary>Any valid text, also the empty one.</summary>
    public static Gen<string> Any { get; } = Of(Runes);

    /// <summary>Without letters and numbers beyond U+FFFF, which .NET's regular expressions take for neither.</summary>
    public static Gen<string> ForRegularExpressions { get; } =
        Of(Runes.Where(rune => rune.IsBmp || !(Rune.IsLetter(rune) || Rune.IsNumber(rune))));

    /// <summary>Words of few letters, in which merges meet and overlap.</summary>
    public static Gen<string> FewLetters { get; } = Gen.Char["abc "].Array[0, 60].Select(letters => new string(letters));

    /// <summary>The same texts each time.</summary>
    public static string[] Lines(int count) => Any.Array[count].Generate(new PCG(1), null, out _);

    private static Gen<string> Of(Gen<Rune> runes) => runes.Array[0, 40].Select(all => string.Concat(all));
}
