using Tandem.Environments.Bicycle;
using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Catalog;

public sealed class YardstickTests
{
    /// <summary>Enough to tell good riders from random ones, few enough for the long rides.</summary>
    private const int Steps = 300;

    /// <summary>All who do anything at all.</summary>
    public static TheoryData<string, string> All => [.. EnvironmentCatalog.BuiltIn.Specs
        .SelectMany(spec => spec.Yardsticks.Select(rider => (spec.Id, rider.Name)))
        .Where(rider => rider.Name != "hands-off")];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_rides_better_than_at_random(string id, string name)
    {
        var spec = EnvironmentCatalog.BuiltIn[id];

        var (its, atRandom) = (MeanReturn(spec, spec.CreateYardstick(name, null, Steps)), MeanReturn(spec, new RandomPolicy(spec.Create().Actions, 0)));

        Assert.True(its > atRandom, $"{its} against {atRandom}");
    }

    [Theory]
    [InlineData("CliffWalking-v1", null)]
    [InlineData("CliffWalking-v1", 40)]
    [InlineData("Taxi-v4", null)]
    [InlineData("FrozenLake-v1", null)]
    public void Value_iteration_earns_the_optimum(string id, int? limit)
    {
        var spec = EnvironmentCatalog.BuiltIn[id];

        var rides = Rides.Roll(spec.CreateVector(100, null, limit), spec.CreateYardstick("value-iteration", null, limit), 2_000, seed: 3, cancellation: TestContext.Current.CancellationToken);
        var returns = rides.Select(ride => ride.Return).ToArray();
        var error = Math.Sqrt(returns.Average(value => Math.Pow(value - returns.Average(), 2)) / returns.Length);

        Assert.InRange(spec.OptimalReturn(null, limit)!.Value, returns.Average() - (4 * error) - 1e-9, returns.Average() + (4 * error) + 1e-9);
    }

    [Theory]
    [InlineData("BicycleGrid-v0", 3, -3.0)]
    [InlineData("BicycleGrid-v0", 4, 97.0)]
    [InlineData("BicycleGrid-v0", null, 97.0)]
    [InlineData("CartPole-v1", 200, 200.0)]
    [InlineData("CartPole-v1", null, null)]
    [InlineData("CliffWalking-v1", 5, -5.0)]
    [InlineData("CliffWalking-v1", 13, -13.0)]
    [InlineData("CliffWalking-v1", null, -13.0)]
    [InlineData("CliffWalking-v1", 1_000_000_000, null)]
    [InlineData("FrozenLake-v1", 5, 0.0)]
    [InlineData("BicycleBalance-v0", 7, 0.0)]
    [InlineData("WhippleBicycle-v0", null, null)]
    [InlineData("WhippleBicycle-v0", 1_000_000_000, null)]
    [InlineData("Pendulum-v1", 200, null)]
    public void An_optimum_is_the_one_of_the_limit_or_is_not_claimed(string id, int? limit, double? optimum)
    {
        var found = EnvironmentCatalog.BuiltIn[id].OptimalReturn(null, limit);

        Assert.Equal(optimum is null, found is null);
        Assert.Equal(optimum ?? 0, found ?? 0, 1e-9);
    }

    [Fact]
    public void Half_the_steps_cost_the_best_rider_of_Whipples_bicycle_about_half()
    {
        var spec = EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"];

        Assert.InRange(spec.OptimalReturn(null, 250)!.Value / spec.OptimalReturn()!.Value, 0.45, 0.5);
    }

    [Fact]
    public void Where_rides_are_too_rough_for_the_best_rider_to_be_known_none_is_claimed()
    {
        var spec = EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"];

        Assert.Null(spec.OptimalReturn(new WhippleBicycleOptions { TorqueLimit = 0.5 }));
        Assert.Null(spec.OptimalReturn(new WhippleBicycleOptions { RollTorqueNoise = 1_000 }));
        Assert.Null(spec.OptimalReturn(new WhippleBicycleOptions { Speed = 0 }));
        Assert.Null(EnvironmentCatalog.BuiltIn["BicycleBalance-v0"].OptimalReturn(new RandlovOptions { NoiseMetres = 0.1 }));
    }

    [Fact]
    public void A_rider_that_is_not_there_is_refused()
    {
        Assert.Equal(
            "WhippleBicycle-v0 has no rider 'lqg': give lqr or hands-off",
            Assert.Throws<ArgumentException>(() => EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"].CreateYardstick("lqg", null, null)).Message);
        Assert.Equal(
            "Acrobot-v1 has no rider 'lqr': it has none",
            Assert.Throws<ArgumentException>(() => EnvironmentCatalog.BuiltIn["Acrobot-v1"].CreateYardstick("lqr", null, null)).Message);
    }

    [Theory]
    [InlineData("BicycleBalance-v0", "linear", 0.01)]
    [InlineData("BicycleRide-v0", "linear", 0.01)]
    [InlineData("WhippleBicycle-v0", "lqr", 0.02)]
    public void A_bicycle_that_leans_can_be_shown_as_SVG_in_its_own_time(string id, string rider, double stepSeconds)
    {
        var spec = EnvironmentCatalog.BuiltIn[id];
        var ride = RecordedRide.Record(spec.Create(), spec.CreateYardstick(rider, null, Steps), Steps, seed: 0);
        using var svg = new StringWriter();

        RideSvg.Write(svg, ride, spec.SvgOptions());

        Assert.Equal(stepSeconds, spec.SvgOptions()!.StepSeconds);
        Assert.Contains(FormattableString.Invariant($"{Steps * stepSeconds:0.00} s, "), svg.ToString(), StringComparison.Ordinal);
        Assert.Null(EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].SvgOptions());
    }

    private static double MeanReturn(EnvironmentSpec spec, IPolicy policy) =>
        Rides.Roll(spec.CreateVector(20, null, Steps), policy, 100, seed: 1).Average(ride => ride.Return);
}
