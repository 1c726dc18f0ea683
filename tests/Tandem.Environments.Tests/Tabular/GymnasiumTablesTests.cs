using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Tabular;

/// <summary>The tabular worlds beside Gymnasium's tables, and their exact optima.</summary>
public sealed class GymnasiumTablesTests
{
    private const double Exact = 1e-9;

    private static readonly TransitionTable Lake = FrozenLake.Table(new FrozenLakeOptions());
    private static readonly TransitionTable LargeLake = FrozenLake.Table(new FrozenLakeOptions { Map = "8x8" });
    private static readonly TransitionTable Cliff = CliffWalking.Table(new CliffWalkingOptions());

    [Fact]
    public void The_small_lake_is_Gymnasiums() => Compare("FrozenLake-v1", Lake);

    [Fact]
    public void The_large_lake_is_Gymnasiums() => Compare("FrozenLake8x8-v1", LargeLake);

    [Fact]
    public void The_cliff_is_Gymnasiums() => Compare("CliffWalking-v1", Cliff);

    [Fact]
    public void The_taxi_is_Gymnasiums() => Compare("Taxi-v4", Taxi.Table());

    [Fact]
    public void Recorded_rides_are_repeated()
    {
        Ride("FrozenLake-v1", FrozenLake.Table(new FrozenLakeOptions { SuccessRate = 1 }));
        Ride("CliffWalking-v1", Cliff);
        Ride("Taxi-v4", Taxi.Table());
    }

    [Fact]
    public void A_taxi_begins_in_300_states_and_never_where_the_passenger_has_arrived()
    {
        var starts = Taxi.Table().Starts.ToArray();

        Assert.Equal(300, starts.Distinct().Count());
        Assert.All(starts, start => Assert.True(start / 4 % 5 < 4 && start / 4 % 5 != start % 4));
    }

    // Value iteration over the tables that Gymnasium gave, by another program.
    [Fact]
    public void Discounted_optima_are_the_published_ones()
    {
        Assert.Equal(0.5420259319988033, ValueIteration.Discounted(Lake, 0.99).StartValue, Exact);
        Assert.Equal(0.41464036179872976, ValueIteration.Discounted(LargeLake, 0.99).StartValue, Exact);
        Assert.Equal(-12.247897700103202, ValueIteration.Discounted(Cliff, 0.99).StartValue, Exact);
        Assert.Equal(6.327464314919366, ValueIteration.Discounted(Taxi.Table(), 0.99).StartValue, Exact);
    }

    [Theory]
    [InlineData("FrozenLake-v1", 0.7441902878292697)]
    [InlineData("FrozenLake8x8-v1", 0.9132201502016296)]
    [InlineData("CliffWalking-v1", -13)]
    [InlineData("Taxi-v4", 7.93)]
    public void The_catalogue_tells_the_best_mean_return(string id, double optimum) =>
        Assert.Equal(optimum, EnvironmentCatalog.BuiltIn[id].OptimalReturn()!.Value, Exact);

    [Fact]
    public void The_best_taxi_rides_earn_from_3_to_15()
    {
        var table = Taxi.Table();
        var values = ValueIteration.FiniteHorizon(table, 200).Values;
        var earned = table.Starts.ToArray().Select(start => values[start]).ToArray();

        Assert.Equal((3, 15), (earned.Min(), earned.Max()));
    }

    private static void Compare(string id, TransitionTable table)
    {
        var expected = GymnasiumRides.Table(id);

        Assert.Equal((expected.Length, expected[0].Length), (table.States, table.Actions));
        for (var state = 0; state < table.States; state++)
        {
            for (var action = 0; action < table.Actions; action++)
                Assert.Equal(expected[state][action], table[state, action].ToArray().Select(came => (came.Probability, came.State, came.Reward, came.Terminated)));
        }
    }

    private static void Ride(string id, TransitionTable table)
    {
        var world = new TabularWorld(table);
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        foreach (var ride in GymnasiumRides.Of(id))
        {
            var state = new TabularState((int)ride.State[0]);
            foreach (var expected in ride.Steps)
            {
                var outcome = world.Step(ref state, new ActionView([(int)expected.Action[0]]), ref random);
                Assert.Equal(((int)expected.State[0], expected.Reward, expected.Terminated), (state.Index, outcome.Reward, outcome.Terminated));
            }
        }
    }
}
