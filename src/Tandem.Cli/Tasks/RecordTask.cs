using System.ComponentModel;
using System.Globalization;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tasks;

/// <summary>Everything that a recording depends on.</summary>
internal sealed record RecordTask
{
    /// <summary>The world.</summary>
    public required EnvironmentChoice Environment { get; init; }

    /// <summary>Everything random follows from it.</summary>
    [Description("Everything random follows from it [0 or more]")]
    public ulong Seed { get; init; }

    /// <summary>Who rides: at random, a rider of the world that needs no learning, or the agent of a run; or several with their shares.</summary>
    [Description("Who rides: random, a rider that 'tandem envs ID' names, the folder of a run, or RUN@STEP for one of its checkpoints; or several with the share of episodes that each rides, as in random:0.5,RUN:0.5")]
    public string Policy { get; init; } = UntrainedRider.RandomName;

    /// <summary>Whether a run's agent takes its most likely action.</summary>
    [Description("Let a run's agent take its most likely action instead of sampling")]
    public bool Greedy { get; init; }

    /// <summary>How many episodes.</summary>
    [Description("Episodes to record [1 to 1000000000; episodes]")]
    public int Episodes
    {
        get;
        init => field = value is >= 1 and <= 1_000_000_000 ? value
            : throw new ArgumentException($"{value} episodes are out of range: give 1 to 1000000000");
    }
    = 1_000;

    /// <summary>How many worlds are ridden side by side, at most one for each episode.</summary>
    [Description("Worlds ridden side by side, at most one for each episode [1 to 100000; worlds]")]
    public int Worlds
    {
        get;
        init => field = value is >= 1 and <= 100_000 ? value
            : throw new ArgumentException($"{value} worlds are out of range: give 1 to 100000");
    }
    = 100;

    /// <summary>The defaults for a world.</summary>
    public static RecordTask For(EnvironmentSpec spec) => new() { Environment = EnvironmentChoice.Of(spec) };

    /// <summary>Who rides, under the names that the set remembers, and how many episodes each.</summary>
    /// <exception cref="ArgumentException">A run's agent learned in another world, or the shares leave somebody none.</exception>
    public IReadOnlyList<(string Name, IPolicy Policy, int Episodes)> Riders(EnvironmentCatalog catalog, RecordedWorld world, Action<string> complain) =>
    [
        .. RiderMix.Parse(Policy).Divide(Episodes).Select(part =>
        {
            var (name, policy) = Rider(part.Rider, catalog, world, complain);
            return (name, policy, part.Episodes);
        }),
    ];

    private (string Name, IPolicy Policy) Rider(string name, EnvironmentCatalog catalog, RecordedWorld world, Action<string> complain)
    {
        if (UntrainedRider.IsNamed(catalog[Environment.Id], name))
        {
            return (name, new UntrainedRider(catalog[Environment.Id], Environment, name).Policy(Seed, StreamPurpose.Policy));
        }

        var (run, step) = AtStep(name);
        var trained = TrainedRider.Open(catalog, run, target: null, complain, step);
        var learnedIn = RecordedWorld.Of(trained.Spec, trained.Choice.World, trained.Choice.CreateVector(catalog, 1));
        if (!learnedIn.Observations.Equals(world.Observations) || !learnedIn.Actions.Equals(world.Actions))
        {
            throw new ArgumentException($"the agent of '{name}' learned in {learnedIn}, and cannot ride {world}: give its own world and options");
        }

        var mode = Greedy || !trained.CanSample ? PolicyMode.Greedy : PolicyMode.Sampled;
        return ($"{run} at {trained.Checkpoint}, {mode}", trained.Policy(mode, Seed));
    }

    /// <summary>Takes RUN@STEP apart; what is a folder is a run, whatever its name.</summary>
    private static (string Run, long? Step) AtStep(string name) =>
        name.LastIndexOf('@') is var at and > 0 && !Directory.Exists(name) && long.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? (name[..at], step)
            : (name, null);
}
