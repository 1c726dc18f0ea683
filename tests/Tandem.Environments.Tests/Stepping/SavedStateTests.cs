namespace Tandem.Environments.Tests.Stepping;

public sealed class SavedStateTests
{
    [Fact]
    public void A_world_that_cannot_be_saved_begins_its_episode_anew_and_is_counted()
    {
        var worlds = Drifting(() => new DriftObject(), steps: 5);
        var restored = VectorEnvironment.Create(() => new DriftObject(), 3, 10);

        Assert.Equal(3, restored.RestoreState(worlds.SaveState()));
        Assert.All(restored.Rewards.ToArray(), reward => Assert.Equal(0, reward));
        Assert.All(Enumerable.Range(0, 3), world => Assert.Equal(0, restored.CurrentObservations[(2 * world) + 1]));
    }

    [Fact]
    public void A_world_that_cannot_be_saved_is_replayed_exactly_if_its_episode_has_only_begun()
    {
        var worlds = Drifting(() => new DriftObject(), steps: 10);
        Assert.Equal([true, true, true], worlds.Truncated.ToArray());
        var restored = VectorEnvironment.Create(() => new DriftObject(), 3, 10);

        Assert.Equal(0, restored.RestoreState(worlds.SaveState()));
        Assert.Equal(worlds.CurrentObservations.ToArray(), restored.CurrentObservations.ToArray());
        Assert.Equal(worlds.Rewards.ToArray(), restored.Rewards.ToArray());
        Step(worlds);
        Step(restored);
        Assert.Equal(worlds.CurrentObservations.ToArray(), restored.CurrentObservations.ToArray());
    }

    [Fact]
    public void A_saved_state_of_other_worlds_is_refused()
    {
        var saved = Drifting(() => new DriftObject(), steps: 1).SaveState();
        var more = VectorEnvironment.Create(() => new DriftObject(), 4, 10);

        Assert.Equal(
            "the saved state is of 3 worlds that show 2 numbers each, but here are 4 that show 2: make as many of the same world",
            Assert.Throws<InvalidDataException>(() => more.RestoreState(saved)).Message);
    }

    [Fact]
    public void A_saved_state_that_was_cut_short_is_refused_wherever_it_was_cut()
    {
        var saved = Drifting(() => new WorldEnvironment<Drift, DriftState>(new Drift()), steps: 1).SaveState();
        var worlds = VectorEnvironment.Create(() => new WorldEnvironment<Drift, DriftState>(new Drift()), 3, 10);

        for (var length = 0; length < saved.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => worlds.RestoreState(saved.AsSpan(0, length)));
        }

        Assert.Throws<InvalidDataException>(() => worlds.RestoreState([.. saved, 0]));
        Assert.Equal(0, worlds.RestoreState(saved));
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x7F)]
    [InlineData(0xFF)]
    public void Bytes_that_were_flipped_give_a_clear_error_or_a_state_but_never_anything_else(byte bits)
    {
        var saved = Drifting(() => new WorldEnvironment<Drift, DriftState>(new Drift()), steps: 1).SaveState();
        var worlds = VectorEnvironment.Create(() => new WorldEnvironment<Drift, DriftState>(new Drift()), 3, 10);
        for (var place = 0; place < saved.Length; place++)
        {
            var flipped = saved.ToArray();
            flipped[place] ^= bits;
            var thrown = Record.Exception(() => worlds.RestoreState(flipped));

            Assert.True(thrown is null or InvalidDataException, $"byte {place}: {thrown}");
        }
    }

    private static IVectorEnvironment Drifting(Func<IEnvironment> create, int steps)
    {
        var worlds = VectorEnvironment.Create(create, 3, stepLimit: 10);
        worlds.Reset(1);
        for (var step = 0; step < steps; step++)
        {
            Step(worlds);
        }

        return worlds;
    }

    /// <summary>Steers all boats back to the middle, so that no episode ends before its limit.</summary>
    private static void Step(IVectorEnvironment worlds)
    {
        var actions = new ActionBatch(worlds.Actions, worlds.Count);
        for (var world = 0; world < worlds.Count; world++)
        {
            actions.Values[world] = -0.5f * Math.Sign(worlds.CurrentObservations[2 * world]);
        }

        worlds.Step(actions);
    }
}
