using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle;

public sealed class BicycleGridTests
{
    [Fact]
    public void The_ride_starts_in_a_corner_at_speed_1_on_a_bump()
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);

        Assert.Equal(new GridState(0, 0, 1, 1), new BicycleGrid(new BicycleGridOptions()).Start(ref random));
    }

    // Worked out by hand: x += pedal * speed, y += steer, both kept on the 5 x 5 grid; then an even row is a bump.
    [Theory]
    [InlineData(0, 0, 1, 1, 2, 1, 1, 2, 0, -1)] // onto a smooth row: faster
    [InlineData(0, 1, 2, 1, 2, 2, 2, 1, 1, -1)] // moves by the old speed, then the bump slows
    [InlineData(0, 1, 2, 0, 1, 0, 1, 3, 0, -1)] // coasting on a smooth row gains speed as well
    [InlineData(0, 0, 1, 0, 0, 0, 0, 1, 1, -1)] // kept on the grid above; never slower than 1
    [InlineData(3, 4, 4, 0, 2, 3, 4, 3, 1, -1)] // kept on the grid below
    [InlineData(2, 3, 9, 1, 1, 4, 3, 10, 0, -1)] // kept on the grid at the right
    [InlineData(3, 3, 7, 1, 2, 4, 4, 6, 1, 100)] // arrives
    [InlineData(4, 3, 1, 0, 2, 4, 4, 1, 1, 100)] // arrives without pedalling
    public void A_step_follows_the_rules(int x, int y, int speed, int pedal, int steer, int nextX, int nextY, int nextSpeed, int nextBump, double reward)
    {
        var state = new GridState(x, y, speed, y % 2 == 0 ? 1 : 0);
        var random = RandomStream.Create(0, StreamPurpose.Environment);

        var outcome = new BicycleGrid(new BicycleGridOptions()).Step(ref state, new ActionView([pedal, steer]), ref random);

        Assert.Equal(new GridState(nextX, nextY, nextSpeed, nextBump), state);
        Assert.Equal(new Outcome(reward, Terminated: reward == 100), outcome);
    }

    [Fact]
    public void The_shortest_ride_found_by_breadth_first_search_takes_one_step_a_row_for_every_size_and_pattern()
    {
        for (var size = 3; size <= 64; size++)
        {
            Assert.Equal(size - 1, ShortestRide.Steps(new BicycleGrid(new BicycleGridOptions { Size = size })));
        }

        foreach (var bumps in Enum.GetValues<BumpPattern>())
        {
            foreach (var size in (int[])[2, 3, 4, 9, 16])
            {
                var grid = new BicycleGrid(new BicycleGridOptions { Size = size, Bumps = bumps });
                Assert.Equal(grid.OptimalSteps, ShortestRide.Steps(grid));
            }
        }
    }

    [Theory]
    [InlineData(5, 97)]
    [InlineData(10, 92)]
    [InlineData(16, 86)]
    [InlineData(32, 70)]
    public void The_best_return_is_known(int size, double best) =>
        Assert.Equal(best, EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].OptimalReturn(new BicycleGridOptions { Size = size }));

    [Fact]
    public void A_random_riders_mean_steps_are_those_of_the_exact_chain()
    {
        const int Episodes = 20_000;
        var (expected, deviation) = RandomRiderChain.Steps(size: 5, stepLimit: 200);
        var worlds = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(200);

        var rides = Rides.Roll(worlds, new RandomPolicy(worlds.Actions, 1), Episodes, seed: 0, cancellation: TestContext.Current.CancellationToken);

        var error = deviation / Math.Sqrt(Episodes);
        Assert.InRange(rides.Average(ride => ride.Steps), expected - (3 * error), expected + (3 * error));
        Assert.InRange(error, 0, 0.01 * expected);
    }

    [Fact]
    public void Every_scaled_observation_is_between_0_and_1_and_tells_the_corner_exactly()
    {
        foreach (var size in (int[])[2, 10, 50, 1024])
        {
            var grid = new BicycleGrid(new BicycleGridOptions { Size = size, Scaled = true });
            var observation = new float[4];
            grid.Observe(new GridState(size - 1, size - 1, 3 * size, 0), observation);

            Assert.Equal([1, 1, 1, 0], observation);
            grid.Observe(new GridState(0, 0, 1, 1), observation);
            Assert.Equal([0, 0, 1f / (size - 1), 1], observation);
            Assert.True(grid.Observations.Contains(observation));
        }
    }

    [Theory]
    [InlineData(BumpPattern.None, "......")]
    [InlineData(BumpPattern.EvenRows, "###...")]
    [InlineData(BumpPattern.OddRows, "...###")]
    [InlineData(BumpPattern.EvenColumns, "#.##.#")]
    [InlineData(BumpPattern.OddColumns, ".#..#.")]
    [InlineData(BumpPattern.Checkerboard, "#.#.#.")]
    [InlineData(BumpPattern.Everywhere, "######")]
    public void A_pattern_says_which_of_the_first_two_rows_cells_are_bumps(BumpPattern bumps, string expected)
    {
        var grid = new BicycleGrid(new BicycleGridOptions { Bumps = bumps });
        var cells = from y in Enumerable.Range(0, 2) from x in Enumerable.Range(0, 3) select grid.BumpAt(x, y) == 1 ? '#' : '.';

        Assert.Equal(expected, string.Concat(cells));
        Assert.Equal(grid.BumpAt(1, 1), grid.BumpAt(3, 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-3)]
    [InlineData(1_000_000_000)]
    public void A_size_out_of_range_is_refused(int size) =>
        Assert.Equal($"grid size {size} is out of range: give 2 to 1024", Assert.Throws<ArgumentException>(() => new BicycleGridOptions { Size = size }).Message);

    [Fact]
    public void A_pattern_that_does_not_exist_is_refused() => Assert.Equal(
        "bump pattern 4 does not exist: give one of None, EvenRows, EvenColumns, Checkerboard, OddColumns, OddRows, Everywhere",
        Assert.Throws<ArgumentException>(() => new BicycleGridOptions { Bumps = (BumpPattern)4 }).Message);
}
