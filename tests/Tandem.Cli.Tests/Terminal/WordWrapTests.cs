using Tandem.Cli.Terminal;

namespace Tandem.Cli.Tests.Terminal;

public sealed class WordWrapTests
{
    [Theory]
    [InlineData("", 5, "")]
    [InlineData("to ride", 7, "to ride")]
    [InlineData("to ride", 6, "to|ride")]
    [InlineData("to ride a bicycle", 7, "to ride|a|bicycle")]
    [InlineData("a bicycle", 4, "a|bicy|cle")]
    [InlineData("ride on,\nthen stop", 8, "ride on,|then|stop")]
    [InlineData("one  two", 4, "one|two")]
    [InlineData("自転車 に", 4, "自転|車|に")]
    public void A_text_breaks_between_words_and_within_one_that_is_too_long(string text, int cells, string lines) =>
        Assert.Equal(lines.Split('|'), WordWrap.Lines(text, cells));
}
