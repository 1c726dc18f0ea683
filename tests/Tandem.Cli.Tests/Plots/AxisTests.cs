using Tandem.Cli.Plots;

namespace Tandem.Cli.Tests.Plots;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 10, "0 2 4 6 8 10")]
    [InlineData(-10, 10, "-10 -5 0 5 10")]
    [InlineData(0.12, 0.31, "0.10 0.15 0.20 0.25 0.30 0.35")]
    [InlineData(3, 2_000_000, "0 500000 1e6 1.5e6 2e6")]
    [InlineData(7, 7, "6.0 6.5 7.0 7.5 8.0")]
    public void Ticks_are_round_numbers_around_the_values(double low, double high, string labels)
    {
        var axis = Axis.Around([low, double.NaN, high, double.PositiveInfinity], 0, 100);

        Assert.Equal(labels, string.Join(' ', axis.Ticks().Select(tick => tick.Label)));
        Assert.True(axis.Low <= low && axis.High >= high);
    }

    [Fact]
    public void Pixels_run_from_end_to_end()
    {
        var axis = new Axis(-10, 10, 500, 100);

        Assert.Equal((500, 300, 100), (axis.Pixel(-10), axis.Pixel(0), axis.Pixel(10)));
    }
}
