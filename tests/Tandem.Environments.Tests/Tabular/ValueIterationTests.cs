using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Tabular;

public sealed class ValueIterationTests
{
    /// <summary>State 0: wait (earns 1, stays) or leave (earns 5, to state 1); state 1 ends, whatever is done, and earns 2.</summary>
    private static readonly TransitionTable Chain = new(
        2,
        2,
        (state, action) => (state, action) switch
        {
            (0, 0) => [new(1, 0, 1, false)],
            (0, 1) => [new(1, 1, 5, false)],
            _ => [new(1, 1, 2, true)],
        },
        [0]);

    // Waiting for ever is worth 1 / (1 - g), leaving 5 + 2 g.
    [Theory]
    [InlineData(0.5, 6, 1)] // 1 / 0.5 = 2 beside 5 + 1
    [InlineData(0.75, 6.5, 1)] // 4 beside 6.5
    [InlineData(0.9, 10, 0)] // 10 beside 6.8
    public void A_chain_has_the_values_worked_out_by_hand(double discount, double value, int action)
    {
        var solution = ValueIteration.Discounted(Chain, discount);

        Assert.Equal(value, solution.Values[0], 1e-9);
        Assert.Equal(2, solution.Values[1], 1e-9);
        Assert.Equal(value, solution.StartValue, 1e-9);
        Assert.Equal(action, solution.Actions[0]);
    }

    // One step: leave (5). Two: leave and end (7). Ten: wait eight times, leave, end.
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 7)]
    [InlineData(10, 15)]
    public void A_cut_chain_has_the_values_worked_out_by_hand(int steps, double value)
    {
        var solution = ValueIteration.FiniteHorizon(Chain, steps);

        Assert.Equal(value, solution.StartValue, 1e-12);
        Assert.Equal(steps, solution.Actions.Length);
        Assert.Equal(1, solution.Actions[Math.Max(0, steps - 2)][0]);
    }

    [Fact]
    public void A_long_horizon_comes_to_the_discounted_values()
    {
        var lake = FrozenLake.Table(new FrozenLakeOptions());

        Assert.Equal(ValueIteration.Discounted(lake, 0.9).Values, ValueIteration.FiniteHorizon(lake, 400, 0.9).Values, (one, other) => Math.Abs(one - other) < 1e-9);
    }

    [Fact]
    public void Values_are_what_the_best_action_is_worth_in_every_state()
    {
        var taxi = Taxi.Table();
        var (values, actions, _) = ValueIteration.Discounted(taxi, 0.99);
        for (var state = 0; state < taxi.States; state++)
        {
            var worths = Enumerable.Range(0, taxi.Actions).Select(action => ValueIteration.Worth(taxi, state, action, 0.99, values)).ToArray();
            Assert.Equal(worths.Max(), values[state], 1e-9);
            Assert.Equal(worths.Max(), worths[actions[state]]);
        }
    }

    [Theory]
    [InlineData("FrozenLake-v1", 20_000)]
    [InlineData("Taxi-v4", 3_000)]
    public void A_rider_who_follows_the_clocked_solution_earns_the_optimum(string id, int episodes)
    {
        var spec = EnvironmentCatalog.BuiltIn[id];
        var table = ((WorldEnvironment<TabularWorld, TabularState>)spec.Create()).World.Table;
        var policy = new TabularPolicy(ValueIteration.FiniteHorizon(table, spec.StepLimit!.Value));

        AssertEarns(spec.OptimalReturn()!.Value, spec.CreateVector(100), policy, episodes);
    }

    [Fact]
    public void A_rider_on_the_slippery_cliff_earns_the_optimum()
    {
        var spec = EnvironmentCatalog.BuiltIn["CliffWalkingSlippery-v1"];
        var solution = ValueIteration.Discounted(CliffWalking.Table(new CliffWalkingOptions { Slippery = true }), discount: 1);

        Assert.Equal(spec.OptimalReturn()!.Value, solution.StartValue);
        AssertEarns(solution.StartValue, spec.CreateVector(100), new TabularPolicy(solution), 4_000);
    }

    [Fact]
    public void Values_that_grow_without_end_are_refused() => Assert.StartsWith(
        "after 1000000 sweeps the values still change by more than 1E-10: give a discount below 1, or a larger tolerance",
        Assert.Throws<InvalidOperationException>(() => ValueIteration.Discounted(Chain, 1)).Message);

    [Fact]
    public void Wrong_use_is_refused_in_a_sentence()
    {
        Refuses("a discount of 0 is out of range: give a number above 0, at most 1", () => ValueIteration.Discounted(Chain, 0));
        Refuses("a discount of 1.01 is out of range: give a number above 0, at most 1", () => ValueIteration.FiniteHorizon(Chain, 3, 1.01));
        Refuses("a tolerance of NaN is never reached: give a number above 0", () => ValueIteration.Discounted(Chain, 0.5, double.NaN));
        Refuses("a horizon of 0 steps over 2 states cannot be solved: give 1 to 50000000 steps", () => ValueIteration.FiniteHorizon(Chain, 0));
        Refuses("a horizon of 1000000000 steps over 2 states cannot be solved: give 1 to 50000000 steps", () => ValueIteration.FiniteHorizon(Chain, 1_000_000_000));
    }

    private static void AssertEarns(double optimum, IVectorEnvironment worlds, IPolicy policy, int episodes)
    {
        var returns = Rides.Roll(worlds, policy, episodes, seed: 0, cancellation: TestContext.Current.CancellationToken).Select(ride => ride.Return).ToArray();
        var mean = returns.Average();
        var error = Math.Sqrt(returns.Average(earned => (earned - mean) * (earned - mean)) / returns.Length);
        Assert.InRange(mean, optimum - (3 * error), optimum + (3 * error));
    }

    private static void Refuses(string message, Action use) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);
}
