using System.Text.RegularExpressions;
using CsCheck;

namespace Tandem.Text.Tests.Subwords;

public sealed class WordScannerTests
{
    private static readonly Regex Published = new(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");

    // Captured, so that splitting keeps it.
    private static readonly Regex Number = new(@"(\p{N})");

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
        Gen.Select(Gen.String, Gen.Bool).Sample((text, individualDigits) => string.Concat(Words(text, individualDigits)) == text);

    /// <summary>"Hey 123 friend!" is the example of Hugging Face's own test of Digits.</summary>
    [Theory]
    [InlineData("Hey 123 friend!", "Hey| |1|2|3| friend|!")]
    [InlineData("1987-03-03", "1|9|8|7|-|0|3|-|0|3")]
    [InlineData("a  7's km\u00B2 ¼", "a|  |7|'s| km|\u00B2| |¼")]
    [InlineData("3\t\n 4 \n", "3|\t\n |4| \n")]
    [InlineData("٣٤ 𝟗𝟗", "٣|٤| |𝟗|𝟗")]
    public void Individual_digits_stand_alone(string text, string expected) => Assert.Equal(expected.Split('|'), Words(text, individualDigits: true));

    /// <summary>What a sequence of pre-tokenizers does: each number is cut off, then the expression cuts what lies between.</summary>
    [Fact]
    public void Between_individual_digits_words_are_those_of_the_published_expression() =>
        UnicodeText.ForRegularExpressions.Sample(text => Assert.Equal(
            Number.Split(text).SelectMany(stretch => Published.Matches(stretch)).Select(match => match.Value), Words(text, individualDigits: true)), iter: 3_000);

    private static List<string> Words(string text, bool individualDigits = false)
    {
        var words = new List<string>();
        foreach (var word in new WordScanner(text, individualDigits))
            words.Add(word.ToString());
        return words;
    }
}
