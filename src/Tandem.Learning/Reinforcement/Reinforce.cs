namespace Tandem.Learning.Reinforcement;

/// <summary>
/// REINFORCE: the Monte Carlo policy gradient (Williams, "Simple statistical gradient-following algorithms for
/// connectionist reinforcement learning", 1992). Ride whole episodes, weigh each action's log-probability by the
/// discounted return that followed it, step uphill.
/// </summary>
/// <remarks>
/// Where this differs from the paper: returns are compared with those of recent episodes or normalised otherwise (biased, and
/// much steadier), a learned value may be taken off them, and an episode that was cut is completed by that value where there is one.
/// One instance is one training; its state between updates can be saved and restored to the bit.
/// </remarks>
public sealed class Reinforce : ILearner
{
    private readonly IVectorEnvironment world;
    private readonly ReinforceOptions options;
    private readonly ObservationEncoder encoder;
    private readonly CategoricalHeads heads;
    private readonly ILearnableNetwork policy;
    private readonly PerceptronNetwork? value;
    private readonly ActionBatch action;
    private readonly EpisodeBuffer buffer;
    private readonly RecentReturns? recent;
    private readonly float[] logits;
    private readonly float[] final;
    private float[] outputs = [];
    private float[] gradients = [];
    private double[] weights = [];
    private RandomStream random;

    /// <summary>Prepares a training; its first update begins the first episode.</summary>
    /// <param name="world">One world with discrete or multi-discrete actions.</param>
    /// <param name="options">The settings.</param>
    /// <param name="policyNetwork">Encoded observations to logits; null: a perceptron from the options.</param>
    public Reinforce(IVectorEnvironment world, ReinforceOptions options, ILearnableNetwork? policyNetwork = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        if (world.Count != 1)
        {
            throw new ArgumentException($"REINFORCE rides one world at a time and was given {world.Count}: give a vector of 1");
        }

        (this.world, this.options) = (world, options);
        encoder = new ObservationEncoder(world.Observations);
        heads = new CategoricalHeads(AlgorithmFit.RequireChoices(world.Actions, "reinforce"), options.Heads);
        var initial = RandomStream.Create(options.Seed, StreamPurpose.Initialization);
        policy = policyNetwork ?? NewNetwork(heads.LogitCount, ref initial);
        value = options.Baseline == ReturnBaseline.Value ? NewNetwork(1, ref initial) : null;
        random = RandomStream.Create(options.Seed, StreamPurpose.Policy);
        action = new ActionBatch(world.Actions, 1);
        buffer = new EpisodeBuffer(encoder.Width, heads.Sizes.Length);
        recent = options.ReturnNormalization == ReturnNormalization.Recent
            ? new RecentReturns(Math.Max(options.RecentEpisodes, options.EpisodesPerUpdate))
            : null;
        logits = new float[heads.LogitCount];
        final = new float[encoder.Width];
        world.Reset(options.Seed);
    }

    /// <summary>How many episodes were ridden.</summary>
    public int Episodes { get; private set; }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public LearnerProgress Progress => new(Episodes, options.Episodes, LearnerProgress.InEpisodes);

    /// <inheritdoc/>
    public bool IsComplete => Episodes >= options.Episodes;

    /// <summary>The network that is trained.</summary>
    public ILearnableNetwork PolicyNetwork => policy;

    /// <summary>The policy as it stands; it follows the training.</summary>
    public NetworkPolicy Policy(PolicyMode mode, RandomStream stream) =>
        new(policy, encoder, new CategoricalForm(world.Actions, options.Heads), mode, stream);

    /// <summary>Trains a perceptron to act in a world: the whole training in one call.</summary>
    /// <param name="world">Makes the world.</param>
    /// <param name="options">The settings; null: the defaults.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated.</param>
    /// <param name="observer">Is told of every update.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    public static Agent Train(
        Func<IEnvironment> world,
        ReinforceOptions? options = null,
        int stepLimit = 1_000,
        Action<LearnerUpdate>? observer = null,
        CancellationToken cancellation = default)
    {
        using var training = new Reinforce(VectorEnvironment.Create(world, 1, stepLimit), options ?? new ReinforceOptions());
        return training.RunToEnd(observer, cancellation);
    }

    /// <inheritdoc/>
    public Agent Agent => policy is PerceptronNetwork network
        ? new Agent(network.Perceptron.Copy(), world.Observations, world.Actions, options.Heads)
        : throw new InvalidOperationException("only a perceptron is saved as an agent: save a network of your own by its own means");

    /// <summary>Rides the episodes of one update and learns from them.</summary>
    /// <exception cref="NonFiniteLossException">The loss or its gradient is not finite; the policy is as it was before the update.</exception>
    public LearnerUpdate Update()
    {
        buffer.Clear();
        var rides = new Ride[Math.Min(options.EpisodesPerUpdate, options.Episodes - Episodes)];
        for (var ride = 0; ride < rides.Length; ride++)
        {
            rides[ride] = RideEpisode();
        }

        Reserve(buffer.Steps);
        ComputeReturns();
        if (value is not null)
        {
            TakeOffValues(value);
        }

        Normalize();
        var (loss, gradientNorm) = ImprovePolicy(rides.Length);
        Episodes += rides.Length;
        Steps += buffer.Steps;
        return new LearnerUpdate(Steps, rides, [new("loss", loss.Loss), new("entropy", loss.Entropy), new("gradientNorm", gradientNorm)]);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Episodes);
        writer.Write(Steps);
        writer.Write(random);
        policy.Save(writer);
        value?.Save(writer);
        recent?.Save(writer);
        writer.WriteBytes(world.SaveState());
    }

    /// <inheritdoc/>
    public int Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Episodes = reader.ReadInt32();
        Steps = reader.ReadInt64();
        random = reader.ReadRandomStream();
        policy.Restore(reader);
        value?.Restore(reader);
        recent?.Restore(reader);
        return world.RestoreState(reader.ReadBytes());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        policy.Dispose();
        value?.Dispose();
    }

    private Ride RideEpisode()
    {
        var first = buffer.Steps;
        do
        {
            encoder.Encode(world.CurrentObservations, 1, buffer.NextObservation);
            policy.Forward(buffer.NextObservation, 1, logits);
            heads.Sample(logits, ref random, buffer.NextPicks);
            heads.ToAction(buffer.NextPicks, action.Choices);
            world.Step(action);
            buffer.Add(world.Rewards[0]);
        }
        while (!world.Terminated[0] && !world.Truncated[0]);
        buffer.EndEpisode(world.Terminated[0] ? 0 : FinalValue());
        return new Ride(Sum(buffer.Rewards[first..]), buffer.Steps - first, world.Terminated[0], world.Truncated[0], world.Rewards[0]);
    }

    /// <summary>What would have followed a truncated episode: the value of its final observation, 0 where nobody knows one.</summary>
    private double FinalValue()
    {
        if (value is null)
        {
            return 0;
        }

        encoder.Encode(world.FinalObservations, 1, final);
        return ValueOf(final);
    }

    /// <summary>V of an encoded observation.</summary>
    internal double ValueOf(ReadOnlySpan<float> observation)
    {
        Span<float> estimate = stackalloc float[1];
        value!.Forward(observation, 1, estimate);
        return estimate[0];
    }

    /// <summary>Gₜ for every step of the update.</summary>
    private void ComputeReturns()
    {
        foreach (var episode in buffer.Episodes)
        {
            var steps = episode.First..episode.End;
            Returns.Discounted(buffer.Rewards[steps], options.Discount, episode.Bootstrap, weights.AsSpan(steps));
        }
    }

    /// <summary>Aₜ = Gₜ − V(sₜ), and one step of V towards G by the loss ½·mean (V − G)².</summary>
    private void TakeOffValues(PerceptronNetwork value)
    {
        var estimates = outputs.AsSpan(0, buffer.Steps);
        var slopes = gradients.AsSpan(0, buffer.Steps);
        value.ForwardForGradient(buffer.Observations, buffer.Steps, estimates);
        for (var step = 0; step < buffer.Steps; step++)
        {
            weights[step] -= estimates[step];
            slopes[step] = (float)(-weights[step] / buffer.Steps);
        }

        value.Backward(slopes);
        RequireFinite(value.Update(options.ValueLearningRate, options.MaximumGradientNorm), options.ValueLearningRate);
    }

    private void Normalize()
    {
        recent?.Compare(weights, buffer.Episodes);
        if (options.ReturnNormalization == ReturnNormalization.Update)
        {
            Returns.Normalize(weights.AsSpan(0, buffer.Steps));
        }
        else if (options.ReturnNormalization == ReturnNormalization.Episode)
        {
            foreach (var episode in buffer.Episodes)
            {
                Returns.Normalize(weights.AsSpan(episode.First..episode.End));
            }
        }
    }

    private (PolicyGradientLoss Loss, double GradientNorm) ImprovePolicy(int rides)
    {
        var count = buffer.Steps * heads.LogitCount;
        policy.ForwardForGradient(buffer.Observations, buffer.Steps, outputs);
        var loss = PolicyGradient.Loss(
            heads,
            outputs.AsSpan(0, count),
            buffer.Picks,
            weights.AsSpan(0, buffer.Steps),
            options.EntropyCoefficient,
            1.0 / rides,
            gradients.AsSpan(0, count));
        RequireFinite(loss.Loss, options.LearningRate);
        policy.Backward(gradients.AsSpan(0, count));
        var norm = policy.Update(options.LearningRate, options.MaximumGradientNorm);
        RequireFinite(norm, options.LearningRate);
        return (loss, norm);
    }

    private void RequireFinite(double lossOrNorm, double learningRate)
    {
        if (!double.IsFinite(lossOrNorm))
        {
            throw new NonFiniteLossException(Steps + buffer.Steps, learningRate);
        }
    }

    private void Reserve(int steps)
    {
        if (weights.Length < steps)
        {
            weights = new double[2 * steps];
            outputs = new float[2 * steps * heads.LogitCount];
            gradients = new float[2 * steps * heads.LogitCount];
        }
    }

    private PerceptronNetwork NewNetwork(int outputWidth, ref RandomStream initial) =>
        new(new PerceptronShape(encoder.Width, options.Network.Hidden.AsSpan(), outputWidth, options.Network.Activation), ref initial);

    private static double Sum(ReadOnlySpan<double> rewards)
    {
        var sum = 0.0;
        foreach (var reward in rewards)
        {
            sum += reward;
        }

        return sum;
    }
}
