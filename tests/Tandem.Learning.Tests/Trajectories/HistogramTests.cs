using CsCheck;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class HistogramTests
{
    [Fact]
    public void Whole_numbers_get_a_range_each_where_there_is_room()
    {
        var histogram = Histogram.Of([3, 1, 1, 5], 10);

        Assert.Equal((1, 1), (histogram.Low, histogram.Width));
        Assert.Equal([2, 0, 1, 0, 1], histogram.Counts);
        Assert.Equal((3, 4), histogram.Bounds(2));
    }

    [Fact]
    public void Many_whole_numbers_share_ranges_of_whole_width()
    {
        var histogram = Histogram.Of(Enumerable.Range(0, 100).Select(number => (double)number), 12);

        Assert.Equal(9, histogram.Width);
        Assert.Equal([.. Enumerable.Repeat(9L, 11), 1], histogram.Counts);
    }

    [Fact]
    public void The_highest_number_falls_into_the_last_range() => Assert.Equal([1, 0, 0, 2], Histogram.Of([0.5, 2.5, 2.4], 4).Counts);

    [Fact]
    public void Numbers_that_are_all_the_same_fall_into_one()
    {
        var histogram = Histogram.Of([-7.5, -7.5], 12);

        Assert.Equal((-7.5, 0), (histogram.Low, histogram.Width));
        Assert.Equal([2], histogram.Counts);
    }

    [Fact]
    public void None_is_lost_but_those_that_are_not_finite() => Gen.Select(Gen.Double[-1e6, 1e6].Array[1, 50], Gen.Int[1, 20]).Sample((numbers, ranges) =>
    {
        var histogram = Histogram.Of([.. numbers, double.NaN, double.PositiveInfinity], ranges);
        Assert.Equal(numbers.Length, histogram.Counts.Sum());
        Assert.InRange(histogram.Counts.Count, 1, ranges);
    });

    [Fact]
    public void Nothing_makes_no_histogram() => Assert.Equal(
        "0 finite numbers in 12 ranges make no histogram: give at least 1 of each",
        Assert.Throws<ArgumentException>(() => Histogram.Of([double.NaN], 12)).Message);
}
