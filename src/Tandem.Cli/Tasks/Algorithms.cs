using Tandem.Learning.Reinforcement;

namespace Tandem.Cli.Tasks;

/// <summary>The algorithms that learn by acting, in the order in which help lists them.</summary>
internal static class Algorithms
{
    /// <summary>The demo's.</summary>
    public static Algorithm Reinforce { get; } =
        new Algorithm<ReinforceOptions>("reinforce", "Monte Carlo policy gradient: whole episodes, one update each (Williams, 1992)", EnvironmentChoice.DefaultId)
        {
            Defaults = _ => new ReinforceOptions(),
            Seed = options => options.Seed,
            Create = (worlds, options, _) => new Reinforce(worlds, options),
        };

    private static Algorithm A2c { get; } =
        new Algorithm<A2cOptions>("a2c", "Advantage actor-critic: many worlds, a few steps, one update (Mnih et al., 2016)", "CartPole-v1")
        {
            Defaults = spec => A2cDefaults.For(spec.Id),
            Seed = options => options.Seed,
            Worlds = options => options.Worlds,
            Create = (worlds, options, threads) => new A2c(worlds, options with { Threads = threads }),
        };

    private static Algorithm Ppo { get; } =
        new Algorithm<PpoOptions>("ppo", "Proximal policy optimisation: clipped steps over minibatches, for choices and for continuous actions (Schulman et al., 2017)", "CartPole-v1")
        {
            Defaults = spec => PpoDefaults.For(spec.Id),
            Seed = options => options.Seed,
            Worlds = options => options.Worlds,
            Create = (worlds, options, threads) => new Ppo(worlds, options with { Threads = threads }),
        };

    private static Algorithm Dqn { get; } =
        new Algorithm<DqnOptions>("dqn", "Q-learning with a network, a replay and a target network, for choices (Mnih et al., 2015)", "CartPole-v1")
        {
            Defaults = spec => DqnDefaults.For(spec.Id),
            Seed = options => options.Seed,
            Worlds = options => options.Worlds,
            Create = (worlds, options, threads) => new Dqn(worlds, options with { Threads = threads }),
        };

    private static Algorithm Sac { get; } =
        new Algorithm<SacOptions>("sac", "Soft actor-critic with a learned temperature, for continuous actions (Haarnoja et al., 2018)", "Pendulum-v1")
        {
            Defaults = spec => SacDefaults.For(spec.Id),
            Seed = options => options.Seed,
            Worlds = options => options.Worlds,
            Create = (worlds, options, threads) => new Sac(worlds, options with { Threads = threads }),
        };

    private static Algorithm QLearning { get; } =
        new Algorithm<QLearningOptions>("q-learning", "A table of values, for worlds of numbered states (Watkins, 1989)", "FrozenLake8x8-v1")
        {
            Defaults = spec => QLearningDefaults.For(spec.Id),
            Seed = options => options.Seed,
            Worlds = options => options.Worlds,
            Create = (worlds, options, _) => new QLearning(worlds, options),
        };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Algorithm> All { get; } = [Reinforce, A2c, Ppo, Dqn, Sac, QLearning];

    /// <summary>Their names, as a sentence lists them.</summary>
    public static string Names => string.Join(", ", All.Select(algorithm => algorithm.Name));

    /// <summary>The algorithm of a name; null: there is none.</summary>
    public static Algorithm? Find(string name) => All.FirstOrDefault(algorithm => algorithm.Name == name);
}
