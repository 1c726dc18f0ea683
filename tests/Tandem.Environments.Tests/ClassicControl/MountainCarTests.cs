using Tandem.Environments.ClassicControl;

namespace Tandem.Environments.Tests.ClassicControl;

public sealed class MountainCarTests
{
    [Fact]
    public void The_wall_stops_the_car()
    {
        var state = new MountainCarState(-1.19, -0.05);

        Step(new MountainCarOptions(), ref state, 0);

        Assert.Equal(new MountainCarState(-1.2, 0), state);
    }

    [Fact]
    public void A_car_too_slow_at_the_goal_drives_on()
    {
        var (slow, fast) = (new MountainCarState(0.5, 0.02), new MountainCarState(0.45, 0.07));
        var options = new MountainCarOptions { GoalVelocity = 0.05 };

        Assert.False(Step(options, ref slow, 2).Terminated);
        Assert.True(Step(options, ref fast, 2).Terminated);
        Assert.InRange(slow.Place, 0.5, 0.6);
    }

    [Fact]
    public void The_throttle_costs_and_the_goal_earns_100()
    {
        var world = new ContinuousMountainCar(new MountainCarOptions());
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var (below, arriving) = (new MountainCarState(-0.5, 0), new MountainCarState(0.43, 0.05));

        Assert.Equal(-0.025, world.Step(ref below, new ActionView([0.5f]), ref random).Reward, 1e-12);
        Assert.Equal(new Outcome(100 - 0.1, true), world.Step(ref arriving, new ActionView([1f]), ref random));
    }

    [Theory]
    [InlineData(-0.01, "goal velocity -0.01 is out of range: give 0 to 0.07")]
    [InlineData(0.08, "goal velocity 0.08 is out of range: give 0 to 0.07")]
    [InlineData(double.NaN, "goal velocity NaN is out of range: give 0 to 0.07")]
    public void A_goal_velocity_that_no_car_reaches_is_refused(double velocity, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new MountainCarOptions { GoalVelocity = velocity }).Message);

    private static Outcome Step(MountainCarOptions options, ref MountainCarState state, int choice)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        return new MountainCar(options).Step(ref state, new ActionView([choice]), ref random);
    }
}
