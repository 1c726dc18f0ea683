using CsCheck;
using Tandem.Inference.Translation;

namespace Tandem.Inference.Tests.Translation;

/// <summary>Long lines fall into parts; words stand for tokens here.</summary>
public sealed class LineSplitterTests
{
    [Theory]
    [InlineData(4, "One two three. Four five. Six.", "One two three.|Four five. Six.")]
    [InlineData(9, "One two three. Four five. Six.", "One two three. Four five. Six.")]
    [InlineData(2, "Is it? \"Yes!\" (No.) Or 3.14 maybe", "Is it?|\"Yes!\" (No.)|Or 3.14|maybe")]
    [InlineData(3, "a b c, d e; f g. h", "a b c,|d e;|f g.|h")]
    [InlineData(2, "a b c d e", "a b|c d|e")]
    [InlineData(1, "a  b", "a|b")]
    public void A_line_is_cut_at_the_best_places(int most, string line, string parts) =>
        Assert.Equal(parts.Split('|'), new LineSplitter(Words, most).Split(line).Select(part => part.Text));

    [Fact]
    public void Sentences_without_spaces_between_them_are_cut_too() =>
        Assert.Equal(
            [("", "今日は。"), ("", "明日は？"), (" ", "次。")],
            new LineSplitter(text => text.Length, 4).Split("今日は。明日は？ 次。").Select(part => (part.Space, part.Text)));

    [Fact]
    public void A_word_is_cut_only_where_it_is_too_long_itself() =>
        Assert.Equal(["ab", "😀c", "d"], new LineSplitter(text => text.Length, 3).Split("ab 😀cd").Select(part => part.Text));

    [Fact]
    public void Nothing_is_lost_and_no_part_is_too_long()
    {
        var line = Gen.String[Gen.Char["ab,.! 。、"], 0, 60].Select(text => text.Trim()).Where(text => text.Length > 0);
        Gen.Select(line, Gen.Int[1, 9]).Sample((text, most) =>
        {
            var parts = new LineSplitter(part => part.Length, most).Split(text).ToArray();
            Assert.Equal(text, string.Concat(parts.Select(part => part.Space + part.Text)));
            Assert.All(parts, part => Assert.InRange(part.Text.Length, 1, most));
            Assert.All(parts, part => Assert.Equal(part.Text.Trim(), part.Text));
        });
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
