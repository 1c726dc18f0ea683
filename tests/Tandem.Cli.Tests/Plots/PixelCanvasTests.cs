using Tandem.Cli.Plots;

namespace Tandem.Cli.Tests.Plots;

public sealed class PixelCanvasTests
{
    private static readonly Pen Black = new(Colour.Black);

    [Fact]
    public void A_line_along_a_row_of_pixels_fills_it_and_no_other()
    {
        var canvas = new PixelCanvas(6, 5);
        canvas.Line([new(1.5, 2.5), new(4.5, 2.5)], Black);

        Assert.Equal("255 255 255 255 255 255", RowOf(canvas, 1));
        Assert.Equal("255 0 0 0 0 255", RowOf(canvas, 2));
        Assert.Equal("255 255 255 255 255 255", RowOf(canvas, 3));
    }

    [Fact]
    public void A_line_between_two_rows_colours_both_by_half()
    {
        var canvas = new PixelCanvas(3, 4);
        canvas.Line([new(-5, 2), new(9, 2)], Black);

        Assert.Equal(RowOf(canvas, 1), RowOf(canvas, 2));
        Assert.Equal("128 128 128", RowOf(canvas, 1));
    }

    [Fact]
    public void Where_a_line_crosses_itself_it_is_not_darker()
    {
        var canvas = new PixelCanvas(3, 4);
        canvas.Line([new(-5, 2), new(9, 2), new(-5, 2)], Black);

        Assert.Equal("128 128 128", RowOf(canvas, 1));
    }

    [Fact]
    public void An_area_is_filled_where_its_outline_encloses_it()
    {
        var canvas = new PixelCanvas(6, 4);
        canvas.Area([new(1, 0), new(5, 0), new(5, 2), new(3, 2), new(3, 4), new(1, 4)], Colour.Black);

        Assert.Equal("255 0 0 0 0 255", RowOf(canvas, 1));
        Assert.Equal("255 0 0 255 255 255", RowOf(canvas, 2));
        Assert.Equal("255 0 0 255 255 255", RowOf(canvas, 3));
    }

    [Fact]
    public void A_rectangle_is_filled_to_its_edges_and_cut_at_the_canvas()
    {
        var canvas = new PixelCanvas(4, 3);
        canvas.Fill(new(1, 1), 9, 1, Colour.Black);

        Assert.Equal(["255 255 255 255", "255 0 0 0", "255 255 255 255"], Enumerable.Range(0, 3).Select(row => RowOf(canvas, row)));
    }

    [Fact]
    public void A_dashed_line_has_its_gaps()
    {
        var canvas = new PixelCanvas(24, 1);
        canvas.Line([new(0, 0.5), new(24, 0.5)], Black with { IsDashed = true });

        var row = RowOf(canvas, 0).Split(' ');
        Assert.Equal(("0", "255", "0"), (row[3], row[9], row[15]));
    }

    [Theory]
    [InlineData(nameof(TextAnchor.Start), 20, 40)]
    [InlineData(nameof(TextAnchor.Middle), 10, 30)]
    [InlineData(nameof(TextAnchor.End), 0, 20)]
    public void Text_lies_on_its_side_of_its_place(string anchor, int from, int to)
    {
        var canvas = new PixelCanvas(40, 20);
        canvas.Text(new(20, 10), "HH", new(13, Enum.Parse<TextAnchor>(anchor)));

        var columns = Enumerable.Range(0, 40).Where(x => Enumerable.Range(0, 20).Any(y => canvas.Pixels[((y * 40) + x) * 3] < 200)).ToArray();
        Assert.InRange(columns.Min(), from - 1, to);
        Assert.InRange(columns.Max(), from, to);
        Assert.InRange(columns.Max() - columns.Min(), 10, 16);
    }

    [Fact]
    public void Upright_text_reads_from_below()
    {
        var (lying, upright) = (new PixelCanvas(30, 30), new PixelCanvas(30, 30));
        lying.Text(new(5, 15), "LF", new(13));
        upright.Text(new(15, 25), "LF", new(13, IsUpright: true));

        for (var y = 0; y < 30; y++)
        {
            for (var x = 0; x < 30; x++)
                Assert.Equal(lying.Pixels[((y * 30) + x) * 3], upright.Pixels[(((29 - x) * 30) + y) * 3]);
        }
    }

    private static string RowOf(PixelCanvas canvas, int row) =>
        string.Join(' ', Enumerable.Range(0, canvas.Width).Select(x => canvas.Pixels[((row * canvas.Width) + x) * 3]));
}
