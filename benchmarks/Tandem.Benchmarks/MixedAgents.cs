using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Trajectories;

namespace Tandem.Benchmarks;

/// <summary>A training of PPO, seen at its end, at its first third, and while it rode until then.</summary>
internal sealed class MixedAgents
{
    public const int Limit = 1_000, Rides = 100;
    public const string MediumKind = "medium", ReplayKind = "replay", MediumExpertKind = "medium-expert";

    private const int Steps = 100_000, Judging = 20;

    private readonly EnvironmentSpec spec;
    private readonly PpoOptions options;
    private readonly ulong seed;
    private readonly Agent expert;
    private readonly Agent medium;

    public MixedAgents(EnvironmentSpec spec, ulong seed)
    {
        (this.spec, this.seed, options) = (spec, seed, PpoDefaults.For(spec.Id) with { Seed = seed });
        Random = Mean(new RandomPolicy(Worlds(1).Actions, seed), Rides);
        var stages = new List<(long Steps, Agent Agent)>();
        using var training = new Ppo(Worlds(options.Worlds), options);
        while (!training.IsComplete)
        {
            training.Update();
            stages.Add((training.Steps, training.Agent));
        }

        (ExpertSteps, expert) = stages[^1];
        ExpertReturn = Mean(expert.Policy(), Rides);
        (MediumSteps, medium, MediumReturn) = stages
            .Select(stage => (stage.Steps, stage.Agent, Return: Mean(stage.Agent.Policy(PolicyMode.Sampled, seed), Judging)))
            .First(stage => stage.Return > ExpertReturn / 3);
    }

    public double Random { get; }

    public double ExpertReturn { get; }

    public long ExpertSteps { get; }

    public double MediumReturn { get; }

    public long MediumSteps { get; }

    /// <summary>0: rides at random, 100: is the expert.</summary>
    public double Normalised(IPolicy policy) => 100 * (Mean(policy, Rides) - Random) / (ExpertReturn - Random);

    /// <summary>The worlds that all ride: each step earns 1.</summary>
    public IVectorEnvironment Worlds(int count) => spec.Id == "BicycleBalance-v0"
        ? new StepsCounted(spec.CreateVector(count, null, Limit))
        : spec.CreateVector(count, null, Limit);

    /// <summary>Records one of the mixtures into a folder.</summary>
    public void Record(string kind, string folder)
    {
        using var writer = EpisodeWriter.Create(folder, RecordedWorld.Of(spec, null, Worlds(1)));
        switch (kind)
        {
            case MediumKind:
                Record(writer, medium, "medium", Steps);
                break;
            case MediumExpertKind:
                Record(writer, medium, "medium", Steps / 2);
                Record(writer, expert, "expert", Steps / 2);
                break;
            default:
                Replay(writer);
                break;
        }
    }

    /// <summary>About so many steps of sampled rides.</summary>
    private void Record(EpisodeWriter writer, Agent agent, string name, int steps)
    {
        var length = Mean(agent.Policy(PolicyMode.Sampled, seed), Rides);
        var episodes = (int)Math.Round(steps / length);
        _ = EpisodeRecorder.Record(writer, Worlds(Math.Min(episodes, 50)), agent.Policy(PolicyMode.Sampled, seed), name, episodes, seed);
    }

    /// <summary>The same training once more, to the medium agent, with what it rides kept.</summary>
    private void Replay(EpisodeWriter writer)
    {
        writer.Begin("ppo, in training", seed);
        using var training = new Ppo(new RecordedWorlds(Worlds(options.Worlds), writer, seed), options);
        while (training.Steps < MediumSteps)
        {
            training.Update();
        }
    }

    private double Mean(IPolicy policy, int rides) => Tandem.Environments.Rides.Roll(Worlds(rides), policy, rides, seed).Average(ride => ride.Return);
}
