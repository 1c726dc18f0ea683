using Tandem.Environments.Bicycle;
using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class WhippleStateTests
{
    private static readonly DrawingStyle Plain = new() { Color = false, Unicode = false };

    [Fact]
    public void Its_pose_is_positive_to_the_left_where_the_model_is_to_the_right() =>
        Assert.Equal(new BicyclePose(4, -5, -3, -0.1, -0.2), new WhippleState(0.1, 0.2, 0, 0, Heading: 3, X: 4, Y: 5).Pose);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(5, false)]
    public void Left_alone_the_bicycle_stays_up_only_between_the_weave_and_the_capsize_speed(double speed, bool falls)
    {
        var options = new WhippleBicycleOptions { Speed = speed, RollTorqueNoise = 0, StartLean = 0.1 };
        var spec = EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"];
        var ride = RecordedRide.Record(spec.Create(options), spec.CreateYardstick("hands-off", options, null), stepLimit: 1_000, seed: 2);

        var last = spec.CreateRenderer(options)!.Draw(ride, ride.Outcome.Steps, Plain)[^1];

        Assert.Equal(falls, ride.Outcome.Terminated);
        Assert.EndsWith(falls ? "fallen" : "time is up", last, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{ride.Outcome.Steps * 0.02:0.00} s  lean "), last, StringComparison.Ordinal);
        Assert.Equal(!falls, last.Contains("lean  0.0", StringComparison.Ordinal));
    }
}
