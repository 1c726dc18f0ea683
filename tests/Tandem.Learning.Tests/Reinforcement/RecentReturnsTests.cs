using CsCheck;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class RecentReturnsTests
{
    [Fact]
    public void A_step_is_compared_with_the_same_step_of_the_other_rides()
    {
        var recent = new RecentReturns(rides: 4);
        Compare(recent, 1, 5);

        // Steps: means (1 + 3) / 2 and (5 + 5) / 2; all returns 1, 5, 3, 5: mean 3.5, squares 6.25 + 2.25 + 0.25 + 2.25 = 11.
        var deviation = Math.Sqrt(11.0 / 3);
        Assert.Equal([1 / deviation, 0], Compare(recent, 3, 5), Close);
    }

    [Fact]
    public void A_step_that_only_this_ride_came_to_weighs_nothing()
    {
        var recent = new RecentReturns(rides: 4);
        Compare(recent, 7);

        var weights = Compare(recent, 9, 100, -100);

        Assert.True(weights[0] > 0);
        Assert.Equal([0, 0], weights[1..]);
    }

    [Fact]
    public void The_first_ride_and_a_ride_like_all_others_weigh_nothing()
    {
        var recent = new RecentReturns(rides: 3);
        for (var ride = 0; ride < 5; ride++)
        {
            Assert.Equal([0, 0, 0], Compare(recent, 98, 99, 100));
        }
    }

    [Fact]
    public void Rides_are_forgotten_in_their_order()
    {
        var (fresh, full) = (new RecentReturns(rides: 2), new RecentReturns(rides: 2));
        Compare(full, 1_000, 2, 3, 4);
        foreach (var recent in (RecentReturns[])[fresh, full])
        {
            Compare(recent, 1, 2);
        }

        Assert.Equal(Compare(fresh, 4, 3), Compare(full, 4, 3));
        Assert.Equal(2, full.Count);
    }

    [Fact]
    public void The_rides_of_an_update_are_compared_with_each_other()
    {
        var recent = new RecentReturns(rides: 2);
        double[] weights = [1, 3];
        recent.Compare(weights, [new EpisodeSpan(0, 1, 0), new EpisodeSpan(1, 2, 0)]);

        Assert.Equal([-1 / Math.Sqrt(2), 1 / Math.Sqrt(2)], weights, Close);
    }

    [Fact]
    public void Equally_long_rides_weigh_nothing_on_average_at_each_step() =>
        Gen.Double[-100, 100].Array[6].Where(values => values.Max() - values.Min() > 1).Sample(values =>
        {
            double[] weights = [.. values];
            new RecentReturns(rides: 3).Compare(weights, [new EpisodeSpan(0, 2, 0), new EpisodeSpan(2, 4, 0), new EpisodeSpan(4, 6, 0)]);
            Assert.Equal(0, weights[0] + weights[2] + weights[4], 1e-9);
            Assert.Equal(0, weights[1] + weights[3] + weights[5], 1e-9);
        });

    [Fact]
    public void What_was_saved_goes_on_to_the_bit()
    {
        var (whole, restored) = (new RecentReturns(rides: 3), new RecentReturns(rides: 3));
        foreach (var ride in (double[][])[[1, 2, 3], [4], [0.1, 0.2], [0.3, 7]])
        {
            Compare(whole, ride);
        }

        var saved = new MemoryStream();
        whole.Save(new BinaryWriter(saved));
        saved.Position = 0;
        Compare(restored, 50, 60);
        restored.Restore(new BinaryReader(saved));

        Assert.Equal(saved.Length, saved.Position);
        Assert.Equal(Compare(whole, 2, 9, 4), Compare(restored, 2, 9, 4));
        Assert.Equal(Compare(whole, 1), Compare(restored, 1));
    }

    [Fact]
    public void A_state_of_more_rides_than_are_kept_is_refused()
    {
        var saved = new MemoryStream();
        var large = new RecentReturns(rides: 3);
        Compare(large, 1);
        Compare(large, 2);
        Compare(large, 3);
        large.Save(new BinaryWriter(saved));
        saved.Position = 0;

        var error = Assert.Throws<InvalidDataException>(() => new RecentReturns(rides: 2).Restore(new BinaryReader(saved)));

        Assert.Equal(
            "the saved state tells of 3 recent episodes or steps where at most 2 can be: resume with the options the run was started with",
            error.Message);
    }

    private static double[] Compare(RecentReturns recent, params double[] returns)
    {
        double[] weights = [.. returns];
        recent.Compare(weights, [new EpisodeSpan(0, weights.Length, 0)]);
        return weights;
    }

    private static bool Close(double expected, double given) => Math.Abs(expected - given) < 1e-7;
}
