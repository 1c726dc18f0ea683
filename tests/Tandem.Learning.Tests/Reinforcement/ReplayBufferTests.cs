using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class ReplayBufferTests
{
    private static readonly Box Line = Box.Unbounded(1);
    private static readonly Discrete Two = new(2);

    [Fact]
    public void Returns_over_three_steps_and_their_targets_are_PyTorchs()
    {
        var golden = new GoldenLearning("q_targets");
        var (rewards, steps, terminated) = (golden.Numbers("reward"), golden.Numbers("steps"), golden.Booleans("terminated"));
        var replay = new ReplayBuffer(Line, Two, worlds: 4, capacity: 12);
        var worlds = new StandStill(Line, Two, 4);
        for (var step = 0; step < 3; step++)
        {
            for (var world = 0; world < 4; world++)
            {
                worlds.Earned[world] = rewards[(world * 3) + step];
                var isLast = step == (int)steps[world] - 1;
                worlds.Ended[world] = isLast && terminated[world];
                worlds.Cut[world] = isLast && !terminated[world] && step < 2;
            }

            replay.Add(new float[4], new ActionBatch(Two, 4), worlds);
        }

        var batch = new ReplayBatch(Line, Two, 4);
        for (var world = 0; world < 4; world++)
        {
            replay.Read(age: 0, world, batch, row: world, steps: 3, golden.Number("gamma"));
        }

        var (targets, doubleTargets) = (new double[4], new double[4]);
        ActionValues.Targets(batch.Returns, batch.Discounts, golden.Singles("q_target"), targets);
        ActionValues.DoubleTargets(batch.Returns, batch.Discounts, golden.Singles("q_online"), golden.Singles("q_target"), doubleTargets);

        // The values are the networks' and so single precision; the rest is double.
        AssertClose(golden.Numbers("target"), targets, 1e-6);
        AssertClose(golden.Numbers("double_target"), doubleTargets, 1e-6);
        Assert.Equal(rewards[3] + (golden.Number("gamma") * rewards[4]), batch.Returns[1], 1e-9);
    }

    [Fact]
    public void A_replay_that_no_array_can_hold_is_refused_with_what_fits()
    {
        var error = Assert.Throws<ArgumentException>(() => new ReplayBuffer(Box.Unbounded(30_000), Two, worlds: 4, capacity: 1_000_000));

        Assert.Equal("a replay of 1000000 steps of 30000 numbers each is too large: keep 71582 steps at most, or show fewer numbers", error.Message);
    }

    [Theory]
    [InlineData(true, false, 0.0)]
    [InlineData(false, true, 0.5)]
    [InlineData(true, true, 0.0)]
    [InlineData(false, false, 0.5)]
    public void Only_a_termination_is_worth_nothing_more(bool terminated, bool truncated, double discount)
    {
        var replay = new ReplayBuffer(Line, Two, 1, 4);
        var worlds = new StandStill(Line, Two, 1);
        (worlds.Current[0], worlds.Final[0], worlds.Earned[0], worlds.Ended[0], worlds.Cut[0]) = (7, 8, 1, terminated, truncated);
        replay.Add([6], new ActionBatch(Two, 1), worlds);

        var batch = new ReplayBatch(Line, Two, 1);
        replay.Read(0, 0, batch, 0, steps: 1, discount: 0.5);

        Assert.Equal(discount, batch.Discounts[0]);
        Assert.Equal(6, batch.Observations[0]);
        Assert.Equal(terminated || truncated ? 8 : 7, batch.NextObservations[0]);
    }

    [Fact]
    public void The_oldest_steps_give_way_and_returns_stop_at_the_newest()
    {
        var replay = Counted(steps: 7, capacity: 4);
        var batch = new ReplayBatch(Line, Two, 2);

        Assert.Equal(4, replay.Count);
        replay.Read(age: 0, 0, batch, 0, steps: 3, discount: 0.1);
        replay.Read(age: 2, 0, batch, 1, steps: 3, discount: 0.1);

        // Steps are numbered by their reward: 3, 4, 5 and then 5, 6 and no more.
        Assert.Equal(3.45, batch.Returns[0], 1e-12);
        Assert.Equal(5.6, batch.Returns[1], 1e-12);
        Assert.Equal(0.001, batch.Discounts[0], 1e-12);
        Assert.Equal(0.01, batch.Discounts[1], 1e-12);
        Assert.Equal([6f, 7f], batch.NextObservations);
    }

    [Fact]
    public void An_episode_that_was_broken_off_lends_no_rewards()
    {
        var replay = Counted(steps: 2, capacity: 4);
        replay.Cut();
        Add(replay, new StandStill(Line, Two, 1), 100);

        var batch = new ReplayBatch(Line, Two, 1);
        replay.Read(age: 0, 0, batch, 0, steps: 3, discount: 1);

        Assert.Equal(0 + 1, batch.Returns[0]);
        Assert.Equal(1, batch.Discounts[0]);
    }

    [Fact]
    public void Every_step_is_drawn_as_often_as_any_other()
    {
        var replay = Counted(steps: 10, capacity: 10);
        var batch = new ReplayBatch(Line, Two, 100_000);
        var random = RandomStream.Create(1, StreamPurpose.Shuffling);

        replay.Sample(batch, steps: 1, discount: 1, ref random);

        for (var step = 0; step < 10; step++)
        {
            Assert.InRange(batch.Returns.Count(reward => reward == step), 9_600, 10_400);
        }
    }

    [Fact]
    public void Choices_and_numbers_of_every_world_come_back()
    {
        var parts = new MultiDiscrete(3, 4);
        var choosing = new ReplayBuffer(Line, parts, 2, 4);
        var choices = new ActionBatch(parts, 2);
        int[] chosen = [1, 2, 0, 3];
        chosen.CopyTo(choices.Choices);
        choosing.Add([5, 6], choices, new StandStill(Line, parts, 2));
        var box = Box.Unbounded(2);
        var steering = new ReplayBuffer(Line, box, 2, 4);
        var numbers = new ActionBatch(box, 2);
        float[] given = [0.1f, 0.2f, 0.3f, 0.4f];
        given.CopyTo(numbers.Values);
        steering.Add([5, 6], numbers, new StandStill(Line, box, 2));

        var (chose, steered) = (new ReplayBatch(Line, parts, 1), new ReplayBatch(Line, box, 1));
        choosing.Read(0, world: 1, chose, 0, 1, 1);
        steering.Read(0, world: 1, steered, 0, 1, 1);

        Assert.Equal([0, 3], chose.Choices);
        Assert.Equal([0.3f, 0.4f], steered.Values);
        Assert.Equal([6f], steered.Observations);
    }

    [Fact]
    public void A_restored_replay_gives_the_same_batches()
    {
        var (replay, other) = (Counted(steps: 7, capacity: 4), new ReplayBuffer(Line, Two, 1, 4));
        var saved = new MemoryStream();
        replay.Save(new BinaryWriter(saved));
        saved.Position = 0;
        other.Restore(new BinaryReader(saved));
        Add(replay, new StandStill(Line, Two, 1), 9);
        Add(other, new StandStill(Line, Two, 1), 9);

        Assert.Equal(Draw(replay), Draw(other));
    }

    [Fact]
    public void A_replay_of_another_size_is_refused()
    {
        var saved = new MemoryStream();
        Counted(steps: 7, capacity: 6).Save(new BinaryWriter(saved));
        saved.Position = 0;

        var error = Assert.Throws<InvalidDataException>(() => new ReplayBuffer(Line, Two, 1, 4).Restore(new BinaryReader(saved)));
        Assert.Equal("the saved replay holds 6 slots where this one has room for 4: resume with the options the run was started with", error.Message);
    }

    [Fact]
    public void Adding_and_drawing_allocate_nothing()
    {
        var replay = Counted(steps: 10, capacity: 8);
        var (worlds, actions) = (new StandStill(Line, Two, 1), new ActionBatch(Two, 1));
        var batch = new ReplayBatch(Line, Two, 32);
        var random = RandomStream.Create(1, StreamPurpose.Shuffling);
        float[] seen = [1];
        replay.Add(seen, actions, worlds);
        replay.Sample(batch, 3, 0.9, ref random);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 1_000; step++)
        {
            replay.Add(seen, actions, worlds);
            replay.Sample(batch, 3, 0.9, ref random);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Room_for_less_than_a_step_of_each_world_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ReplayBuffer(Line, Two, worlds: 8, capacity: 7));
        Assert.StartsWith("a replay of 7 steps does not fit 8 worlds: ", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Step i sees i, earns i and leads to i + 1.</summary>
    private static ReplayBuffer Counted(int steps, int capacity)
    {
        var replay = new ReplayBuffer(Line, Two, 1, capacity);
        var worlds = new StandStill(Line, Two, 1);
        for (var step = 0; step < steps; step++)
        {
            Add(replay, worlds, step);
        }

        return replay;
    }

    private static void Add(ReplayBuffer replay, StandStill worlds, int step)
    {
        (worlds.Earned[0], worlds.Current[0]) = (step, step + 1);
        replay.Add([step], new ActionBatch(Two, 1), worlds);
    }

    private static double[] Draw(ReplayBuffer replay)
    {
        var batch = new ReplayBatch(Line, Two, 20);
        var random = RandomStream.Create(3, StreamPurpose.Shuffling);
        replay.Sample(batch, 2, 0.5, ref random);
        return [.. batch.Returns, .. batch.Discounts, .. batch.Observations, .. batch.NextObservations, .. batch.Choices];
    }

    private static void AssertClose(double[] expected, double[] given, double tolerance)
    {
        Assert.Equal(expected.Length, given.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], given[i], tolerance);
        }
    }
}
