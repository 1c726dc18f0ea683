using CsCheck;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class ExpectileTests
{
    [Theory]
    [InlineData(0.5, 5)] // the mean
    [InlineData(0.9, 9)] // 0.9 (10 − 9) = 0.1 (9 − 0)
    [InlineData(0.99, 9.9)]
    [InlineData(1, 10)] // the largest
    public void Of_nothing_and_ten_it_is_known(double expectile, double expected) =>
        Assert.Equal(expected, Expectile.Of([0, 10], [1, 1], expectile), 1e-9);

    [Fact]
    public void A_value_of_weight_two_counts_twice() =>
        Assert.Equal(Expectile.Of([0, 0, 10, 4], [1, 1, 1, 1], 0.8), Expectile.Of([0, 10, 4], [2, 1, 1], 0.8), 1e-9);

    [Fact]
    public void The_gambling_world_is_worth_what_its_best_action_is_expected_to_bring_nearly() =>
        Assert.Equal(0.91, Expectile.Of([-5, -2.5, 1], [1, 1, 1], 0.99), 0.005);

    [Fact]
    public void No_number_near_it_has_a_smaller_loss() =>
        Gen.Double[-5, 5].Array[1, 6].Select(Gen.Double[0.5, 0.999]).Sample((values, expectile) =>
        {
            double[] weights = [.. values.Select((_, i) => 1.0 + (i % 3))];
            var least = Expectile.Of(values, weights, expectile);
            double Loss(double m) => values.Zip(weights, (value, weight) => weight * Expectile.Loss(value - m, expectile)).Sum();

            Assert.True(Loss(least) <= Loss(least - 1e-4) && Loss(least) <= Loss(least + 1e-4));
            Assert.Equal(0, values.Zip(weights, (value, weight) => weight * Expectile.Slope(value - least, expectile)).Sum(), 1e-6);
        }, iter: 200);

    [Theory]
    [InlineData(-2)]
    [InlineData(-0.1)]
    [InlineData(0.1)]
    [InlineData(3)]
    public void The_slope_is_that_of_the_loss(double difference)
    {
        const double step = 1e-5;

        var slope = (Expectile.Loss(difference + step, 0.8) - Expectile.Loss(difference - step, 0.8)) / (2 * step);

        Assert.Equal(slope, Expectile.Slope(difference, 0.8), 1e-6);
    }

    [Fact]
    public void Of_no_values_there_is_none() =>
        Assert.Equal("0 values with 0 weights have no expectile: give at least 1 value, and a weight for each", Assert.Throws<ArgumentException>(() => Expectile.Of([], [], 0.9)).Message);
}
