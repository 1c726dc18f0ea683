using Tandem.Environments.Tabular;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>How well DQN, SAC and Q-learning over a table learn with the settings that they have for each world.</summary>
internal static class OffPolicyLearning
{
    /// <summary>A world that only its rider ends is looked at for so many steps: who has not arrived by then never will.</summary>
    private const int LongEnough = 10_000;

    /// <param name="world">The one world to train in; null: all of them.</param>
    public static void Run(string? world)
    {
        var trials = Trials().Where(trial => world is null || trial.World == world).ToArray();
        AgentLearning.Table("Off-policy learning", trials);
    }

    private static AgentTrial[] Trials() =>
    [
        Tabular("FrozenLake8x8-v1", FrozenLake.Table(new FrozenLakeOptions { Map = "8x8" }), bar: 0.884),
        Tabular("Taxi-v4", Taxi.Table(), bar: 7.85),
        Tabular("CliffWalking-v1", CliffWalking.Table(new CliffWalkingOptions()), bar: -13),
        OfDqn("DQN, 50 k steps", "CartPole-v1", steps: 50_000) with { Seeds = 10, Bar = 500 },
        OfDqn("DQN, 120 k steps", "MountainCar-v0", steps: 120_000) with { Bar = -105 },
        new AgentTrial("SAC, 20 k steps", "Pendulum-v1", (spec, seed) =>
        {
            var options = SacDefaults.For(spec.Id) with { Seed = seed };
            return new Sac(spec.CreateVector(options.Worlds), options);
        }) { Bar = -152 },
        OfDqn("DQN, 500 k steps", "CartPole-v1", steps: 500_000) with { Bar = 489 },
    ];

    private static AgentTrial OfDqn(string name, string world, int steps) => new(name, world, (spec, seed) =>
    {
        var options = DqnDefaults.For(spec.Id) with { Seed = seed, Steps = steps };
        return new Dqn(spec.CreateVector(options.Worlds), options);
    });

    /// <summary>Learned from steps, and scored without riding: the greedy rider's mean return over the world's starts, exactly.</summary>
    private static AgentTrial Tabular(string world, TransitionTable table, double bar) => new("Q-learning", world, (spec, seed) =>
    {
        var options = QLearningDefaults.For(spec.Id) with { Seed = seed };
        return new QLearning(spec.CreateVector(options.Worlds), options);
    })
    {
        Bar = bar,
        Score = (spec, agent, _) => table.MeanOverStarts(
            PolicyEvaluation.Returns(table, PolicyEvaluation.ActionsOf(table, agent.Policy()), spec.StepLimit ?? LongEnough)),
    };
}
