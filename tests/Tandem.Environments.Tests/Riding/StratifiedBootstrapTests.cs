namespace Tandem.Environments.Tests.Riding;

public sealed class StratifiedBootstrapTests
{
    [Fact]
    public void Each_stratum_keeps_its_share()
    {
        var random = RandomStream.Create(0, StreamPurpose.Evaluation);

        // One stratum of zeros and one of a ten: drawn without strata, the mean would range from 0 to 10.
        Assert.Equal((2.5, 2.5), StratifiedBootstrap.Interval([[0, 0, 0], [10]], StratifiedBootstrap.Mean, ref random));
    }

    [Fact]
    public void The_interval_of_the_mean_of_two_strata_is_as_wide_as_its_standard_error_says()
    {
        var random = RandomStream.Create(1, StreamPurpose.Evaluation);
        double[] narrow = [.. Enumerable.Range(0, 300).Select(_ => random.NextNormal())], wide = [.. Enumerable.Range(0, 100).Select(_ => 50 + (3 * random.NextNormal()))];

        var (low, high) = StratifiedBootstrap.Interval([narrow, wide], StratifiedBootstrap.Mean, ref random);

        // Var of the mean of all 400: (300² · 1/300 + 100² · 9/100) / 400² = 1200 / 160000.
        Assert.Equal(2 * 1.96 * Math.Sqrt(1_200.0 / 160_000), high - low, 0.03);
    }

    [Fact]
    public void A_statistic_may_sort_what_it_is_handed()
    {
        var random = RandomStream.Create(2, StreamPurpose.Evaluation);
        double[] scores = [9, 1, 5, 7, 3, 2, 8, 6];

        var (low, high) = StratifiedBootstrap.Interval([scores], StratifiedBootstrap.InterquartileMean, ref random);

        Assert.InRange(5.0, low, high);
        Assert.Equal([9, 1, 5, 7, 3, 2, 8, 6], scores);
    }

    [Fact]
    public void An_empty_stratum_and_too_few_resamples_are_refused()
    {
        var random = RandomStream.Create(0, StreamPurpose.Evaluation);

        Assert.Contains("empty stratum", Assert.Throws<ArgumentException>(() => StratifiedBootstrap.Interval([[1], []], StratifiedBootstrap.Mean, ref random)).Message, StringComparison.Ordinal);
        Assert.Contains("39 resamples are too few", Assert.Throws<ArgumentException>(() => StratifiedBootstrap.Interval([[1]], StratifiedBootstrap.Mean, ref random, 39)).Message, StringComparison.Ordinal);
    }
}
