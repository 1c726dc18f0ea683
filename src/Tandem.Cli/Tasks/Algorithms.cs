using Tandem.Learning.Reinforcement;

namespace Tandem.Cli.Tasks;

/// <summary>The algorithms that learn by acting, in the order in which help lists them.</summary>
internal static class Algorithms
{
    /// <summary>The demo's.</summary>
    public static Algorithm Reinforce { get; } =
        new Algorithm<ReinforceOptions>("reinforce", "Monte Carlo policy gradient: whole episodes, one update each (Williams, 1992)", EnvironmentChoice.DefaultId, ActionKinds.Choices)
        {
            Defaults = _ => new ReinforceOptions(),
            Seed = options => options.Seed,
            Create = (worlds, options) => new Reinforce(worlds, options),
        };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Algorithm> All { get; } = [Reinforce];

    /// <summary>Their names, as a sentence lists them.</summary>
    public static string Names => string.Join(", ", All.Select(algorithm => algorithm.Name));

    /// <summary>The algorithm of a name; null: there is none.</summary>
    public static Algorithm? Find(string name) => All.FirstOrDefault(algorithm => algorithm.Name == name);
}
