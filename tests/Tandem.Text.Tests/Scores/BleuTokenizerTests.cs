namespace Tandem.Text.Tests.Scores;

public sealed class BleuTokenizerTests
{
    [Theory]
    [InlineData("Hello, world!", "Hello , world !")]
    [InlineData("1,234.56 or .5 or 5.", "1,234.56 or . 5 or 5 .")]
    [InlineData("a-b 3-4 x86-64", "a-b 3 - 4 x86 - 64")]
    [InlineData("don't &quot;stop&quot; &amp;lt;", "don't \" stop \" <")]
    [InlineData("wait...", "wait . . .")]
    [InlineData("für „dich“", "für „dich“")]
    [InlineData("a\u001Cb\u00A0c", "a b c")]
    public void Words_of_13a(string line, string words) => Assert.Equal(words.Split(' '), Split(line, BleuTokenization.Mteval13a));

    [Theory]
    [InlineData("für „dich“, €5", "für „ dich “ , € 5")]
    [InlineData("1,234.56 a,b", "1,234.56 a , b")]
    [InlineData("go🚲go x²", "go 🚲 go x²")]
    public void Words_of_intl(string line, string words) => Assert.Equal(words.Split(' '), Split(line, BleuTokenization.International));

    [Fact]
    public void None_cuts_at_white_space_alone() => Assert.Equal(["a,b", "c."], Split("  a,b\t c. ", BleuTokenization.None));

    private static List<string> Split(string line, BleuTokenization tokenization) =>
        BleuTokenizer.Split(line, new BleuOptions { Tokenization = tokenization });
}
