namespace Tandem.Environments.Tests;

/// <summary>A world that does what a test says, at each reset (step 0) and step.</summary>
public sealed class ScriptedWorld(ScriptedWorld.Script script, Space? observations = null) : IEnvironment
{
    private int step;

    public delegate Outcome Script(int step, ref RandomStream random, Span<float> observation);

    public Space Observations { get; } = observations ?? Box.Unbounded(2);

    public Space Actions { get; } = new Discrete(2);

    public void Reset(ref RandomStream random, Span<float> observation) => script(step = 0, ref random, observation);

    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation) => script(++step, ref random, observation);
}
