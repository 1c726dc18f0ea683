using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class LqrRiderTests
{
    private const int Seeds = 200;

    /// <summary>Below the weave speed, between the critical speeds, and above the capsize speed.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3.5)]
    [InlineData(5)]
    [InlineData(8)]
    public void It_never_falls_in_10_seconds_of_gusts(double speed)
    {
        var rides = Ridden(new WhippleBicycleOptions { Speed = speed });

        Assert.All(rides, ride => Assert.Equal((false, 500), (ride.Terminated, ride.Steps)));
    }

    [Fact]
    public void It_keeps_upright_while_the_speed_swings_through_both_critical_speeds() =>
        Assert.All(Ridden(new WhippleBicycleOptions { Speed = 5, SpeedSwing = 3 }), ride => Assert.False(ride.Terminated));

    [Theory]
    [InlineData(3.5)]
    [InlineData(8)]
    public void Its_mean_cost_is_the_one_that_is_expected(double speed)
    {
        var options = new WhippleBicycleOptions { Speed = speed };
        var costs = Ridden(options, 2_000).Select(ride => -ride.Return).ToArray();
        var expected = WhippleBicycleEntry.ExpectedCost(options, WhippleBicycle.StepLimit)!.Value;
        var error = Math.Sqrt(costs.Average(cost => Math.Pow(cost - costs.Average(), 2)) / costs.Length);

        Assert.InRange(costs.Average(), expected - (4 * error), expected + (4 * error));
    }

    [Fact]
    public void Nothing_is_expected_where_torques_saturate_or_falls_happen()
    {
        Assert.NotNull(WhippleBicycleEntry.ExpectedCost(new WhippleBicycleOptions(), WhippleBicycle.StepLimit));
        Assert.Null(WhippleBicycleEntry.ExpectedCost(new WhippleBicycleOptions { Speed = 0 }, WhippleBicycle.StepLimit));
        Assert.Null(WhippleBicycleEntry.ExpectedCost(new WhippleBicycleOptions { TorqueLimit = 1 }, WhippleBicycle.StepLimit));
        Assert.Null(WhippleBicycleEntry.ExpectedCost(new WhippleBicycleOptions { RollTorqueNoise = 1_000, TorqueLimit = 1_000 }, WhippleBicycle.StepLimit));
        Assert.Null(WhippleBicycleEntry.ExpectedCost(new WhippleBicycleOptions { StartLean = 0.5, RollTorqueNoise = 0 }, WhippleBicycle.StepLimit));
    }

    [Fact]
    public void Others_gains_cost_more()
    {
        var options = new WhippleBicycleOptions { Speed = 3.5 };
        var slack = new WhippleBicycle(options with { Speed = 4.5 });

        var best = Ridden(options).Average(ride => ride.Return);
        var other = Rolled(options, new LqrRider(slack), Seeds).Average(ride => ride.Return);

        Assert.True(best > other);
    }

    [Fact]
    public void It_saturates_at_the_limit_of_the_world()
    {
        var world = new WhippleBicycle(new WhippleBicycleOptions { TorqueLimit = 5 });
        var actions = new ActionBatch(world.Actions, 2);

        new LqrRider(world).Act([0.5f, 0, 0, 0, 3.5f, -0.5f, 0, 0, 0, 3.5f], [0, 0], actions);

        Assert.Equal([5f, 5f], actions.Values.ToArray().Select(Math.Abs));
        Assert.Equal(-actions.Values[0], actions.Values[1]);
    }

    [Fact]
    public void It_refuses_another_world()
    {
        var rider = new LqrRider(new WhippleBicycle(new WhippleBicycleOptions()));

        Assert.Equal(
            "this rider sees 5 numbers and gives one steer torque, not 5 and Discrete(9): let it ride WhippleBicycle-v0",
            Assert.Throws<ArgumentException>(() => Ride(rider, "BicycleBalance-v0")).Message);
        Assert.Equal(
            "this rider sees 5 numbers and gives one steer torque, not 3 and Box(1): let it ride WhippleBicycle-v0",
            Assert.Throws<ArgumentException>(() => rider.Act(new float[6], [0, 0], new ActionBatch(new Box([-1], [1]), 2))).Message);
    }

    private static void Ride(IPolicy rider, string id) => Rides.Roll(EnvironmentCatalog.BuiltIn[id].CreateVector(1), rider, 1, seed: 0);

    private static IReadOnlyList<Ride> Ridden(WhippleBicycleOptions options, int episodes = Seeds) =>
        Rolled(options, new LqrRider(new WhippleBicycle(options)), episodes);

    private static IReadOnlyList<Ride> Rolled(WhippleBicycleOptions options, IPolicy rider, int episodes) =>
        Rides.Roll(EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"].CreateVector(episodes, options), rider, episodes, seed: 0);
}
