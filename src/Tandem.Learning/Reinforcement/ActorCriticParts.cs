namespace Tandem.Learning.Reinforcement;

/// <summary>What A2C and PPO are made of, put together for given worlds.</summary>
internal sealed class ActorCriticParts
{
    private const int MostThreads = 8;

    /// <summary>The parts for worlds.</summary>
    /// <param name="algorithm">The name that errors give it.</param>
    /// <param name="worlds">The worlds; reset by whoever owns the parts.</param>
    /// <param name="setup">What the two algorithms have in common.</param>
    /// <param name="network">A network of the user's; null: perceptrons.</param>
    public ActorCriticParts(string algorithm, IVectorEnvironment worlds, ActorCriticSetup setup, ILearnableNetwork? network)
    {
        ArgumentNullException.ThrowIfNull(worlds);
        if (worlds.Count != setup.Worlds)
        {
            throw new ArgumentException($"the options of {algorithm} ask for {setup.Worlds} worlds and {worlds.Count} were given: give as many");
        }

        Space = worlds.Observations;
        Clip = setup.Clip;
        Worlds = new ShelledWorlds(worlds, setup.Shell);
        Distribution = worlds.Actions is Box box
            ? new GaussianDistribution(box, setup.ActionFit, setup.Network.InitialLogDeviation)
            : new CategoricalDistribution(worlds.Actions, setup.Heads);
        var encoder = new ObservationEncoder(Worlds.Observations);
        Rollout = new Rollout(Worlds, encoder, Distribution, setup.Horizon, setup.Shell, setup.Clip);
        Team = new ThreadTeam(setup.Threads ?? Math.Min(System.Environment.ProcessorCount, MostThreads));
        var initial = RandomStream.Create(setup.Seed, StreamPurpose.Initialization);
        Network = network ?? new ActorCriticNetwork(
            encoder.Width,
            Distribution.OutputWidth - Distribution.Constants.Length,
            Distribution.Constants,
            setup.Network,
            ref initial,
            AdamConstants.Default with { Epsilon = setup.AdamEpsilon },
            Team);
        AlgorithmFit.RequireWidths(Network, encoder.Width, "observations", 1 + Distribution.OutputWidth, "value and actions");
    }

    /// <summary>What the worlds show before it is normalised.</summary>
    public Space Space { get; }

    /// <summary>The worlds in their shell.</summary>
    public ShelledWorlds Worlds { get; }

    /// <summary>What the policy's outputs mean.</summary>
    public IActionDistribution Distribution { get; }

    /// <summary>What was ridden since the last update.</summary>
    public Rollout Rollout { get; }

    /// <summary>Who computes.</summary>
    public ThreadTeam Team { get; }

    /// <summary>Encoded observations to [value, policy outputs].</summary>
    public ILearnableNetwork Network { get; }

    /// <summary>Where normalised observations are cut off.</summary>
    public double Clip { get; }

    /// <summary>What has been learned so far, as a copy.</summary>
    public Agent Agent => Network is ActorCriticNetwork network
        ? new Agent(
            network.CopyPolicy(),
            Space,
            Distribution.Form(network.Constants),
            Worlds.Normalization.Observations is { } statistics ? new ObservationNormalization(statistics, Clip) : null)
        : throw new InvalidOperationException("only perceptrons are saved as an agent: save a network of your own by its own means");
}

/// <summary>The settings that A2C and PPO have in common.</summary>
internal sealed record ActorCriticSetup
{
    public required ulong Seed { get; init; }

    public required int Worlds { get; init; }

    public required int Horizon { get; init; }

    public required ShellOptions Shell { get; init; }

    public required double Clip { get; init; }

    public required ActionHeads Heads { get; init; }

    public required ActionFit ActionFit { get; init; }

    public required ActorCriticOptions Network { get; init; }

    public required double AdamEpsilon { get; init; }

    public required int? Threads { get; init; }
}
