using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle.Randlov;

public sealed class LinearBicycleRiderTests
{
    public static TheoryData<RandlovIntegration, BicycleActions, bool> Bicycles => new MatrixTheoryData<RandlovIntegration, BicycleActions, bool>(
        Enum.GetValues<RandlovIntegration>(), Enum.GetValues<BicycleActions>(), [false, true]);

    [Theory]
    [MemberData(nameof(Bicycles))]
    public void It_balances_every_bicycle_for_a_minute(RandlovIntegration integration, BicycleActions actions, bool isScaled)
    {
        var options = new RandlovOptions { Integration = integration, Actions = actions, Scaled = isScaled };
        var rides = Roll("BicycleBalance-v0", options, options, rides: 10, stepLimit: 6_000);

        Assert.All(rides, ride => Assert.Equal(new Ride(0, 6_000, Terminated: false, Truncated: true), ride));
    }

    [Theory]
    [InlineData(RandlovIntegration.Original)]
    [InlineData(RandlovIntegration.Ernst)]
    public void It_rides_to_the_goal_almost_straight(RandlovIntegration integration)
    {
        var options = new RandlovOptions { Integration = integration };
        var rides = Roll("BicycleRide-v0", new BicycleRideOptions { Bicycle = options }, options, rides: 10, stepLimit: null);

        // The front tyre must get from 1.11 m beside the origin to 10 m before the goal: 990.0 m, and the first bend.
        Assert.All(rides, ride => Assert.True(EnvironmentCatalog.BuiltIn["BicycleRide-v0"].Success!(ride)));
        Assert.InRange(rides.Average(ride => ride.Steps * RandlovBicycle.SpeedMetresPerSecond * RandlovBicycle.StepSeconds), 990, 995);
    }

    [Fact]
    public void It_turns_around_from_every_start()
    {
        var options = new BicycleRideOptions { RandomStart = true, GoalMetres = 60, RadiusMetres = 2 };
        var rides = Roll("BicycleRide-v0", options, options.Bicycle, rides: 50, stepLimit: 5_000);

        Assert.All(rides, ride => Assert.True(EnvironmentCatalog.BuiltIn["BicycleRide-v0"].Success!(ride)));
    }

    [Fact]
    public void It_refuses_another_world_and_another_action_set()
    {
        var rider = new LinearBicycleRider(new RandlovOptions());

        BicycleBalanceTests.AssertRefused(
            "this rider sees 5 or 6 numbers and gives actions of Discrete(9), not 4 and MultiDiscrete(2, 3): let it ride BicycleBalance-v0 or BicycleRide-v0, and give it the options of that world",
            () => Rides.Roll(EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(1), rider, 1, seed: 0));
        BicycleBalanceTests.AssertRefused(
            "this rider sees 5 or 6 numbers and gives actions of Discrete(9), not 5 and Discrete(5): let it ride BicycleBalance-v0 or BicycleRide-v0, and give it the options of that world",
            () => Rides.Roll(EnvironmentCatalog.BuiltIn["BicycleBalance-v0"].CreateVector(1, new RandlovOptions { Actions = BicycleActions.Five }), rider, 1, seed: 0));
    }

    private static IReadOnlyList<Ride> Roll(string id, object world, RandlovOptions bicycle, int rides, int? stepLimit)
    {
        var spec = EnvironmentCatalog.BuiltIn[id];
        return Rides.Roll(
            spec.CreateVector(rides, world, stepLimit ?? spec.StepLimit), new LinearBicycleRider(bicycle), rides, seed: 7, cancellation: TestContext.Current.CancellationToken);
    }
}
