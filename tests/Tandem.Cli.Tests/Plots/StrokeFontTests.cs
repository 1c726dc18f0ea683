using Tandem.Cli.Plots;

namespace Tandem.Cli.Tests.Plots;

public sealed class StrokeFontTests
{
    private static readonly string Unknown = Shape("\uFFFD");

    [Fact]
    public void Every_printable_character_of_ASCII_has_a_shape_of_its_own()
    {
        var ascii = Enumerable.Range(33, 94).Select(code => ((char)code).ToString()).ToArray();

        Assert.DoesNotContain(Unknown, ascii.Select(Shape));
        // l and I are one stroke in this font, as in many.
        Assert.Equal(ascii.Length - 1, ascii.Select(Shape).Distinct().Count());
    }

    [Theory]
    [InlineData("ÄÖÜäöüß„“–…")]
    [InlineData("ÀÉÎÑÇÅàéîñçåčšžýďř")]
    [InlineData("φδψλµ²°±×→▁␣")]
    public void So_have_the_letters_of_the_languages_around(string letters) =>
        Assert.DoesNotContain(Unknown, letters.Select(letter => Shape(letter.ToString())));

    [Fact]
    public void A_letter_that_it_lacks_is_a_box() => Assert.Equal(Unknown, Shape("漢"));

    [Fact]
    public void A_mark_stands_over_its_letter_and_higher_over_a_capital()
    {
        Assert.True(Top("ä") < Top("a"));
        Assert.True(Top("Ä") < Top("A"));
        Assert.Equal(Top("C"), Top("Ç"));
    }

    [Fact]
    public void A_text_is_as_wide_as_its_lines_and_grows_with_its_size()
    {
        var right = StrokeFont.Strokes("Hm", 20).SelectMany(stroke => stroke).Max(point => point.X);

        Assert.Equal(StrokeFont.Width("Hm", 20), right, 1e-9);
        Assert.Equal(2 * StrokeFont.Width("Hm", 10), StrokeFont.Width("Hm", 20), 1e-9);
        Assert.Equal(0, StrokeFont.Width("", 20));
    }

    private static double Top(string letter) => StrokeFont.Strokes(letter, 10).SelectMany(stroke => stroke).Min(point => point.Y);

    private static string Shape(string letter) => string.Join(';', StrokeFont.Strokes(letter, 10).Select(stroke => string.Join(' ', stroke)));
}
