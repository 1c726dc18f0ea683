using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Stepping;

public sealed class VectorEnvironmentTests
{
    private static readonly BicycleGrid Grid = new(new BicycleGridOptions { Size = 3 });

    [Fact]
    public void An_episode_that_reaches_the_step_limit_is_truncated_and_not_terminated()
    {
        var worlds = GridWorlds(count: 2, stepLimit: 3);
        Act(worlds, steps: 2);
        Assert.Equal([false, false], worlds.Truncated.ToArray());

        Act(worlds, steps: 1);

        Assert.Equal([true, true], worlds.Truncated.ToArray());
        Assert.Equal([false, false], worlds.Terminated.ToArray());
    }

    [Fact]
    public void An_episode_may_be_terminated_and_truncated_at_once()
    {
        var worlds = GridWorlds(count: 1, stepLimit: 2);

        Act(worlds, steps: 2, pedal: 1, steer: 2);

        Assert.True(worlds.Terminated[0]);
        Assert.True(worlds.Truncated[0]);
        Assert.Equal(100, worlds.Rewards[0]);
    }

    [Fact]
    public void A_world_that_ends_is_reset_in_the_same_step_and_keeps_its_final_observation()
    {
        var worlds = GridWorlds(count: 1, stepLimit: 200);

        Act(worlds, steps: 2, pedal: 1, steer: 2);

        // Row 1 is smooth: speed 2. Row 2 is a bump: speed 1 again.
        Assert.Equal([2, 2, 1, 1], worlds.FinalObservations.ToArray());
        Assert.Equal([0, 0, 1, 1], worlds.CurrentObservations.ToArray());
    }

    [Fact]
    public void The_step_count_starts_again_after_an_episode()
    {
        var worlds = GridWorlds(count: 1, stepLimit: 3);
        Act(worlds, steps: 3);
        Act(worlds, steps: 2);
        Assert.False(worlds.Truncated[0]);
        Act(worlds, steps: 1);
        Assert.True(worlds.Truncated[0]);
    }

    [Fact]
    public void A_reset_clears_what_the_last_step_brought()
    {
        var worlds = GridWorlds(count: 1, stepLimit: 1);
        Act(worlds, steps: 1);
        worlds.Reset(0);

        Assert.Equal(0, worlds.Rewards[0]);
        Assert.False(worlds.Truncated[0]);
    }

    [Theory]
    [InlineData(1, 3, "world 2 cannot take action (1, 3): give 0 to 2 for part 1")]
    [InlineData(-1, 0, "world 2 cannot take action (-1, 0): give 0 to 1 for part 0")]
    public void An_action_out_of_range_is_refused_by_name(int pedal, int steer, string message)
    {
        var worlds = GridWorlds(count: 7, stepLimit: null);
        var actions = new ActionBatch(worlds.Actions, 7);
        (actions.Choices[4], actions.Choices[5]) = (pedal, steer);
        var before = worlds.CurrentObservations.ToArray();

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => worlds.Step(actions)).Message);
        Assert.Equal(before, worlds.CurrentObservations.ToArray());
    }

    [Fact]
    public void Values_out_of_range_are_refused_by_name()
    {
        var worlds = VectorEnvironment.Create<Drift, DriftState>(new Drift(), 3);
        worlds.Reset(0);
        var actions = new ActionBatch(worlds.Actions, 3);
        actions.Values[1] = float.NaN;

        Assert.Equal("world 1 cannot take NaN in dimension 0 of its action: give -0.5 to 0.5", Assert.Throws<ArgumentException>(() => worlds.Step(actions)).Message);
    }

    [Fact]
    public void A_single_world_refuses_an_action_out_of_range_too()
    {
        var world = new WorldEnvironment<BicycleGrid, GridState>(Grid);
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var observation = new float[4];
        world.Reset(ref random, observation);

        Assert.Equal("the world cannot take action (0, 7): give 0 to 2 for part 1", Assert.Throws<ArgumentException>(() => world.Step(new ActionView([0, 7]), ref random, observation)).Message);
        Assert.Equal("the world cannot take an action of 1 choices: give 2, one for each part of MultiDiscrete(2, 3)", Assert.Throws<ArgumentException>(() => world.Step(new ActionView([0]), ref random, observation)).Message);
    }

    [Fact]
    public void A_single_world_is_reset_before_its_first_step_and_after_its_end()
    {
        var world = new WorldEnvironment<BicycleGrid, GridState>(new BicycleGrid(new BicycleGridOptions { Size = 2 }));
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var observation = new float[4];
        string Refusal() => Assert.Throws<InvalidOperationException>(() => world.Step(new ActionView([1, 2]), ref random, observation)).Message;

        Assert.Equal("the world cannot be stepped before it is reset: call Reset first", Refusal());
        world.Reset(ref random, observation);
        Assert.True(world.Step(new ActionView([1, 2]), ref random, observation).Terminated);
        Assert.Equal("the episode has ended and cannot be stepped on: call Reset to begin the next", Refusal());
        world.Reset(ref random, observation);
        Assert.False(world.Step(new ActionView([0, 1]), ref random, observation).Terminated);
    }

    [Fact]
    public void Wrong_use_is_refused_in_a_sentence()
    {
        Refuses("0 worlds cannot be stepped: give at least 1", () => GridWorlds(0, 5));
        Refuses("a step limit of 0 leaves no step to take: give at least 1, or none", () => GridWorlds(1, 0));
        Refuses("2 actions were given to 3 worlds: give one for each", () => GridWorlds(3, 5).Step(new ActionBatch(Grid.Actions, 2)));
        Refuses("actions of Discrete(6) were given to worlds that take MultiDiscrete(2, 3): make the batch for the worlds' own space", () => GridWorlds(3, 5).Step(new ActionBatch(new Discrete(6), 3)));
        Refuses("the function that creates a world gave the same object twice: give a new environment at each call", () =>
        {
            var one = new DriftObject();
            VectorEnvironment.Create(() => one, 2);
        });
    }

    [Fact]
    public void Worlds_are_reset_before_they_are_stepped_or_saved()
    {
        var worlds = VectorEnvironment.Create<BicycleGrid, GridState>(Grid, 1);

        Assert.Equal("the worlds cannot be stepped before they are reset: call Reset with a seed first", Assert.Throws<InvalidOperationException>(() => worlds.Step(new ActionBatch(worlds.Actions, 1))).Message);
        Assert.Equal("the worlds cannot be saved before they are reset: call Reset with a seed first", Assert.Throws<InvalidOperationException>(() => worlds.SaveState()).Message);
    }

    [Fact]
    public void Training_and_evaluation_with_one_seed_see_different_worlds()
    {
        var worlds = VectorEnvironment.Create<Drift, DriftState>(new Drift(), 4);
        worlds.Reset(0);
        var trained = worlds.CurrentObservations.ToArray();
        worlds.Reset(0, StreamPurpose.Evaluation);

        Assert.NotEqual(trained, worlds.CurrentObservations.ToArray());
    }

    private static IVectorEnvironment GridWorlds(int count, int? stepLimit)
    {
        var worlds = VectorEnvironment.Create<BicycleGrid, GridState>(Grid, count, stepLimit);
        worlds.Reset(0);
        return worlds;
    }

    private static void Act(IVectorEnvironment worlds, int steps, int pedal = 0, int steer = 1)
    {
        var actions = new ActionBatch(worlds.Actions, worlds.Count);
        for (var world = 0; world < worlds.Count; world++)
        {
            (actions.Choices[2 * world], actions.Choices[(2 * world) + 1]) = (pedal, steer);
        }

        for (var step = 0; step < steps; step++)
        {
            worlds.Step(actions);
        }
    }

    private static void Refuses(string message, Action use) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);
}
