using Tandem.Environments;

namespace Tandem.Cli.Tests.Worlds;

/// <summary>A user's smallest world: ten steps, a reward for action 1.</summary>
internal sealed class PlainWorld : IEnvironment
{
    private int step;

    public Space Observations { get; } = Box.Unbounded(1);

    public Space Actions { get; init; } = new Discrete(2);

    /// <summary>What a step does besides, told how many were taken in all.</summary>
    public Func<int, double, double> Twist { get; init; } = (_, reward) => reward;

    private int StepsInAll { get; set; }

    public void Reset(ref RandomStream random, Span<float> observation) => (step, observation[0]) = (0, 0);

    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
    {
        observation[0] = ++step;
        return new Outcome(Twist(++StepsInAll, action.Choice), Terminated: step == 10);
    }
}
