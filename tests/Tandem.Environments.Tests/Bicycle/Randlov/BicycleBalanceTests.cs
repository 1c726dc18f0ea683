using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle.Randlov;

public sealed class BicycleBalanceTests
{
    private static readonly EnvironmentSpec Spec = EnvironmentCatalog.BuiltIn["BicycleBalance-v0"];

    [Theory]
    [InlineData(RandlovIntegration.Original)]
    [InlineData(RandlovIntegration.Ernst)]
    public void A_random_rider_falls_after_as_many_steps_as_in_the_independent_program(RandlovIntegration integration)
    {
        const int Episodes = 5_000;
        var (mean, deviation, rides) = GoldenBicycleSteps.RandomRider(integration);
        var worlds = Spec.CreateVector(100, new RandlovOptions { Integration = integration });

        var ridden = Rides.Roll(worlds, new RandomPolicy(worlds.Actions, 1), Episodes, seed: 0, cancellation: TestContext.Current.CancellationToken);

        var error = deviation * Math.Sqrt((1.0 / rides) + (1.0 / Episodes));
        Assert.InRange(ridden.Average(ride => ride.Steps), mean - (3 * error), mean + (3 * error));
        Assert.InRange(error, 0, 0.01 * mean);
        Assert.All(ridden, ride => Assert.Equal((-1, true, false), (ride.Return, ride.Terminated, Spec.Success!(ride))));
    }

    // Worked out by hand: without rates the torque T adds T / 0.09826 * 0.01 to the handlebar's rate, and the displacement d
    // leads to a lean acceleration of 75 * 0.94 * 9.82 * sin(atan(d / 0.94)) / 149.69.
    [Theory]
    [InlineData(0, -1, -1)]
    [InlineData(1, -1, 0)]
    [InlineData(2, -1, 1)]
    [InlineData(3, 0, -1)]
    [InlineData(4, 0, 0)]
    [InlineData(5, 0, 1)]
    [InlineData(6, 1, -1)]
    [InlineData(7, 1, 0)]
    [InlineData(8, 1, 1)]
    public void Each_of_nine_actions_turns_and_shifts(int action, int turn, int shift)
    {
        AssertEffect(BicycleActions.Nine, new ActionView([action]), turn, shift);
        AssertEffect(BicycleActions.Continuous, new ActionView([2f * turn, 0.02f * shift]), turn, shift);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, -1, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 0, -1)]
    [InlineData(4, 0, 1)]
    public void Each_of_five_actions_turns_or_shifts(int action, int turn, int shift) =>
        AssertEffect(BicycleActions.Five, new ActionView([action]), turn, shift);

    [Fact]
    public void Without_noise_a_rider_who_does_nothing_stays_upright_and_with_it_does_not()
    {
        var nothing = new ConstantPolicy(4);

        Assert.False(Roll(new RandlovOptions { NoiseMetres = 0 }, nothing)[0].Terminated);
        Assert.True(Roll(new RandlovOptions(), nothing)[0].Terminated);
    }

    [Fact]
    public void Noise_shifts_the_body_evenly_to_both_sides_and_no_further_than_said()
    {
        const int Draws = 20_000;
        var world = new BicycleBalance(new RandlovOptions());
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var shifts = new double[Draws];
        foreach (ref var shift in shifts.AsSpan())
        {
            var state = RandlovState.AtRest(0);
            world.Step(ref state, new ActionView([4]), ref random);
            shift = 0.94 * Math.Tan(Math.Asin(state.LeanAcceleration * 149.69 / (75 * 0.94 * 9.82)));
        }

        // A uniform draw from -a to a has the deviation a / sqrt 3.
        var error = 0.02 / Math.Sqrt(3 * Draws);
        Assert.InRange(shifts.Average(), -3 * error, 3 * error);
        Assert.InRange(shifts.Max(), 0.0199, 0.02 + 1e-12);
        Assert.InRange(shifts.Min(), -0.02 - 1e-12, -0.0199);
    }

    [Fact]
    public void A_scaled_observation_counts_in_the_boundaries_of_Randlovs_boxes()
    {
        var state = new RandlovState { Steer = 1, SteerRate = -2, Lean = Math.PI / 15, LeanRate = 0.5, LeanAcceleration = -2 };
        var (scaled, plain) = (new float[5], new float[5]);

        new BicycleBalance(new RandlovOptions()).Observe(state, scaled);
        new BicycleBalance(new RandlovOptions { Scaled = false }).Observe(state, plain);

        Assert.Equal([1, -1, 1, 1, -1], scaled);
        Assert.Equal([1, -2, (float)(Math.PI / 15), 0.5f, -2], plain);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_in_one_sentence()
    {
        AssertRefused("integration 2 does not exist: give one of Original, Ernst", () => new RandlovOptions { Integration = (RandlovIntegration)2 });
        AssertRefused("action set -1 does not exist: give one of Nine, Five, Continuous", () => new RandlovOptions { Actions = (BicycleActions)(-1) });
        AssertRefused("a noise of -0.01 metres is out of range: give 0 to 0.1", () => new RandlovOptions { NoiseMetres = -0.01 });
        AssertRefused("a noise of NaN metres is out of range: give 0 to 0.1", () => new RandlovOptions { NoiseMetres = double.NaN });
    }

    internal static void AssertRefused(string message, Func<object> made) => Assert.Equal(message, Assert.Throws<ArgumentException>(made).Message);

    private static void AssertEffect(BicycleActions actions, ActionView action, int turn, int shift)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = RandlovState.AtRest(0);

        new BicycleBalance(new RandlovOptions { Actions = actions, NoiseMetres = 0 }).Step(ref state, action, ref random);

        Assert.Equal(turn * 2 / 0.09826 * 0.01, state.SteerRate, 1e-9);
        Assert.Equal(75 * 0.94 * 9.82 * Math.Sin(Math.Atan(0.02 * shift / 0.94)) / 149.69, state.LeanAcceleration, 1e-6);
    }

    private static IReadOnlyList<Ride> Roll(RandlovOptions options, IPolicy policy) =>
        Rides.Roll(Spec.CreateVector(1, options, stepLimit: 2_000), policy, 1, seed: 0, cancellation: TestContext.Current.CancellationToken);
}
