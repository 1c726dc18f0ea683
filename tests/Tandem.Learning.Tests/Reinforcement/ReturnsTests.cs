using CsCheck;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class ReturnsTests
{
    [Fact]
    public void A_return_adds_what_follows_discounted()
    {
        var returns = new double[3];
        Returns.Discounted([1, 2, 3], 0.5, 0, returns);
        Assert.Equal([2.75, 3.5, 3], returns);
    }

    [Fact]
    public void A_cut_episode_goes_on_with_the_value_of_its_end()
    {
        var (terminated, truncated) = (new double[2], new double[2]);
        Returns.Discounted([1, 1], 0.9, 0, terminated);
        Returns.Discounted([1, 1], 0.9, 10, truncated);
        Assert.Equal(terminated[0] + (0.81 * 10), truncated[0], 1e-12);
        Assert.Equal(terminated[1] + (0.9 * 10), truncated[1], 1e-12);
    }

    [Fact]
    public void A_single_return_stays_as_it_is()
    {
        double[] returns = [42];
        Returns.Normalize(returns);
        Assert.Equal([42], returns);
    }

    [Fact]
    public void Equal_returns_become_zero_and_not_NaN()
    {
        double[] returns = [5, 5, 5];
        Returns.Normalize(returns);
        Assert.Equal([0, 0, 0], returns);
    }

    [Fact]
    public void Normalised_returns_have_mean_0_and_deviation_1() =>
        Gen.Double[-100, 100].Array[2, 50].Where(values => values.Max() - values.Min() > 1).Sample(values =>
        {
            Returns.Normalize(values);
            Assert.Equal(0, values.Average(), 1e-9);
            Assert.Equal(1, values.Sum(value => value * value) / (values.Length - 1), 1e-6);
        });
}
