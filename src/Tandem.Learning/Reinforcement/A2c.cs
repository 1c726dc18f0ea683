namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The synchronous advantage actor–critic (Mnih et al., "Asynchronous methods for deep reinforcement learning", 2016, without
/// the asynchrony). Ride all worlds for a few steps, then take one step along the log-probabilities weighed by how much better
/// things went than expected.
/// </summary>
/// <remarks>
/// Where this differs from the paper: one Adam instead of RMSProp shared between threads, and an episode that was cut is
/// completed by the value of its final observation. One instance is one training; its state between updates can be saved and
/// restored to the bit.
/// </remarks>
public sealed class A2c : ILearner
{
    private readonly A2cOptions options;
    private readonly ActorCriticParts parts;
    private readonly ILearnableNetwork network;
    private readonly IActionDistribution distribution;
    private readonly Rollout rollout;
    private readonly RowParts rows;
    private readonly Action<int> lossPart;
    private readonly float[] outputs;
    private readonly double[][] scratch;
    private readonly A2cTerms[] terms = new A2cTerms[RowParts.Most];
    private RandomStream random;
    private long updates;

    /// <summary>Prepares a training and begins all worlds' episodes.</summary>
    /// <param name="worlds">As many worlds as the options say; their actions may be discrete, multi-discrete or a box.</param>
    /// <param name="options">The settings.</param>
    /// <param name="network">
    /// Encoded observations to [value, logits], or [value, means, log deviations] where actions are a box; null: perceptrons from
    /// the options. It is disposed of with the training.
    /// </param>
    public A2c(IVectorEnvironment worlds, A2cOptions options, ILearnableNetwork? network = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        parts = new ActorCriticParts("A2C", worlds, SetupOf(options), network);
        (this.network, distribution, rollout) = (parts.Network, parts.Distribution, parts.Rollout);
        rows = new RowParts(parts.Team);
        random = RandomStream.Create(options.Seed, StreamPurpose.Policy);
        outputs = new float[rollout.Steps * this.network.OutputWidth];
        scratch = [.. Enumerable.Range(0, RowParts.Most).Select(_ => new double[distribution.ScratchWidth])];
        lossPart = LossPart;
        parts.Worlds.Reset(options.Seed);
    }

    /// <inheritdoc/>
    public long Steps => updates * rollout.Steps;

    /// <inheritdoc/>
    public LearnerProgress Progress => new(Math.Min(Steps, options.Steps), options.Steps);

    /// <inheritdoc/>
    public bool IsComplete => Steps >= options.Steps;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The network is the user's, who saves it.</exception>
    public Agent Agent => parts.Agent;

    /// <summary>Trains perceptrons to act in a world: the whole training in one call.</summary>
    /// <param name="world">Makes a world; called once for each.</param>
    /// <param name="options">The settings; null: the defaults.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated.</param>
    /// <param name="observer">Is told of every update.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    public static Agent Train(
        Func<IEnvironment> world,
        A2cOptions? options = null,
        int stepLimit = 1_000,
        Action<LearnerUpdate>? observer = null,
        CancellationToken cancellation = default)
    {
        options ??= new A2cOptions();
        using var training = new A2c(VectorEnvironment.Create(world, options.Worlds, stepLimit), options);
        return training.RunToEnd(observer, cancellation);
    }

    /// <inheritdoc/>
    public LearnerUpdate Update()
    {
        var left = 1 - ((double)Steps / options.Steps);
        var learningRate = options.LearningRate * options.LearningRateSchedule.Share(left);
        rollout.Collect(network, ref random, options.Discount, options.AdvantageDecay);
        var spread = ExplainedVariance.Of(rollout.Values, rollout.Targets);
        if (options.NormalizeAdvantages)
        {
            Returns.Normalize(rollout.Advantages);
        }

        var (mean, norm) = Improve(learningRate);
        updates++;
        return new LearnerUpdate(
            Steps,
            [.. rollout.Finished],
            [
                new("loss", Loss(mean)),
                new("policyLoss", mean.Policy),
                new("valueLoss", mean.Value),
                new("entropy", mean.Entropy),
                new("explainedVariance", spread),
                new("gradientNorm", norm),
                new("learningRate", learningRate),
            ]);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(updates);
        writer.Write(random);
        network.Save(writer);
        writer.WriteBytes(parts.Worlds.SaveState());
    }

    /// <inheritdoc/>
    public int Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        updates = reader.ReadInt64();
        random = reader.ReadRandomStream();
        network.Restore(reader);
        return parts.Worlds.RestoreState(reader.ReadBytes());
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    /// <summary>One step of Adam against the loss of the whole rollout.</summary>
    private (A2cTerms Mean, double GradientNorm) Improve(double learningRate)
    {
        network.ForwardForGradient(rollout.Observations, rollout.Steps, outputs);
        rows.Run(lossPart, rollout.Steps);
        var mean = default(A2cTerms);
        for (var part = 0; part < RowParts.Count(rollout.Steps); part++)
        {
            mean += terms[part];
        }

        RequireFinite(Loss(mean), learningRate);
        network.Backward(outputs);
        var norm = network.Update(learningRate, options.MaximumGradientNorm);
        RequireFinite(norm, learningRate);
        return (mean, norm);
    }

    /// <summary>The loss of a part of the rollout; its gradient takes the outputs' place.</summary>
    private void LossPart(int part)
    {
        var (start, length) = RowParts.Part(rollout.Steps, part);
        var (width, drawWidth) = (network.OutputWidth, distribution.DrawWidth);
        var outputs = this.outputs.AsSpan(start * width, length * width);
        terms[part] = A2cLoss.Compute(
            distribution,
            rollout.Draws.Slice(start * drawWidth, length * drawWidth),
            rollout.Advantages.AsSpan(start, length),
            rollout.Targets.AsSpan(start, length),
            options.ValueCoefficient,
            options.EntropyCoefficient,
            outputs,
            1.0 / rollout.Steps,
            scratch[part],
            outputs);
    }

    private double Loss(A2cTerms mean) =>
        mean.Policy + (options.ValueCoefficient * mean.Value) - (options.EntropyCoefficient * mean.Entropy);

    private void RequireFinite(double lossOrNorm, double learningRate)
    {
        if (!double.IsFinite(lossOrNorm))
        {
            throw new NonFiniteLossException(Steps + rollout.Steps, learningRate);
        }
    }

    private static ActorCriticSetup SetupOf(A2cOptions options) => new()
    {
        Seed = options.Seed,
        Worlds = options.Worlds,
        Horizon = options.Horizon,
        Shell = new ShellOptions
        {
            NormalizeObservations = options.NormalizeObservations,
            NormalizeRewards = options.NormalizeRewards,
            RewardDiscount = options.Discount,
        },
        Clip = options.NormalizationClip,
        Heads = options.Heads,
        ActionFit = options.ActionFit,
        Network = options.Network,
        AdamEpsilon = options.AdamEpsilon,
        Threads = options.Threads,
    };
}
