using Tandem.Environments.Bicycle;
using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Bicycle.Grid;

public sealed class GridOptimumTests
{
    private const double Tolerance = 1e-9;

    private static readonly EnvironmentSpec Spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];

    // By hand: each step but the last costs 1.
    [Theory]
    [InlineData("SG", 0, 100)]
    [InlineData("S.G", 0, 99)]
    [InlineData("S.....G", 0, 98)] // 1 + 2 + 3 columns
    [InlineData("S~~~~~G", 0, 96)] // twice waiting, 3 columns, and half of 3, rounded up, twice
    [InlineData("S^G", 3, 99)] // waiting a step is cheaper than the bump
    [InlineData("S.#/#.#/#.G", 0, 98)] // along the row, down, and down with a push
    public void The_best_return_on_a_small_map_is_what_a_hand_computes(string map, double penalty, double best) =>
        Assert.Equal(best, Spec.OptimalReturn(new BicycleGridOptions { Map = map, BumpPenalty = penalty }));

    [Fact]
    public void Search_value_iteration_and_formula_agree_where_nothing_slips()
    {
        BicycleGridOptions[] all =
        [
            new(),
            new() { Bumps = BumpPattern.Everywhere, Size = 4 },
            new() { BumpPenalty = 2 },
            new() { BumpPenalty = 60, Size = 4 },
            new() { Shaping = 3, ShapingDiscount = 0.9 },
            new() { MapSeed = 1, Size = 6, BumpPenalty = 0.5 },
            new() { MapSeed = 2, Size = 6, Shaping = 100, ShapingDiscount = 0.5 },
            new() { Map = "S.^./.##./.~.G" },
        ];
        foreach (var options in all)
        {
            var table = BicycleGridTable.Of(options, topSpeed: 201);
            Assert.Equal(ValueIteration.FiniteHorizon(table, 200).StartValue, Spec.OptimalReturn(options)!.Value, Tolerance);
            Assert.Equal(GridSearch.BestReturn(new GridTerrain(options), 200)!.Value, Spec.OptimalReturn(options)!.Value, Tolerance);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.65)]
    public void On_two_by_two_cells_slips_cost_what_the_geometric_series_says(double slip)
    {
        // Once in the goal's column only steering is left, which fails with the probability of a slip, up to 200 times.
        var expected = Enumerable.Range(1, 200).Sum(step => (1 - slip) * Math.Pow(slip, step - 1) * (100 - (step - 1)))
            - (200 * Math.Pow(slip, 200));

        Assert.Equal(expected, Spec.OptimalReturn(new BicycleGridOptions { Size = 2, Slip = slip })!.Value, Tolerance);
    }

    [Fact]
    public void The_table_moves_as_the_world_does()
    {
        var options = new BicycleGridOptions { MapSeed = 5, Size = 7, BumpPenalty = 1.5, Shaping = 2 };
        var (grid, table) = (new BicycleGrid(options), BicycleGridTable.Of(options, topSpeed: 30));
        var random = RandomStream.Create(0, StreamPurpose.Policy);
        var state = grid.Start(ref random);
        for (var step = 0; step < 2000; step++)
        {
            var (index, action) = (Index(state, 30), random.NextInt32(6));
            var outcome = grid.Step(ref state, new ActionView([action / 3, action % 3]), ref random);
            Assert.Equal([new Transition(1, Index(state, 30), outcome.Reward, outcome.Terminated)], table[index, action].ToArray());
            if (outcome.Terminated || state.Speed == 30)
                state = grid.Start(ref random);
        }

        int Index(GridState at, int topSpeed) => (((at.Y * grid.Columns) + at.X) * topSpeed) + at.Speed - 1;
    }

    // Ng, Harada and Russell, 1999, theorem 1: the shaped values are the plain ones less the potential, so the same actions are best.
    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    public void Shaping_with_the_learners_discount_keeps_every_best_action_and_shifts_values_by_the_potential(double slip)
    {
        const double Discount = 0.95;
        const int TopSpeed = 12;
        var plain = new BicycleGridOptions { MapSeed = 3, Size = 6, Slip = slip, BumpPenalty = 1 };
        var shaped = plain with { Shaping = 4, ShapingDiscount = Discount };
        var (plainTable, shapedTable) = (BicycleGridTable.Of(plain, TopSpeed), BicycleGridTable.Of(shaped, TopSpeed));
        var (plainBest, shapedBest) = (ValueIteration.Discounted(plainTable, Discount, 1e-12), ValueIteration.Discounted(shapedTable, Discount, 1e-12));
        var terrain = new GridTerrain(shaped);
        var map = terrain.Track.Map;
        for (var state = 0; state < plainTable.States; state++)
        {
            var cell = state / TopSpeed;
            if (map.Cells[cell] == GridGround.Wall || cell == map.Goal)
                continue;

            var potential = terrain.PotentialOf(terrain.Track.At(cell, 1));
            Assert.Equal(plainBest.Values[state] - potential, shapedBest.Values[state], Tolerance);
            Assert.Equal(plainBest.Values[state], ValueIteration.Worth(plainTable, state, shapedBest.Actions[state], Discount, plainBest.Values), Tolerance);
        }
    }

    [Fact]
    public void Shaping_with_another_discount_than_the_learners_changes_what_is_best()
    {
        // With a discount of 0.2 shaping pays a bicycle that is four fifths of the way from the goal, for ever, if it only stays.
        var plain = new BicycleGridOptions { Size = 4 };
        var (plainTable, shapedTable) = (BicycleGridTable.Of(plain, 8), BicycleGridTable.Of(plain with { Shaping = 100, ShapingDiscount = 0.2 }, 8));
        var (plainBest, shapedBest) = (ValueIteration.Discounted(plainTable, 0.99), ValueIteration.Discounted(shapedTable, 0.99));

        Assert.Contains(Enumerable.Range(0, plainTable.States), state =>
            ValueIteration.Worth(plainTable, state, shapedBest.Actions[state], 0.99, plainBest.Values) < plainBest.Values[state] - 0.01);
    }

    [Fact]
    public void A_grid_that_cannot_be_crossed_in_time_has_an_optimum_of_all_steps_lost() =>
        Assert.Equal(-200, Spec.OptimalReturn(new BicycleGridOptions { Size = 300 }));

    [Fact]
    public void An_optimum_too_large_to_compute_is_not_told() =>
        Assert.Null(Spec.OptimalReturn(new BicycleGridOptions { Size = 60, Slip = 0.1 }));

    [Fact]
    public void The_table_of_optima_falls_with_slips_and_holds_the_options_own()
    {
        var options = new BicycleGridOptions { Size = 4, Slip = 0.3 };
        var rows = Assert.Single(Spec.ComputeTables(options)).Rows;

        Assert.Equal([0, 0.05, 0.1, 0.2, 0.3, 0.4], rows.Select(row => row[0]!.Value));
        Assert.Equal(98, rows[0][1]!.Value);
        Assert.Equal(Spec.OptimalReturn(options), rows[4][1]);
        Assert.Equal(rows.OrderByDescending(row => row[1]), rows);
        Assert.Empty(Spec.ComputeTables(new BicycleGridOptions { Size = 9 }));
    }

    [Fact]
    public void The_fewest_steps_over_a_map_are_those_of_the_best_ride()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var options = new BicycleGridOptions { Size = 8, MapSeed = seed };
            Assert.Equal(new BicycleGrid(options).OptimalReturn, Spec.OptimalReturn(options));
        }
    }
}
