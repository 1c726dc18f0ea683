namespace Tandem.Environments.Tests;

public sealed class RideSummaryTests
{
    [Theory]
    [InlineData(new double[] { -100, 1, 3, 4, 6, 8, 900, 1000 }, 5.25)]
    [InlineData(new double[] { 1, 2, 3, 100 }, 2.5)]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 1, 2, 3 }, 2)]
    [InlineData(new double[] { 0, 10, 20, 30, 90 }, ((0.75 * 10) + 20 + (0.75 * 30)) / 2.5)]
    public void The_interquartile_mean_takes_a_quarter_off_each_end(double[] sorted, double expected) =>
        Assert.Equal(expected, RideSummary.InterquartileMean(sorted), 1e-12);

    [Fact]
    public void Equal_rides_leave_no_doubt()
    {
        var summary = RideSummary.Of([.. Enumerable.Repeat(new Ride(97, 4, Terminated: true, Truncated: false), 10)]);

        Assert.Equal((97, 97), summary.MeanReturnInterval);
        Assert.Equal((97.0, 4.0, 1.0), (summary.MeanReturn, summary.MeanSteps, summary.Terminated));
    }

    [Fact]
    public void The_interval_of_the_mean_is_as_wide_as_its_standard_error_says()
    {
        var random = RandomStream.Create(1, StreamPurpose.Evaluation);
        var rides = Enumerable.Range(0, 400).Select(_ => new Ride(random.NextNormal(), 1, true, false)).ToArray();

        var summary = RideSummary.Of(rides);
        var (low, high) = summary.MeanReturnInterval;

        Assert.Equal(2 * 1.96 / Math.Sqrt(400), high - low, 0.03);
        Assert.InRange(summary.MeanReturn, low, high);
    }
}
