using System.Text.RegularExpressions;
using CsCheck;

namespace Tandem.Text.Tests.Subwords;

public sealed class WordScannerTests
{
    private static readonly Regex Published = new(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");

    [Theory]
    [InlineData("They're  here.", "They|'re| | here|.")]
    [InlineData("we'll say 'so', didn't we'd?", "we|'ll| say| '|so|',| didn|'t| we|'d|?")]
    [InlineData("\t 12 km\u00B2 \n", "\t| 12| km|\u00B2| \n")]
    [InlineData("  ", "  ")]
    [InlineData("a  ", "a|  ")]
    [InlineData("\n\na", "\n|\n|a")]
    [InlineData("'", "'")]
    [InlineData("it'sé", "it|'s|é")]
    public void Words_are_cut_as_GPT_2_cuts_them(string text, string expected) => Assert.Equal(expected.Split('|'), Words(text));

    [Fact]
    public void Words_are_those_of_the_published_expression() =>
        UnicodeText.ForRegularExpressions.Sample(text => Assert.Equal(Published.Matches(text).Select(match => match.Value), Words(text)), iter: 3_000);

    [Fact]
    public void Letters_and_numbers_beyond_the_first_plane_are_letters_and_numbers() =>
        Assert.Equal(["𝒳y𐐀", " 𝟗9", "🚲", "𝒳"], Words("𝒳y𐐀 𝟗9🚲𝒳"));

    [Fact]
    public void A_lone_surrogate_is_neither_letter_nor_number() =>
        Assert.Equal(["a", "\uD83D", "b", " \uDE00!"], Words("a\uD83Db \uDE00!"));

    [Fact]
    public void No_character_is_lost() =>
        Gen.String.Sample(text => string.Concat(Words(text)) == text);

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var word in new WordScanner(text))
            words.Add(word.ToString());
        return words;
    }
}
