using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>What a critic makes of rides whose values can be worked out by hand.</summary>
public sealed class CriticTableTests : IDisposable
{
    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_action_is_worth_what_it_brings_on_average_not_when_lucky()
    {
        using var rides = folder.Open(SmallRides.Gambling, SmallRides.Gambles(10));

        var table = Learn(rides, expectile: 0.99);

        Assert.Equal(-5, table.Quality(0, 0), 1e-9);
        Assert.Equal(1, table.Quality(2, 0), 1e-9);
        // Twice as many gambled: 0.99 (1 − v) = 0.01 · 2 (v + 5).
        Assert.Equal((0.99 - 0.1) / (0.99 + 0.02), table.Value(0, 0), 1e-9);
    }

    [Fact]
    public void A_step_that_cut_the_ride_goes_on_with_the_value_of_what_was_seen_last()
    {
        using var rides = folder.Open(
            SmallRides.World(places: 3, actions: 1),
            [.. Twice(SmallRides.Ride([0, 1], [0], [2], terminated: false)), .. Twice(SmallRides.Ride([1, 2], [0], [7]))]);

        var table = Learn(rides, discount: 0.5);

        Assert.Equal(2 + (0.5 * 7), table.Quality(0, 0), 1e-9);
        Assert.Equal(7, table.Quality(2, 0), 1e-9);
    }

    [Fact]
    public void After_a_step_that_terminated_nothing_follows()
    {
        using var rides = folder.Open(
            SmallRides.World(places: 3, actions: 1),
            [.. Twice(SmallRides.Ride([0, 1], [0], [2])), .. Twice(SmallRides.Ride([1, 2], [0], [7]))]);

        Assert.Equal(2, Learn(rides).Quality(0, 0), 1e-9);
    }

    [Fact]
    public void A_step_into_what_was_never_left_is_judged_by_nobody()
    {
        using var rides = folder.Open(
            SmallRides.World(places: 3, actions: 2),
            [.. Twice(SmallRides.Ride([0, 2], [0], [3], terminated: false)), .. Twice(SmallRides.Ride([0, 1], [1], [-4]))]);

        var table = Learn(rides);

        Assert.Equal((double.NaN, -4.0), (table.Quality(0, 0), table.Value(0, 0)));
        Assert.Equal([float.NaN, float.NaN, 0, 0], Enumerable.Range(0, 4).Select(ride => table.Advantages()[ride][0]));
    }

    [Fact]
    public void What_is_judged_by_nobody_is_found_where_nothing_is_earned_either()
    {
        // The first place is computed before the second, which leads to what was never left.
        var cut = SmallRides.Ride([0, 1, 2], [0, 0], [0, 0], terminated: false);
        using var rides = folder.Open(
            SmallRides.World(places: 5, actions: 1), [.. Twice(cut), .. Twice(cut), .. Twice(SmallRides.Ride([3, 4], [0], [0]))]);

        var table = Learn(rides, discount: 0.9);

        Assert.Equal((double.NaN, double.NaN, 0.0), (table.Value(0, 0), table.Value(0, 1), table.Value(4, 0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.9)]
    public void Walks_that_were_cut_tell_the_whole_way(double discount)
    {
        const int last = 15;
        using var walks = folder.Open(SmallRides.World(last + 1, 2), SmallRides.Walks(count: 300, last, limit: 10, seed: 1));
        Assert.Contains(walks.Infos.ToArray(), info => info.IsUnfinished);

        var table = Learn(walks, discount);

        for (var walk = 0; walk < walks.Count; walk++)
        {
            for (var step = 0; step < walks.Infos[walk].Length; step++)
            {
                var place = (int)walks[walk].Observations[step];
                var after = place == last && walks[walk].Choices[step] == 1 ? place : place + (2 * walks[walk].Choices[step]) - 1;
                Assert.Equal(Cost(place), table.Value(walk, step), 1e-7);
                Assert.Equal(-1 + (discount * Cost(after)), table.Quality(walk, step), 1e-7);
            }
        }

        double Cost(int distance) => -Enumerable.Range(0, distance).Sum(step => Math.Pow(discount, step));
    }

    [Fact]
    public void Rides_that_earn_in_a_circle_need_a_discount()
    {
        using var rides = folder.Open(
            SmallRides.World(places: 3, actions: 2), [.. Twice(SmallRides.Ride([0, 1, 0, 2], [0, 0, 1], [1, 1, 1]))]);

        Assert.StartsWith("the critic's values do not settle with a discount of 1: ", Assert.Throws<ArgumentException>(() => Learn(rides)).Message, StringComparison.Ordinal);
        Assert.Equal(1 / (1 - 0.9), Learn(rides, discount: 0.9).Value(0, 0), 1e-6);
        Assert.Equal(1 / (1 - 0.9999), Learn(rides, discount: 0.9999).Value(0, 0), 1e-3);
        Assert.EndsWith(": give a smaller one", Assert.Throws<ArgumentException>(() => Learn(rides, discount: 0.999999)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_every_ride_leads_to_what_was_never_left_nothing_is_known_either()
    {
        var cut = SmallRides.Ride([0, 1, 2], [0, 0], [1, 1], terminated: false);
        using var rides = folder.Open(SmallRides.World(places: 3, actions: 1), [.. Twice(cut), .. Twice(cut)]);

        Assert.EndsWith(": give --form perceptron, or record longer rides", Assert.Throws<ArgumentException>(() => Learn(rides, discount: 0.9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_discount_and_an_end_nothing_is_known()
    {
        using var rides = folder.Open(SmallRides.World(places: 2, actions: 1), [.. Twice(SmallRides.Ride([0, 1, 0], [0, 0], [1, 1], terminated: false))]);

        Assert.StartsWith("no recorded ride came to an end of its own", Assert.Throws<ArgumentException>(() => Learn(rides)).Message, StringComparison.Ordinal);
        Assert.Equal(10, Learn(rides, discount: 0.9).Value(0, 0), 1e-6);
    }

    [Fact]
    public void Data_that_never_come_back_are_none_for_a_table()
    {
        using var rides = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3]));

        Assert.Null(CriticTable.Learn(rides, 0.99, 1, isAsked: false, CancellationToken.None));
        Assert.Contains("hardly come back to the same", Assert.Throws<ArgumentException>(() => Learn(rides)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Actions_that_are_values_are_none_for_a_table()
    {
        using var rides = folder.Open(EpisodeFolder.Steering, Episode.Of(EpisodeFolder.Steering, 0, [1, 2, 3]));

        Assert.Null(CriticTable.Learn(rides, 0.99, 1, isAsked: false, CancellationToken.None));
        Assert.Equal(
            "a critic's table needs few actions that recur, and Box(2) are too many: give --form perceptron",
            Assert.Throws<ArgumentException>(() => Learn(rides)).Message);
    }

    private static IEnumerable<Episode> Twice(Episode episode) => [episode, episode];

    private static CriticTable Learn(EpisodeSet rides, double discount = 1, double expectile = 1) =>
        CriticTable.Learn(rides, discount, expectile, isAsked: true, CancellationToken.None)!;
}
