namespace Tandem.Environments.Tests.Stepping;

/// <summary>Worlds in shells, and what tests do to them.</summary>
internal static class Shells
{
    public static ShellOptions Everything { get; } = new() { NormalizeObservations = true, NormalizeRewards = true, Frames = 3, ActionFit = ActionFit.ClipAndRescale };

    public static ShelledWorlds Shelled(ShellOptions options) => new(Drifting(5), options);

    public static IVectorEnvironment Drifting(int count) => VectorEnvironment.Create<Drift, DriftState>(new Drift(), count);

    public static ShelledWorlds Ridden(ShelledWorlds worlds, int steps)
    {
        worlds.Reset(7);
        for (var step = 0; step < steps; step++)
            worlds.Step(Drawn(worlds.Actions, worlds.Count, step));

        return worlds;
    }

    public static ShelledWorlds Scripted(Func<int, float[], Outcome> script, ShellOptions options) => new(
        VectorEnvironment.Create(
            () => new ScriptedWorld((int step, ref RandomStream random, Span<float> observation) =>
            {
                var written = new float[2];
                var outcome = script(step, written);
                written.CopyTo(observation);
                return outcome;
            }),
            count: 1),
        options);

    public static void Step(IVectorEnvironment worlds) => worlds.Step(new ActionBatch(worlds.Actions, worlds.Count));

    public static ActionBatch Drawn(Space space, int count, int step)
    {
        var random = RandomStream.Create(0, StreamPurpose.Policy, step);
        var actions = new ActionBatch(space, count);
        for (var world = 0; world < count; world++)
            space.Sample(ref random, actions, world);

        return actions;
    }

    public static void AssertSame(IVectorEnvironment one, IVectorEnvironment other)
    {
        Assert.Equal(one.CurrentObservations, other.CurrentObservations);
        Assert.Equal(one.Rewards, other.Rewards);
        Assert.Equal(one.Terminated, other.Terminated);
        Assert.Equal(one.Truncated, other.Truncated);
    }
}
