using System.Xml.Linq;
using Tandem.Cli.Plots;

namespace Tandem.Cli.Tests.Plots;

public sealed class FigureTests
{
    private static readonly Chart Curves = new()
    {
        Title = "Mean & best",
        XTitle = "updates",
        YTitle = "return",
        Lines =
        [
            new("mean", [(0, 1), (1, 3), (2, 2)]),
            new("best", [(0, 2), (1, double.NaN), (2, 5)]),
            new("mean", [(0, 0), (2, 1)]) { IsDashed = true },
        ],
        Marks = [("begin", 1)],
    };

    [Fact]
    public void A_chart_has_title_axes_legend_and_marks()
    {
        var texts = Texts(Svg(Curves));

        foreach (var text in new[] { "Mean & best", "updates", "return", "mean", "best", "begin", "0.0", "5" })
            Assert.Contains(text, texts);
        Assert.Single(texts, "mean");
    }

    [Fact]
    public void Lines_of_one_name_share_a_colour_and_others_do_not()
    {
        var colours = Lines(Svg(Curves)).Where(line => (string?)line.Attribute("stroke-width") == "2").Select(line => (string)line.Attribute("stroke")!).ToArray();

        // "best" is only two single points around its gap. Then the legend: mean, best.
        Assert.Equal([Colour.Lines[0].ToString(), Colour.Lines[0].ToString(), Colour.Lines[0].ToString(), Colour.Lines[1].ToString()], colours);
    }

    [Fact]
    public void A_heat_map_has_a_cell_for_each_number_and_the_largest_is_darkest()
    {
        var map = new HeatMap { Title = "Attention", Values = new[,] { { 0.1, 0.9, 0 }, { 0.2, 0.3, 0.5 } }, RowLabels = ["a", "dog"], ColumnLabels = ["ein", "Hund", "."] };
        var svg = Svg(map);
        var fills = svg.Descendants().Where(node => node.Name.LocalName == "rect").Skip(1).Select(node => (string)node.Attribute("fill")!).ToArray();

        Assert.Equal(6, fills.Length);
        Assert.Equal((Colour.Heat(1).ToString(), "#ffffff"), (fills[1], fills[2]));
        Assert.Contains("Hund", Texts(svg));
        Assert.Contains("0.90", Texts(svg));
    }

    [Fact]
    public void A_heat_map_with_too_few_labels_is_refused()
    {
        var map = new HeatMap { Title = "", Values = new double[2, 3], RowLabels = ["a"], ColumnLabels = ["x", "y", "z"] };

        Assert.Equal("a heat map of 2 × 3 numbers has 1 labels for its rows and 3 for its columns: give as many", Assert.Throws<ArgumentException>(() => Svg(map)).Message);
    }

    [Theory]
    [InlineData("plot.png")]
    [InlineData("plot.svg")]
    public void A_figure_is_drawn_to_a_file_over_what_was_there(string name)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, new string('x', 1_000_000));

        PlotFile.At(path).Write(Curves);

        Assert.InRange(new FileInfo(path).Length, 1_000, 100_000);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = PlotFile.At(Path.Combine(folder.Path, "plot.png"));
        Directory.CreateDirectory(file.Path);

        Assert.Equal($"--plot {file.Path} cannot be written: give a file in a folder of yours that has room", Assert.Throws<IOException>(() => file.Write(Curves)).Message);
    }

    private static XDocument Svg(IFigure figure)
    {
        var canvas = new SvgCanvas(figure.Width, figure.Height);
        canvas.Fill(new(0, 0), figure.Width, figure.Height, Colour.White);
        figure.Draw(canvas);
        return XDocument.Parse(canvas.ToString());
    }

    private static List<string> Texts(XDocument svg) => [.. svg.Descendants().Where(node => node.Name.LocalName == "text").Select(node => node.Value)];

    private static IEnumerable<XElement> Lines(XDocument svg) => svg.Descendants().Where(node => node.Name.LocalName == "polyline");
}
