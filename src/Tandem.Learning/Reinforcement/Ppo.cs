namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Proximal policy optimisation (Schulman et al., "Proximal policy optimization algorithms", 2017), with the details that
/// Huang et al. ("The 37 implementation details of proximal policy optimization", 2022) found to matter, each an option.
/// Ride all worlds for a stretch, then go over it several times in shuffled minibatches, and let no action's probability move
/// far from what it was.
/// </summary>
/// <remarks>
/// Where this differs from CleanRL's ppo.py: an episode that was cut is completed by the value of its final observation, and
/// minibatches are as equal as they divide. Diagnostics are means over all minibatches of an update.
/// One instance is one training; its state between updates can be saved and restored to the bit.
/// </remarks>
public sealed class Ppo : ILearner
{
    private readonly PpoOptions options;
    private readonly ActorCriticParts parts;
    private readonly ILearnableNetwork network;
    private readonly IActionDistribution distribution;
    private readonly Rollout rollout;
    private readonly RowParts rows;
    private readonly NetworkSnapshot before = new();
    private readonly Action<int> gatherPart;
    private readonly Action<int> lossPart;

    private readonly int[] order;
    private readonly float[] observations;
    private readonly float[] draws;
    private readonly double[] logProbabilities;
    private readonly double[] values;
    private readonly double[] advantages;
    private readonly double[] targets;
    private readonly float[] outputs;
    private readonly double[][] scratch;
    private readonly PpoTerms[] terms = new PpoTerms[RowParts.Most];
    private RandomStream random;
    private PpoCoefficients coefficients;
    private int first;
    private int count;
    private long updates;

    /// <summary>Prepares a training and begins all worlds' episodes.</summary>
    /// <param name="worlds">As many worlds as the options say; their actions may be discrete, multi-discrete or a box.</param>
    /// <param name="options">The settings.</param>
    /// <param name="network">
    /// Encoded observations to [value, logits], or [value, means, log deviations] where actions are a box; null: perceptrons from
    /// the options. It is disposed of with the training.
    /// </param>
    public Ppo(IVectorEnvironment worlds, PpoOptions options, ILearnableNetwork? network = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        RequireMinibatch(options);
        parts = new ActorCriticParts("PPO", worlds, SetupOf(options), network);
        (this.network, distribution, rollout) = (parts.Network, parts.Distribution, parts.Rollout);
        rows = new RowParts(parts.Team);
        random = RandomStream.Create(options.Seed, StreamPurpose.Policy);
        var most = (int)Math.Ceiling(rollout.Steps / Math.Floor((double)rollout.Steps / options.Minibatch));
        order = new int[rollout.Steps];
        observations = new float[most * this.network.InputWidth];
        draws = new float[most * distribution.DrawWidth];
        (logProbabilities, values, advantages, targets) = (new double[most], new double[most], new double[most], new double[most]);
        outputs = new float[most * this.network.OutputWidth];
        scratch = [.. Enumerable.Range(0, RowParts.Most).Select(_ => new double[distribution.ScratchWidth])];
        (gatherPart, lossPart) = (GatherPart, LossPart);
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

    /// <summary>How many updates make the training.</summary>
    private long TotalUpdates => (options.Steps + rollout.Steps - 1) / rollout.Steps;

    private int Minibatches => rollout.Steps / options.Minibatch;

    /// <summary>Trains perceptrons to act in a world: the whole training in one call.</summary>
    /// <param name="world">Makes a world; called once for each.</param>
    /// <param name="options">The settings; null: the defaults.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated.</param>
    /// <param name="observer">Is told of every update.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    public static Agent Train(
        Func<IEnvironment> world,
        PpoOptions? options = null,
        int stepLimit = 1_000,
        Action<LearnerUpdate>? observer = null,
        CancellationToken cancellation = default)
    {
        options ??= new PpoOptions();
        using var training = new Ppo(VectorEnvironment.Create(world, options.Worlds, stepLimit), options);
        return training.RunToEnd(observer, cancellation);
    }

    /// <inheritdoc/>
    public LearnerUpdate Update()
    {
        var left = 1 - ((double)updates / TotalUpdates);
        var learningRate = options.LearningRate * options.LearningRateSchedule.Share(left);
        coefficients = new PpoCoefficients(
            options.Clip * options.ClipSchedule.Share(left), options.ClipValues, options.ValueCoefficient, options.EntropyCoefficient);
        rollout.Collect(network, ref random, options.Discount, options.AdvantageDecay);
        before.Take(network);
        var sum = default(PpoTerms);
        var (norms, batches) = (0.0, 0);
        var spread = ExplainedVariance.Of(rollout.Values, rollout.Targets);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            Shuffle();
            var last = default(PpoTerms);
            for (var minibatch = 0; minibatch < Minibatches; minibatch++)
            {
                first = (int)((long)rollout.Steps * minibatch / Minibatches);
                count = (int)((long)rollout.Steps * (minibatch + 1) / Minibatches) - first;
                (last, var norm) = Improve(learningRate);
                (sum, norms, batches) = (sum + last, norms + norm, batches + 1);
            }

            if (last.ApproximateKl > options.TargetKl)
            {
                break;
            }
        }

        updates++;
        var mean = sum * (1.0 / batches);
        return new LearnerUpdate(
            Steps,
            [.. rollout.Finished],
            [
                new("loss", mean.Loss(coefficients)),
                new("policyLoss", mean.Policy),
                new("valueLoss", mean.Value),
                new("entropy", mean.Entropy),
                new("approximateKl", mean.ApproximateKl),
                new("clipFraction", mean.ClipFraction),
                new("explainedVariance", spread),
                new("gradientNorm", norms / batches),
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
    public void Dispose()
    {
        network.Dispose();
        before.Dispose();
    }

    /// <summary>The steps of the rollout in a random order (Fisher and Yates, 1938).</summary>
    private void Shuffle()
    {
        for (var i = 0; i < order.Length; i++)
        {
            var other = random.NextInt32(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }

    /// <summary>One step of Adam against the loss of a minibatch.</summary>
    private (PpoTerms Terms, double GradientNorm) Improve(double learningRate)
    {
        rows.Run(gatherPart, count);
        if (options.NormalizeAdvantages)
        {
            Returns.Normalize(advantages.AsSpan(0, count));
        }

        network.ForwardForGradient(observations, count, outputs);
        rows.Run(lossPart, count);
        var sum = default(PpoTerms);
        for (var part = 0; part < RowParts.Count(count); part++)
        {
            sum += terms[part];
        }

        RequireFinite(sum.Loss(coefficients), learningRate);
        network.Backward(outputs);
        var norm = network.Update(learningRate, options.MaximumGradientNorm);
        RequireFinite(norm, learningRate);
        return (sum, norm);
    }

    /// <summary>Lays a part of the minibatch side by side.</summary>
    private void GatherPart(int part)
    {
        var (start, length) = RowParts.Part(count, part);
        var (width, drawWidth) = (network.InputWidth, distribution.DrawWidth);
        for (var row = start; row < start + length; row++)
        {
            var step = order[first + row];
            rollout.Observations.Slice(step * width, width).CopyTo(observations.AsSpan(row * width));
            rollout.Draws.Slice(step * drawWidth, drawWidth).CopyTo(draws.AsSpan(row * drawWidth));
            logProbabilities[row] = rollout.LogProbabilities[step];
            values[row] = rollout.Values[step];
            advantages[row] = rollout.Advantages[step];
            targets[row] = rollout.Targets[step];
        }
    }

    /// <summary>The loss of a part of the minibatch; its gradient takes the outputs' place.</summary>
    private void LossPart(int part)
    {
        var (start, length) = RowParts.Part(count, part);
        var (width, drawWidth) = (network.OutputWidth, distribution.DrawWidth);
        var outputs = this.outputs.AsSpan(start * width, length * width);
        terms[part] = PpoLoss.Compute(
            distribution,
            coefficients,
            new PpoRows(
                draws.AsSpan(start * drawWidth, length * drawWidth),
                logProbabilities.AsSpan(start, length),
                values.AsSpan(start, length),
                advantages.AsSpan(start, length),
                targets.AsSpan(start, length)),
            outputs,
            1.0 / count,
            scratch[part],
            outputs);
    }

    private void RequireFinite(double lossOrNorm, double learningRate)
    {
        if (!double.IsFinite(lossOrNorm))
        {
            before.PutBack(network);
            throw new NonFiniteLossException(Steps + rollout.Steps, learningRate);
        }
    }

    private static void RequireMinibatch(PpoOptions options)
    {
        var steps = (long)options.Worlds * options.Horizon;
        if (options.Minibatch > steps)
        {
            throw new ArgumentException(
                $"a minibatch of {options.Minibatch} steps is larger than the {steps} that {options.Worlds} worlds ride in {options.Horizon} steps each: give at most {steps}, or more worlds, or a longer horizon");
        }
    }

    private static ActorCriticSetup SetupOf(PpoOptions options) => new()
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
