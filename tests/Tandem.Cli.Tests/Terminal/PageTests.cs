using Spectre.Console;
using Spectre.Console.Testing;
using Tandem.Cli.Terminal;

namespace Tandem.Cli.Tests.Terminal;

public sealed class PageTests
{
    [Fact]
    public void Meanings_stand_beside_their_terms_and_wrap_there()
    {
        var page = new Page();
        page.Add("Flags", Decoration.Bold);
        page.Add("  --seed N", 14, "What everything is drawn from");
        page.Add("", 14, "0 by default");

        Assert.Equal(
            """
            Flags
              --seed N    What everything is drawn
                          from
                          0 by default

            """,
            Written(page, width: 38));
    }

    [Fact]
    public void A_meaning_goes_below_a_term_that_reaches_into_it()
    {
        var page = new Page();
        page.Add("  --observations", 14, "What was seen");

        Assert.Equal("  --observations\n              What was seen\n", Written(page, width: 40));
    }

    [Fact]
    public void Meanings_go_below_their_terms_where_there_is_hardly_room_beside()
    {
        var page = new Page();
        page.Add("  --seed N", 14, "What everything is drawn from");

        Assert.Equal("  --seed N\n      What everything is\n      drawn from\n", Written(page, width: 24));
    }

    [Fact]
    public void Terms_and_texts_stand_out_as_they_are_told()
    {
        var page = new Page();
        page.Add("Grid", 6, "a ride", Decoration.Bold, Decoration.Dim);
        using var console = new TestConsole().EmitAnsiSequences();
        console.Write(page);

        Assert.Equal("\e[1mGrid\e[0m  \e[2ma ride\e[0m\n", console.Output);
    }

    private static string Written(Page page, int width)
    {
        using var console = new TestConsole().Width(width);
        console.Write(page);
        return console.Output;
    }
}
