namespace Tandem.Environments.Tests;

public sealed class WorldEnvironmentTests
{
    private readonly WorldEnvironment<Drift, DriftState> world = new(new Drift());
    private readonly float[] observation = new float[2];
    private RandomStream random = RandomStream.Create(0, StreamPurpose.Environment);

    [Fact]
    public void A_world_that_was_saved_before_its_first_episode_must_still_be_reset() => Assert.Equal(
        "the world cannot be stepped before it is reset: call Reset first",
        Assert.Throws<InvalidOperationException>(() => Step(Restored(world))).Message);

    [Fact]
    public void A_world_that_was_saved_after_its_episode_has_still_ended()
    {
        world.Reset(ref random, observation);
        while (!Step(world).Terminated)
        {
        }

        Assert.Equal(
            "the episode has ended and cannot be stepped on: call Reset to begin the next",
            Assert.Throws<InvalidOperationException>(() => Step(Restored(world))).Message);
    }

    [Fact]
    public void A_world_that_was_saved_in_an_episode_rides_on()
    {
        world.Reset(ref random, observation);
        Step(world);
        var restored = Restored(world);

        Assert.Equal(world.State, restored.State);
        Step(restored);
    }

    [Fact]
    public void What_is_no_saved_world_is_refused() => Assert.Equal(
        "the saved world begins with 7, which is no phase of an episode: give what Save wrote",
        Assert.Throws<InvalidDataException>(() => world.Restore(new BinaryReader(new MemoryStream([7])))).Message);

    private static WorldEnvironment<Drift, DriftState> Restored(WorldEnvironment<Drift, DriftState> world)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        world.Save(writer);
        writer.Flush();
        memory.Position = 0;
        var restored = new WorldEnvironment<Drift, DriftState>(new Drift());
        restored.Restore(new BinaryReader(memory));
        return restored;
    }

    private Outcome Step(WorldEnvironment<Drift, DriftState> stepped) => stepped.Step(new ActionView([0.5f]), ref random, observation);
}
