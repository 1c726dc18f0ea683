using Tandem.Environments;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>It never ends and pays 1 a step: with γ = ½ every state is worth 2, wherever the ride is cut.</summary>
internal sealed class Treadmill(Space actions) : IEnvironment
{
    public Space Observations { get; } = new Box([0], [0]);

    public Space Actions => actions;

    public void Reset(ref RandomStream random, Span<float> observation) => observation[0] = 0;

    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
    {
        observation[0] = 0;
        return new Outcome(1, Terminated: false);
    }
}
