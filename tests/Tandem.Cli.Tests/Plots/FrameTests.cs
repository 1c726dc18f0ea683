using Tandem.Cli.Plots;

namespace Tandem.Cli.Tests.Plots;

public sealed class FrameTests
{
    private static readonly Frame Shown = new(new(0, 0), new(10, 10));

    [Fact]
    public void A_line_inside_stays_as_it_is() => AssertPieces("1,1 5,5 9,1", new(1, 1), new(5, 5), new(9, 1));

    [Fact]
    public void A_line_is_cut_at_the_edges() => AssertPieces("0,5 10,5", new(-5, 5), new(15, 5));

    [Fact]
    public void A_line_that_leaves_and_comes_back_is_two_pieces() => AssertPieces("2,5 7,10 | 8,10 10,8", new(2, 5), new(7.5, 10.5), new(10, 8));

    [Fact]
    public void A_place_that_is_none_leaves_a_gap() => AssertPieces("1,1 2,2 | 4,4 5,5", new(1, 1), new(2, 2), new(3, double.NaN), new(4, 4), new(5, 5));

    [Fact]
    public void A_line_outside_is_not_shown() => AssertPieces("", new(-5, 1), new(-1, 9), new(-3, 20), new(30, 20));

    private static void AssertPieces(string expected, params Point[] line) => Assert.Equal(
        expected,
        string.Join(" | ", Shown.Clip(line).Select(piece => string.Join(' ', piece.Select(point => FormattableString.Invariant($"{point.X},{point.Y}"))))));
}
