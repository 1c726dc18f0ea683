namespace Tandem.Text.Tests.Examples;

public sealed class EnglishNumbersTests
{
    [Theory]
    [InlineData(7, "seven")]
    [InlineData(40, "forty")]
    [InlineData(99, "ninety-nine")]
    [InlineData(100, "one hundred")]
    [InlineData(304, "three hundred and four")]
    [InlineData(1000, "one thousand")]
    [InlineData(2005, "two thousand and five")]
    [InlineData(12_304, "twelve thousand three hundred and four")]
    [InlineData(115_020, "one hundred and fifteen thousand and twenty")]
    [InlineData(999_999, "nine hundred and ninety-nine thousand nine hundred and ninety-nine")]
    public void Cardinals(int number, string words)
    {
        Assert.Equal(words, EnglishNumbers.Cardinal(number, "and"));
        Assert.Equal(words.Replace(" and ", " ", StringComparison.Ordinal), EnglishNumbers.Cardinal(number, string.Empty));
    }

    [Fact]
    public void No_two_numbers_have_the_same_words() =>
        Assert.Equal(100_000, Enumerable.Range(1, 100_000).Select(number => EnglishNumbers.Cardinal(number, "and")).Distinct().Count());

    [Theory]
    [InlineData(1, "first", "1st")]
    [InlineData(2, "second", "2nd")]
    [InlineData(3, "third", "3rd")]
    [InlineData(5, "fifth", "5th")]
    [InlineData(8, "eighth", "8th")]
    [InlineData(9, "ninth", "9th")]
    [InlineData(11, "eleventh", "11th")]
    [InlineData(12, "twelfth", "12th")]
    [InlineData(13, "thirteenth", "13th")]
    [InlineData(20, "twentieth", "20th")]
    [InlineData(21, "twenty-first", "21st")]
    [InlineData(22, "twenty-second", "22nd")]
    [InlineData(30, "thirtieth", "30th")]
    [InlineData(31, "thirty-first", "31st")]
    public void Ordinals(int number, string words, string digits)
    {
        Assert.Equal(words, EnglishNumbers.Ordinal(number));
        Assert.Equal(digits, EnglishNumbers.OrdinalDigits(number));
    }

    [Theory]
    [InlineData(1700, "seventeen hundred")]
    [InlineData(1905, "nineteen oh five")]
    [InlineData(1987, "nineteen eighty-seven")]
    [InlineData(2000, "two thousand")]
    [InlineData(2005, "two thousand and five")]
    [InlineData(2010, "twenty ten")]
    [InlineData(2099, "twenty ninety-nine")]
    public void Years(int year, string words) => Assert.Equal(words, EnglishNumbers.Year(year));
}
