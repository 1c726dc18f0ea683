namespace Tandem.Environments.Tests;

/// <summary>Mean returns of a uniformly random rider, as measured in Gymnasium: starts, ends and rewards together.</summary>
public sealed class RandomRiderTests
{
    [Theory]
    [InlineData("CartPole-v1", 4_000, 22.1, 0.8)]
    [InlineData("MountainCar-v0", 50, -200, 0)]
    [InlineData("Acrobot-v1", 200, -495, 7)]
    [InlineData("Pendulum-v1", 1_000, -1238.5, 45)]
    [InlineData("FrozenLake-v1", 20_000, 0.015, 0.004)]
    [InlineData("FrozenLake8x8-v1", 20_000, 0.003, 0.002)]
    [InlineData("Taxi-v4", 2_000, -776, 12)]
    public void A_random_rider_earns_what_it_earns_in_Gymnasium(string id, int episodes, double mean, double tolerance)
    {
        var worlds = EnvironmentCatalog.BuiltIn[id].CreateVector(50);

        var rides = Rides.Roll(worlds, new RandomPolicy(worlds.Actions, 1), episodes, seed: 0, cancellation: TestContext.Current.CancellationToken);

        Assert.InRange(rides.Average(ride => ride.Return), mean - tolerance, mean + tolerance);
    }
}
