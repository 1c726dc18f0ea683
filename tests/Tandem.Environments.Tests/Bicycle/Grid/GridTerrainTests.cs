using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle.Grid;

public sealed class GridTerrainTests
{
    // Worked out by hand on a map with everything; ground: 0 smooth, 1 bump, 2 mud.
    //   S . ~ . # .
    //   . ^ ~ . # .
    //   . . . . . G
    [Theory]
    [InlineData(0, 0, 2, 1, 1, 2, 0, 2, 2, -1)] // into mud: no speed gained
    [InlineData(2, 0, 2, 1, 1, 3, 0, 3, 0, -1)] // out of mud: half of two columns
    [InlineData(2, 2, 2, 1, 0, 3, 1, 1, 0, -1)] // from smooth ground into row 1: one column, then the wall stops it
    [InlineData(2, 1, 3, 1, 2, 4, 2, 4, 0, -1)] // from mud: half of three, rounded up
    [InlineData(2, 1, 3, 0, 1, 2, 1, 3, 2, -1)] // waiting in mud: no speed gained or lost
    [InlineData(3, 0, 5, 1, 1, 3, 0, 1, 0, -1)] // against a wall: stopped
    [InlineData(2, 0, 2, 1, 0, 3, 0, 3, 0, -1)] // just up to a wall: not stopped
    [InlineData(4, 2, 3, 0, 0, 4, 2, 4, 0, -1)] // steering at a wall: stays in its row
    [InlineData(4, 2, 7, 1, 0, 5, 2, 8, 0, 100)] // and rides on along it
    [InlineData(0, 1, 1, 1, 1, 1, 1, 1, 1, -3.5)] // onto a bump, which is priced
    [InlineData(5, 1, 4, 0, 2, 5, 2, 5, 0, 100)] // arrives without pedalling
    public void A_step_on_a_map_follows_the_rules(int x, int y, int speed, int pedal, int steer, int nextX, int nextY, int nextSpeed, int nextGround, double reward)
    {
        var grid = new BicycleGrid(new BicycleGridOptions { Map = "S.~.#./.^~.#./.....G", BumpPenalty = 2.5 });
        var state = new GridState(x, y, speed, (int)grid.GroundAt(x, y));
        var random = RandomStream.Create(0, StreamPurpose.Environment);

        var outcome = grid.Step(ref state, new ActionView([pedal, steer]), ref random);

        Assert.Equal(new GridState(nextX, nextY, nextSpeed, nextGround), state);
        Assert.Equal(new Outcome(reward, Terminated: reward == 100), outcome);
    }

    [Fact]
    public void A_goal_in_the_middle_of_a_row_is_reached_in_passing()
    {
        var grid = new BicycleGrid(new BicycleGridOptions { Map = "S..G..." });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = new GridState(1, 0, 5, 0);

        Assert.True(grid.Step(ref state, new ActionView([1, 1]), ref random).Terminated);
        Assert.Equal((3, 0), (state.X, state.Y));
    }

    [Fact]
    public void Without_mud_and_walls_a_map_is_ridden_just_as_the_plain_grid_for_every_size_and_pattern()
    {
        foreach (var bumps in Enum.GetValues<BumpPattern>())
        {
            foreach (var size in (int[])[2, 3, 6, 11])
            {
                var plain = new BicycleGridOptions { Size = size, Bumps = bumps };
                AssertSameRides(new BicycleGrid(plain), new BicycleGrid(plain with { BumpPenalty = 1 }), penalty: 1);
            }
        }
    }

    [Fact]
    public void Steering_slips_to_each_of_the_other_rows_as_often_as_the_option_says()
    {
        const int Draws = 40_000;
        var grid = new BicycleGrid(new BicycleGridOptions { Slip = 0.3 });
        var random = RandomStream.Create(1, StreamPurpose.Environment);
        var counts = new int[3];
        for (var draw = 0; draw < Draws; draw++)
        {
            var state = new GridState(0, 2, 1, 1);
            grid.Step(ref state, new ActionView([0, 1]), ref random);
            counts[state.Y - 1]++;
        }

        // Four standard deviations of a share of 0.15 are 0.0071.
        Assert.InRange(counts[0] / (double)Draws, 0.1429, 0.1571);
        Assert.InRange(counts[2] / (double)Draws, 0.1429, 0.1571);
    }

    [Fact]
    public void Where_nothing_slips_no_random_number_is_drawn()
    {
        var grid = new BicycleGrid(new BicycleGridOptions { MapSeed = 4, BumpPenalty = 1, Shaping = 1 });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var before = random;
        var state = grid.Start(ref random);
        grid.Step(ref state, new ActionView([1, 2]), ref random);

        Assert.Equal(before, random);
    }

    [Fact]
    public void Scaled_observations_of_a_map_are_between_0_and_1_in_its_own_columns_rows_and_grounds()
    {
        var grid = new BicycleGrid(new BicycleGridOptions { Map = "S.~.G/.^..~", Scaled = true });
        var observation = new float[4];
        grid.Observe(new GridState(4, 1, 9, 2), observation);

        Assert.Equal([1, 1, 1, 1], observation);
        grid.Observe(new GridState(1, 1, 1, 1), observation);
        Assert.Equal([0.25f, 1, 0.25f, 0.5f], observation);
        Assert.True(grid.Observations.Contains(observation));
        Assert.Equal((5, 2, 5, (4, 0)), (grid.Columns, grid.Rows, grid.Size, grid.Goal));
    }

    [Fact]
    public void Shaping_pays_for_each_step_nearer_and_takes_it_back_for_each_step_away()
    {
        var grid = new BicycleGrid(new BicycleGridOptions { Bumps = BumpPattern.None, Shaping = 2, ShapingDiscount = 0.5 });

        // On a plain 5 x 5 grid the way left is the longer of columns and rows.
        Assert.Equal(-1 + (0.5 * -6) + 8, Reward(grid, new GridState(0, 0, 1, 0), 1, 2));
        Assert.Equal(-1 + (0.5 * -8) + 6, Reward(grid, new GridState(1, 1, 1, 0), 0, 0));
        Assert.Equal(100 + 0 + 2, Reward(grid, new GridState(3, 3, 1, 0), 1, 2));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_slip_out_of_range_is_refused(double slip) => Assert.Equal(
        FormattableString.Invariant($"slip {slip} is out of range: give 0 to 1"),
        Assert.Throws<ArgumentException>(() => new BicycleGridOptions { Slip = slip }).Message);

    [Fact]
    public void Other_numbers_out_of_range_are_refused()
    {
        Assert.Equal("bump penalty 101 is out of range: give 0 to 100", Assert.Throws<ArgumentException>(() => new BicycleGridOptions { BumpPenalty = 101 }).Message);
        Assert.Equal("shaping -1 is out of range: give 0 to 100", Assert.Throws<ArgumentException>(() => new BicycleGridOptions { Shaping = -1 }).Message);
        Assert.Equal("shaping discount 2 is out of range: give 0 to 1", Assert.Throws<ArgumentException>(() => new BicycleGridOptions { ShapingDiscount = 2 }).Message);
        Assert.Equal("map seed -1 is out of range: give 0 to 2147483647", Assert.Throws<ArgumentException>(() => new BicycleGridOptions { MapSeed = -1 }).Message);
    }

    private static double Reward(BicycleGrid grid, GridState state, int pedal, int steer)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        return grid.Step(ref state, new ActionView([pedal, steer]), ref random).Reward;
    }

    private static void AssertSameRides(BicycleGrid plain, BicycleGrid priced, double penalty)
    {
        var random = RandomStream.Create(7, StreamPurpose.Policy);
        var (state, same) = (plain.Start(ref random), priced.Start(ref random));
        for (var step = 0; step < 500; step++)
        {
            Assert.Equal(state, same);
            var action = new[] { random.NextInt32(2), random.NextInt32(3) };
            var outcome = plain.Step(ref state, new ActionView(action), ref random);
            var expected = outcome with { Reward = outcome.Terminated ? 100 : -1 - (penalty * state.Bump) };
            Assert.Equal(expected, priced.Step(ref same, new ActionView(action), ref random));
            if (outcome.Terminated)
                (state, same) = (plain.Start(ref random), priced.Start(ref random));
        }
    }
}
