using Tandem.Environments;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>Three states in a row: action 1 goes on and earns 1 at the end, action 0 stays. With γ = 0.9 going on is worth 0.81, 0.9 and 1, staying 0.9 of it.</summary>
internal sealed class Chain(Space? actions = null, double scale = 1) : IEnvironment
{
    private int state;

    public Space Observations { get; } = new Discrete(3);

    public Space Actions { get; } = actions ?? new Discrete(2);

    public void Reset(ref RandomStream random, Span<float> observation) => observation[0] = state = 0;

    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
    {
        // Of several parts all must say so.
        state += action.Choices.ToArray().All(choice => choice == 1) ? 1 : 0;
        observation[0] = Math.Min(state, 2);
        return new Outcome(state == 3 ? scale : 0, Terminated: state == 3);
    }
}
