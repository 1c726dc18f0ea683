using Tandem.Environments;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>Worlds of one observation whose best action is known.</summary>
internal static class SmallWorlds
{
    /// <summary>One step; the second of three arms pays most.</summary>
    public sealed class Bandit(double scale = 1) : Plain(new Discrete(3))
    {
        protected override double Reward(ActionView action, ref RandomStream random) =>
            scale * ((action.Choice == 1 ? 1 : 0) + (0.1 * random.NextNormal()));
    }

    /// <summary>It pays 1 for each part that is right: the second of two, the third of three.</summary>
    public sealed class Lock() : Plain(new MultiDiscrete(2, 3))
    {
        protected override double Reward(ActionView action, ref RandomStream random) =>
            (action.Choices[0] == 1 ? 1 : 0) + (action.Choices[1] == 2 ? 1 : 0);
    }

    /// <summary>It costs the squared distance to 0.7.</summary>
    public sealed class Target() : Plain(Range)
    {
        public static Box Range { get; } = new([-3], [3]);

        protected override double Reward(ActionView action, ref RandomStream random) => -Math.Pow(action.Values[0] - 0.7, 2);
    }

    /// <summary>It never ends and pays 1 a step.</summary>
    public sealed class Treadmill() : Plain(new Discrete(2))
    {
        protected override double Reward(ActionView action, ref RandomStream random) => 1;
    }

    /// <summary>A world that shows nothing and never ends by itself.</summary>
    public abstract class Plain(Space actions) : IEnvironment
    {
        public Space Observations { get; } = new Box([0], [0]);

        public Space Actions { get; } = actions;

        public void Reset(ref RandomStream random, Span<float> observation) => observation[0] = 0;

        public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
        {
            observation[0] = 0;
            return new Outcome(Reward(action, ref random), Terminated: false);
        }

        protected abstract double Reward(ActionView action, ref RandomStream random);
    }
}
