namespace Tandem.Environments.Tests.Riding;

public sealed class RidesTests
{
    private static readonly EnvironmentSpec Grid = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];

    [Fact]
    public void The_shortest_ride_earns_the_optimal_return()
    {
        var rides = Roll(Grid.CreateVector(3), new ConstantPolicy(1, 2), 7);

        Assert.Equal(Enumerable.Repeat(new Ride(97, 4, Terminated: true, Truncated: false, FinalReward: 100), 7), rides);
    }

    [Fact]
    public void A_rider_who_stands_still_is_truncated()
    {
        var rides = Roll(Grid.CreateVector(2), new ConstantPolicy(0, 1), 2);

        Assert.Equal(Enumerable.Repeat(new Ride(-200, 200, Terminated: false, Truncated: true, FinalReward: -1), 2), rides);
    }

    [Fact]
    public void Each_world_rides_its_share_so_that_short_episodes_count_no_more_than_long_ones()
    {
        // World 0's episodes take 1 step, world 1's take 9: taking whatever ends first would give almost only ones.
        var made = 0;
        var worlds = VectorEnvironment.Create(
            () =>
            {
                var length = made++ == 0 ? 1 : 9;
                return new ScriptedWorld((int step, ref RandomStream random, Span<float> observation) => new Outcome(1, step == length));
            },
            count: 2);

        var rides = Roll(worlds, new RandomPolicy(worlds.Actions, 0), 7);

        Assert.Equal([1, 1, 1, 1, 9, 9, 9], rides.Select(ride => ride.Steps));
    }

    [Fact]
    public void A_policy_hears_of_every_beginning_and_of_no_reward_before_it()
    {
        var policy = new ConstantPolicy(1, 2);

        Roll(Grid.CreateVector(1), policy, 2);

        Assert.Equal([0, 0, 0], policy.Begun);
        Assert.Equal([0, -1, -1, -1, 0, -1, -1, -1], policy.LastRewards.Select(rewards => rewards[0]));
    }

    [Fact]
    public void A_recorded_ride_is_the_first_that_the_same_seed_rolls()
    {
        var world = new WorldEnvironment<Drift, DriftState>(new Drift());
        var recorded = RecordedRide.Record(world, new RandomPolicy(world.Actions, 4), stepLimit: 30, seed: 9);
        var worlds = VectorEnvironment.Create<Drift, DriftState>(new Drift(), 1, stepLimit: 30);

        var rolled = Roll(worlds, new RandomPolicy(worlds.Actions, 4), 1, seed: 9);

        Assert.Equal(rolled[0], recorded.Outcome);
        Assert.Equal(recorded.Outcome.Steps + 1, recorded.Moments.Count);
        Assert.Equal(recorded.Outcome.Return, recorded.Moments.Sum(moment => moment.Reward), 1e-9);
        Assert.All(recorded.Moments, moment => Assert.Equal(((DriftState)moment.State!).Sailed, moment.Step));
        Assert.All(recorded.Moments.Skip(1), moment => Assert.Single(moment.Values));
    }

    [Fact]
    public void Riding_can_be_cancelled() => Assert.Throws<OperationCanceledException>(() =>
        Rides.Roll(Grid.CreateVector(1), new ConstantPolicy(0, 1), 1, seed: 0, cancellation: new CancellationToken(canceled: true)));

    [Fact]
    public void No_episodes_and_no_steps_are_refused()
    {
        Assert.Equal("0 episodes cannot be ridden: give at least 1", Assert.Throws<ArgumentException>(() => Roll(Grid.CreateVector(1), new ConstantPolicy(0, 1), 0)).Message);
        Assert.Equal("a step limit of 0 leaves no step to take: give at least 1", Assert.Throws<ArgumentException>(() => RecordedRide.Record(Grid.Create(), new ConstantPolicy(0, 1), 0, 0)).Message);
    }

    private static IReadOnlyList<Ride> Roll(IVectorEnvironment worlds, IPolicy policy, int episodes, ulong seed = 0) =>
        Rides.Roll(worlds, policy, episodes, seed, cancellation: TestContext.Current.CancellationToken);
}
