using CsCheck;
using Tandem.Environments.ClassicControl;

namespace Tandem.Environments.Tests.ClassicControl;

public sealed class CartPoleTests
{
    private const double Push = 10;

    /// <summary>1 / 13!, −1 / 11! … 1.</summary>
    private static readonly double[] SineSeries = [1.0 / 6_227_020_800, -1.0 / 39_916_800, 1.0 / 362_880, -1.0 / 5_040, 1.0 / 120, -1.0 / 6, 1];

    /// <summary>1 / 12!, −1 / 10! … 1.</summary>
    private static readonly double[] CosineSeries = [1.0 / 479_001_600, -1.0 / 3_628_800, 1.0 / 40_320, -1.0 / 720, 1.0 / 24, -1.0 / 2, 1];

    [Fact]
    public void A_step_follows_the_equations_of_motion_at_every_angle() => Gen.Select(
        Gen.Double[-2, 2], Gen.Double[-3, 3], Gen.OneOf(Gen.Double[-0.26, 0.26], Gen.Double[-3, 3]), Gen.Double[-3, 3], Gen.Int[0, 1])
        .Sample((place, velocity, angle, turning, choice) =>
        {
            var state = new CartPoleState(place, velocity, angle, turning);
            Step(new CartPoleOptions(), ref state, choice);

            // Florian's equations (23) and (24) without friction: both accelerations at once, from the linear system they come from.
            // 1.1 x'' + 0.05 cos(a) a'' = F + 0.05 a'^2 sin(a);  cos(a) x'' + 2/3 a'' = 9.8 sin(a)
            var (sine, cosine, force) = (Math.Sin(angle), Math.Cos(angle), choice == 1 ? Push : -Push);
            var (right, gravity) = (force + (0.05 * turning * turning * sine), 9.8 * sine);
            var determinant = (1.1 * 2 / 3) - (0.05 * cosine * cosine);
            var linear = ((right * 2 / 3) - (0.05 * cosine * gravity)) / determinant;
            var angular = ((1.1 * gravity) - (cosine * right)) / determinant;
            Assert.Equal(velocity + (0.02 * linear), state.MetresPerSecond, 1e-12);
            Assert.Equal(turning + (0.02 * angular), state.RadiansPerSecond, 1e-12);
            Assert.Equal(place + (0.02 * velocity), state.Metres, 1e-12);
            Assert.Equal(angle + (0.02 * turning), state.Radians, 1e-12);
        });

    /// <summary>By the same products and sums one at a time; a fused product would round differently within the first thousand.</summary>
    [Fact]
    public void A_step_is_the_same_to_the_bit_on_every_processor()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var state = new CartPoleState(0, 0, -0.25 + (0.0005 * i), 0);
            var (sine, cosine) = (Sum(state.Radians, SineSeries) * state.Radians, Sum(state.Radians, CosineSeries));
            Step(new CartPoleOptions(), ref state, 1);

            var pull = Push * (1 / 1.1);
            var angular = ((9.8 * sine) - (cosine * pull)) / (0.5 * ((4.0 / 3) - (0.1 / 1.1 * cosine * cosine)));
            Assert.Equal(0.02 * angular, state.RadiansPerSecond);
        }
    }

    [Theory]
    [InlineData(2.39, 1.0, 0, 0, true)] // off the track
    [InlineData(2.39, 0.4, 0, 0, false)]
    [InlineData(-2.39, -1.0, 0, 0, true)]
    [InlineData(0, 0, 0.2094, 0.01, true)] // beyond 12 degrees
    [InlineData(0, 0, -0.2094, -0.01, true)]
    [InlineData(0, 0, 0.2094, -0.01, false)]
    public void The_episode_ends_off_the_track_and_beyond_12_degrees(double place, double velocity, double angle, double turning, bool ends)
    {
        var state = new CartPoleState(place, velocity, angle, turning);

        Assert.Equal(new Outcome(1, ends), Step(new CartPoleOptions(), ref state, 0));
    }

    [Fact]
    public void Where_only_the_fall_counts_a_step_is_worth_0_and_the_fall_less_1()
    {
        var options = new CartPoleOptions { OnlyFallCounts = true };
        var (standing, falling) = (new CartPoleState(0, 0, 0, 0), new CartPoleState(0, 0, 0.2, 1));

        Assert.Equal(new Outcome(0, false), Step(options, ref standing, 0));
        Assert.Equal(new Outcome(-1, true), Step(options, ref falling, 0));
        Assert.Equal((500, 0), (Optimum(new CartPoleOptions()), Optimum(options)));
    }

    [Fact]
    public void A_rider_who_pushes_towards_the_fall_earns_the_optimum()
    {
        var worlds = EnvironmentCatalog.BuiltIn["CartPole-v1"].CreateVector(50);

        Assert.All(Rides.Roll(worlds, new Balancer(), 50, seed: 0, cancellation: TestContext.Current.CancellationToken), ride => Assert.Equal(500, ride.Return));
    }

    private static double Sum(double angle, double[] series) => series.Aggregate((sum, next) => (sum * (angle * angle)) + next);

    private static double? Optimum(CartPoleOptions options) => EnvironmentCatalog.BuiltIn["CartPole-v1"].OptimalReturn(options);

    private static Outcome Step(CartPoleOptions options, ref CartPoleState state, int choice)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        return new CartPole(options).Step(ref state, new ActionView([choice]), ref random);
    }

    private sealed class Balancer : IPolicy
    {
        public void Begin(int world)
        {
        }

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
        {
            for (var world = 0; world < actions.Count; world++)
            {
                var row = observations.Slice(4 * world, 4);
                actions.Choices[world] = (0.1 * row[0]) + (0.2 * row[1]) + (2 * row[2]) + row[3] > 0 ? 1 : 0;
            }
        }
    }
}
