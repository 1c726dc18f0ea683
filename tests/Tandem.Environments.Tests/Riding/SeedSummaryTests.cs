namespace Tandem.Environments.Tests.Riding;

public sealed class SeedSummaryTests
{
    [Fact]
    public void Two_seeds_leave_everything_between_them_open()
    {
        var summary = SeedSummary.Of([0, 10]);

        // Drawn again, both are the first with probability 1/4 and both the second with 1/4: more than 2.5% at each end.
        Assert.Equal((5.0, (0.0, 10.0)), (summary.Mean, summary.MeanInterval));
        Assert.Equal((5.0, (0.0, 10.0)), (summary.InterquartileMean, summary.InterquartileMeanInterval));
    }

    [Fact]
    public void One_seed_that_came_to_nothing_moves_the_mean_and_not_the_middle()
    {
        var summary = SeedSummary.Of([500, 500, 9, 500, 500, 500, 500, 500]);

        Assert.Equal(500, summary.InterquartileMean);
        Assert.Equal((7 * 500 + 9) / 8.0, summary.Mean);
        Assert.Equal([500, 500, 9, 500, 500, 500, 500, 500], summary.Scores);
    }

    [Fact]
    public void The_same_scores_give_the_same_interval() => Assert.Equal(SeedSummary.Of([1, 2, 3, 4]).MeanInterval, SeedSummary.Of([1, 2, 3, 4]).MeanInterval);

    [Fact]
    public void No_seeds_are_refused() =>
        Assert.Equal("no seeds come to nothing: give the score of at least 1", Assert.Throws<ArgumentException>(() => SeedSummary.Of([])).Message);
}
