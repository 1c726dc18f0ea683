using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle.Randlov;

public sealed class RandlovBicycleTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Every_golden_step_of_both_integrations_is_met()
    {
        Assert.Equal(41, GoldenBicycleSteps.All.Count);
        foreach (var golden in GoldenBicycleSteps.All)
        {
            var (state, stepsUpright) = Ridden(golden);
            var numbers = Numbers(state, golden.Integration);
            for (var place = 0; place < numbers.Length; place++)
            {
                Assert.True(Math.Abs(golden.State[place] - numbers[place]) <= Tolerance, $"{golden.Integration}, {golden.Actions}, step {golden.Step}, number {place}: {numbers[place]:R} instead of {golden.State[place]:R}");
            }

            Assert.Equal(golden.Fallen ? golden.Step - 1 : golden.Step, stepsUpright);
        }
    }

    [Theory]
    [InlineData(RandlovIntegration.Original)]
    [InlineData(RandlovIntegration.Ernst)]
    public void Left_and_right_are_mirror_images(RandlovIntegration integration)
    {
        var bicycle = new RandlovBicycle(integration);
        var (state, mirrored) = (RandlovState.AtRest(0), RandlovState.AtRest(0));
        for (var step = 0; step < 70; step++)
        {
            bicycle.Advance(ref state, step % 5 - 2, 0.01);
            bicycle.Advance(ref mirrored, 2 - (step % 5), -0.01);

            Assert.Equal(state.Lean, -mirrored.Lean, 1e-13);
            Assert.Equal(state.Steer, -mirrored.Steer, 1e-13);
            Assert.Equal(state.Heading, -mirrored.Heading, 1e-13);
            Assert.Equal((state.BackX, state.BackY), (-mirrored.BackX, mirrored.BackY), CloseTo);
        }
    }

    [Fact]
    public void Ernsts_way_does_not_depend_on_where_the_bicycle_heads()
    {
        var bicycle = new RandlovBicycle(RandlovIntegration.Ernst);
        var (north, west) = (RandlovState.AtRest(0), RandlovState.AtRest(Math.PI / 2));
        for (var step = 0; step < 70; step++)
        {
            bicycle.Advance(ref north, step % 3, 0.005);
            bicycle.Advance(ref west, step % 3, 0.005);
        }

        Assert.Equal((north.BackX, north.BackY), (west.BackY, -west.BackX), CloseTo);
        Assert.Equal((north.FrontX, north.FrontY), (west.FrontY, -west.FrontX), CloseTo);
    }

    [Fact]
    public void Ernsts_handlebar_loses_its_rate_at_the_stop_and_the_originals_keeps_it()
    {
        var turned = RandlovState.AtRest(0) with { Steer = 1.39, SteerRate = 5 };
        var (original, ernst) = (turned, turned);

        new RandlovBicycle(RandlovIntegration.Original).Advance(ref original, 2, 0);
        new RandlovBicycle(RandlovIntegration.Ernst).Advance(ref ernst, 2, 0);

        Assert.Equal((1.3963, 5 + (2 / 0.09826 * 0.01)), (original.Steer, original.SteerRate), CloseTo);
        Assert.Equal((80 * Math.PI / 180, 0), (ernst.Steer, ernst.SteerRate));
    }

    [Fact]
    public void The_original_holds_the_wheelbase_to_a_centimetre()
    {
        var bicycle = new RandlovBicycle(RandlovIntegration.Original);
        var state = RandlovState.AtRest(0);
        for (var step = 0; step < 1_000; step++)
        {
            // Held upright by hand, so that the sharpest circle goes on.
            state = state with { Lean = 0, LeanRate = 0 };
            bicycle.Advance(ref state, 2, 0);
            Assert.InRange(Math.Sqrt(Math.Pow(state.FrontX - state.BackX, 2) + Math.Pow(state.FrontY - state.BackY, 2)), 1.0999, 1.1201);
        }
    }

    private static bool CloseTo((double, double) one, (double, double) other) =>
        Math.Abs(one.Item1 - other.Item1) < 1e-12 && Math.Abs(one.Item2 - other.Item2) < 1e-12;

    private static (RandlovState State, int StepsUpright) Ridden(GoldenBicycleSteps golden)
    {
        var bicycle = new RandlovBicycle(golden.Integration);
        var state = RandlovState.AtRest(0);
        var stepsUpright = 0;
        for (var step = 0; step < golden.Step; step++)
        {
            var (torque, displacement) = golden.ActionAt(step);
            bicycle.Advance(ref state, torque, displacement);
            stepsUpright += state.HasFallen ? 0 : 1;
        }

        return (state, stepsUpright);
    }

    /// <summary>The numbers in the order of the golden file, where Ernst's bicycle starts along the x axis, a quarter turn to the right of ours.</summary>
    private static double[] Numbers(RandlovState state, RandlovIntegration integration) => integration == RandlovIntegration.Original
        ? [state.Lean, state.LeanRate, state.Steer, state.SteerRate, state.FrontX, state.FrontY, state.BackX, state.BackY, state.Heading]
        : [state.Lean, state.LeanRate, state.Steer, state.SteerRate, state.BackY, -state.BackX, state.Heading];
}
