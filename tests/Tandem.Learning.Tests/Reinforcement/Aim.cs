using Tandem.Environments;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>One shot from −1 to 5 at a target that stands at 2 + what is seen: it costs the square of the distance.</summary>
internal sealed class Aim(double scale = 1) : IEnvironment
{
    private float target;

    public Space Observations { get; } = new Box([-1], [1]);

    public Space Actions { get; } = new Box([-1], [5]);

    public void Reset(ref RandomStream random, Span<float> observation) =>
        observation[0] = target = (float)random.NextDouble(-1, 1);

    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
    {
        observation[0] = target;
        var miss = action.Values[0] - (2.0 + target);
        return new Outcome(-scale * miss * miss, Terminated: true);
    }
}
