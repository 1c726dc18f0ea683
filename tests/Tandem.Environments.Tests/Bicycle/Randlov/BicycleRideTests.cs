using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle.Randlov;

public sealed class BicycleRideTests
{
    private const double Step = 10 / 3.6 * 0.01;

    private static readonly EnvironmentSpec Spec = EnvironmentCatalog.BuiltIn["BicycleRide-v0"];

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(-90)]
    [InlineData(135)]
    public void A_ride_starts_at_the_origin_facing_as_far_from_the_goal_as_is_said(double degrees)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = new BicycleRide(new BicycleRideOptions { StartDegrees = degrees, GoalMetres = 100_000 }).Start(ref random);

        // A goal to the right is at a negative angle; the front tyre is a wheelbase ahead of the origin.
        Assert.Equal(-degrees * Math.PI / 180, state.GoalAngle, 2e-5);
        Assert.Equal((0, 0), (state.Pose.XMetres, state.Pose.YMetres));
        Assert.Equal(degrees * Math.PI / 180, state.Pose.HeadingRadians, 1e-12);
        Assert.InRange(state.GoalDistance, 100_000 - 1.12, 100_000 + 1.12);
    }

    [Fact]
    public void A_random_start_faces_all_directions_equally_often()
    {
        const int Draws = 8_000;
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var world = new BicycleRide(new BicycleRideOptions { RandomStart = true });

        var quarters = Enumerable.Range(0, Draws).Select(_ => (int)Math.Floor((world.Start(ref random).Bicycle.Heading + Math.PI) / (Math.PI / 2))).CountBy(quarter => quarter).ToDictionary();

        // A quarter of the draws, give or take four deviations of a binomial count.
        Assert.Equal(4, quarters.Count);
        Assert.All(quarters.Values, count => Assert.InRange(count, 2_000 - (4 * 39), 2_000 + (4 * 39)));
    }

    [Theory]
    [InlineData(RandlovIntegration.Original)]
    [InlineData(RandlovIntegration.Ernst)]
    public void Facing_the_goal_a_rider_who_does_nothing_arrives_as_soon_as_the_front_tyre_does(RandlovIntegration integration)
    {
        var options = new BicycleRideOptions { GoalMetres = 8, RadiusMetres = 2, StartDegrees = 0, Bicycle = new() { NoiseMetres = 0, Integration = integration } };

        var ride = Rides.Roll(Spec.CreateVector(1, options), new ConstantPolicy(4), 1, seed: 0, cancellation: TestContext.Current.CancellationToken)[0];

        Assert.Equal((int)Math.Ceiling((8 - 2 - 1.11) / Step), ride.Steps);
        Assert.True(Spec.Success!(ride));
    }

    [Theory]
    [InlineData(BicycleRideReward.Turning)]
    [InlineData(BicycleRideReward.Paper)]
    [InlineData(BicycleRideReward.Program)]
    public void A_fall_costs_1_and_is_no_success_whatever_was_earned_before(BicycleRideReward reward)
    {
        var options = new BicycleRideOptions { Reward = reward };
        var worlds = Spec.CreateVector(50, options);

        var rides = Rides.Roll(worlds, new RandomPolicy(worlds.Actions, 0), 50, seed: 0, cancellation: TestContext.Current.CancellationToken);

        Assert.All(rides, ride => Assert.Equal((-1, true, false), (ride.FinalReward, ride.Terminated, Spec.Success!(ride))));
    }

    // Worked out by hand from the equations of BicycleRideReward, before -> after one step that turns nowhere.
    [Theory]
    [InlineData(BicycleRideReward.Paper, 0, 4 * 0.00004)]
    [InlineData(BicycleRideReward.Paper, 90, (4 - 2.4674011) * 0.00004)]
    [InlineData(BicycleRideReward.Paper, 180, (4 - 9.8696044) * 0.00004)]
    [InlineData(BicycleRideReward.Program, 0, 0.95 * 0.0001)]
    [InlineData(BicycleRideReward.Program, 90, -0.05 * 0.0001)]
    [InlineData(BicycleRideReward.Program, -90, -0.05 * 0.0001)]
    [InlineData(BicycleRideReward.Program, 180, (0.95 - 4) * 0.0001)]
    [InlineData(BicycleRideReward.Turning, 90, 0)]
    public void A_step_earns_by_the_angle_to_the_goal(BicycleRideReward reward, double degrees, double expected)
    {
        var world = new BicycleRide(new BicycleRideOptions { Reward = reward, StartDegrees = degrees, GoalMetres = 100_000, Bicycle = new() { NoiseMetres = 0 } });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = world.Start(ref random);

        Assert.Equal(expected, world.Step(ref state, new ActionView([4]), ref random).Reward, 1e-7);
    }

    [Theory]
    [InlineData(BicycleRideReward.Paper, 0.01)]
    [InlineData(BicycleRideReward.Program, 0.01)]
    public void Arriving_earns_what_the_two_programs_give(BicycleRideReward reward, double expected)
    {
        var world = new BicycleRide(new BicycleRideOptions { Reward = reward, StartDegrees = 0, GoalMetres = 3, RadiusMetres = 1.88, Bicycle = new() { NoiseMetres = 0 } });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = world.Start(ref random);

        Assert.Equal(new Outcome(expected, Terminated: true), world.Step(ref state, new ActionView([4]), ref random));
    }

    [Fact]
    public void What_turning_earns_on_the_way_depends_on_the_first_and_the_last_angle_only()
    {
        var options = new BicycleRideOptions { StartDegrees = 120 };
        var ride = RecordedRide.Record(Spec.Create(options), new LinearBicycleRider(options.Bicycle), stepLimit: 3_000, seed: 0);
        double AngleAt(int moment) => Math.Abs(((BicycleRideState)ride.Moments[moment].State!).GoalAngle);

        Assert.False(ride.Outcome.Terminated);
        Assert.Equal(0.1 * (AngleAt(0) - AngleAt(3_000)), ride.Outcome.Return, 1e-12);
        Assert.True(ride.Outcome.Return > 0.1);
    }

    [Fact]
    public void The_observation_ends_with_the_angle_to_the_goal()
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var world = new BicycleRide(new BicycleRideOptions { GoalMetres = 100_000, StartDegrees = -90 });
        var observation = new float[6];

        world.Observe(world.Start(ref random), observation);

        Assert.Equal(0.5, observation[5], 1e-4);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_in_one_sentence()
    {
        BicycleBalanceTests.AssertRefused("a goal 0 metres away is out of range: give 1 to 100000", () => new BicycleRideOptions { GoalMetres = 0 });
        BicycleBalanceTests.AssertRefused("a goal of radius 0 metres is out of range: give 0.1 to 1000", () => new BicycleRideOptions { RadiusMetres = 0 });
        BicycleBalanceTests.AssertRefused("a start facing 181 degrees from the goal is out of range: give -180 to 180", () => new BicycleRideOptions { StartDegrees = 181 });
        BicycleBalanceTests.AssertRefused("reward 3 does not exist: give one of Turning, Paper, Program", () => new BicycleRideOptions { Reward = (BicycleRideReward)3 });
        BicycleBalanceTests.AssertRefused(
            "the ride starts in its goal, of radius 10 metres and 11 metres away: give a smaller radius, or a goal further away",
            () => new BicycleRide(new BicycleRideOptions { GoalMetres = 11 }));
    }
}
