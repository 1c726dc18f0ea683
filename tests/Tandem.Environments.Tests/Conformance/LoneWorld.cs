namespace Tandem.Environments.Tests.Conformance;

/// <summary>One world stepped by itself, with limit and reset written out a second time.</summary>
internal sealed class LoneWorld
{
    private readonly IEnvironment world;
    private readonly int stepLimit;
    private RandomStream random;
    private int taken;

    public LoneWorld(IEnvironment world, int? stepLimit, ulong seed, int index)
    {
        (this.world, this.stepLimit) = (world, stepLimit ?? int.MaxValue);
        random = RandomStream.Create(seed, StreamPurpose.Environment, index);
        Current = new float[world.Observations.Width];
        world.Reset(ref random, Current);
    }

    public float[] Current { get; }

    public float[] Final { get; private set; } = [];

    public Outcome Last { get; private set; }

    public void Step(ActionView action)
    {
        var outcome = world.Step(action, ref random, Current);
        Last = outcome with { Truncated = outcome.Truncated || ++taken == stepLimit };
        if (Last.Terminated || Last.Truncated)
        {
            Final = [.. Current];
            taken = 0;
            world.Reset(ref random, Current);
        }
    }
}
