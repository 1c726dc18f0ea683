namespace Tandem.Learning.Reinforcement;

/// <summary>
/// DQN: Q-learning with a network, a replay and a target network (Mnih et al., "Human-level control through deep reinforcement
/// learning", 2015). Act greedily but for a share ε of random actions, keep every step, and move the values of batches of kept
/// steps towards what they earned and what a slower network says followed.
/// </summary>
/// <remarks>
/// Where this differs from the paper: double DQN (van Hasselt et al., 2016) and returns over several steps are options, the
/// target may follow by Polyak averaging, a truncated episode is worth what the values say of its final observation, and Adam
/// takes the steps. Of a multi-discrete space each combination of the parts has a value.
/// One instance is one training; its state between updates can be saved and restored to the bit, replay included.
/// </remarks>
public sealed class Dqn : ILearner
{
    /// <summary>How many steps an update acts for at least.</summary>
    private const int UpdateSteps = 200;

    private readonly DqnOptions options;
    private readonly ShelledWorlds worlds;
    private readonly ObservationNormalization? normalization;
    private readonly ObservationEncoder encoder;
    private readonly CategoricalHeads heads;
    private readonly ICriticNetwork online;
    private readonly ICriticNetwork target;
    private readonly ReplayBuffer replay;
    private readonly ReplayBatch batch;

    private readonly ActionBatch actions;
    private readonly float[] before;
    private readonly float[] shown;
    private readonly float[] values;
    private readonly int[] held;
    private readonly int[] heldFor;

    private readonly float[] seen;
    private readonly float[] followed;
    private readonly int[] taken;
    private readonly double[] targets;
    private readonly float[] batchValues;
    private readonly float[] targetValues;
    private readonly float[] gradients;

    private readonly MetricMeans means = new("loss", "meanValue", "meanError", "gradientNorm");
    private readonly List<Ride> finished = [];
    private RandomStream exploring;
    private RandomStream sampling;
    private long gradientSteps;

    /// <summary>Prepares a training; its first update begins the first episodes.</summary>
    /// <param name="worlds">Worlds with discrete or multi-discrete actions.</param>
    /// <param name="options">The settings.</param>
    /// <param name="network">Encoded observations to a value of each action; null: a perceptron from the options.</param>
    /// <param name="targetNetwork">A second one of the same make; given if and only if the first is.</param>
    public Dqn(IVectorEnvironment worlds, DqnOptions options, ICriticNetwork? network = null, ICriticNetwork? targetNetwork = null)
    {
        ArgumentNullException.ThrowIfNull(worlds);
        ArgumentNullException.ThrowIfNull(options);
        AlgorithmFit.RequireChoices(worlds.Actions, "dqn");
        ReplayFit.Require(options.BatchSize, options.ReplayCapacity, options.LearningStarts, options.Steps);
        if (network is null != targetNetwork is null)
        {
            throw new ArgumentException("dqn needs a network and a target network of the same make: give both, or neither");
        }

        (this.options, this.worlds) = (options, new ShelledWorlds(worlds, new ShellOptions()));
        normalization = BoundsNormalization.Of(worlds.Observations, options.ScaleObservations);
        encoder = new ObservationEncoder(worlds.Observations, normalization);
        heads = new CategoricalHeads(worlds.Actions, ActionHeads.Joint);
        var initial = RandomStream.Create(options.Seed, StreamPurpose.Initialization);
        var team = new ThreadTeam(options.Threads ?? 1);
        online = network ?? NewNetwork(ref initial, team);
        target = targetNetwork ?? NewNetwork(ref initial, team);
        foreach (var given in (ReadOnlySpan<ICriticNetwork>)[online, target])
        {
            AlgorithmFit.RequireWidths(given, encoder.Width, "observations", heads.LogitCount, "values of the actions");
        }

        target.Follow(online, rate: 1);
        replay = new ReplayBuffer(worlds.Observations, worlds.Actions, worlds.Count, ReplayFit.Capacity(options.ReplayCapacity, options.Steps, worlds.Count));
        batch = new ReplayBatch(worlds.Observations, worlds.Actions, options.BatchSize);

        actions = new ActionBatch(worlds.Actions, worlds.Count);
        before = new float[worlds.Count * worlds.Observations.Width];
        shown = new float[worlds.Count * encoder.Width];
        values = new float[worlds.Count * heads.LogitCount];
        (held, heldFor) = (new int[worlds.Count], new int[worlds.Count]);

        (seen, followed) = (new float[batch.Size * encoder.Width], new float[batch.Size * encoder.Width]);
        (taken, targets) = (new int[batch.Size], new double[batch.Size]);
        batchValues = new float[batch.Size * heads.LogitCount];
        targetValues = new float[batch.Size * heads.LogitCount];
        gradients = new float[batch.Size * heads.LogitCount];

        exploring = RandomStream.Create(options.Seed, StreamPurpose.Policy);
        sampling = RandomStream.Create(options.Seed, StreamPurpose.Shuffling);
        this.worlds.Reset(options.Seed);
    }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public LearnerProgress Progress => new(Math.Min(Steps, options.Steps), options.Steps);

    /// <inheritdoc/>
    public bool IsComplete => Steps >= options.Steps;

    /// <summary>The network that is trained.</summary>
    public ICriticNetwork Network => online;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The network is not a perceptron: it is saved by its owner.</exception>
    public Agent Agent => online is PerceptronNetwork network
        ? new Agent(network.Perceptron.Copy(), worlds.Observations, new ActionValueForm(worlds.Actions), normalization)
        : throw new InvalidOperationException("only a perceptron is saved as an agent: save a network of your own by its own means");

    /// <summary>ε: how likely the next action is drawn at random.</summary>
    private double Exploration => Steps < options.LearningStarts ? 1
        : ReplaySchedule.Line(options.ExplorationStart, options.ExplorationEnd, Steps / (options.ExplorationShare * options.Steps));

    private double LearningRate => ReplaySchedule.Line(options.LearningRate, options.FinalLearningRate ?? options.LearningRate, (double)Steps / options.Steps);

    /// <summary>Trains a perceptron to act in a world: the whole training in one call.</summary>
    /// <param name="world">Makes a world.</param>
    /// <param name="options">The settings; null: the defaults.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated.</param>
    /// <param name="observer">Is told of every update.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    public static Agent Train(
        Func<IEnvironment> world,
        DqnOptions? options = null,
        int stepLimit = 1_000,
        Action<LearnerUpdate>? observer = null,
        CancellationToken cancellation = default)
    {
        options ??= new DqnOptions();
        using var training = new Dqn(VectorEnvironment.Create(world, options.Worlds, stepLimit), options);
        return training.RunToEnd(observer, cancellation);
    }

    /// <summary>Acts for 200 steps or a little more, and takes the gradient steps that fall due on the way.</summary>
    /// <exception cref="NonFiniteLossException">A loss or its gradient is not finite; the network is as the last good gradient step left it.</exception>
    public LearnerUpdate Update()
    {
        finished.Clear();
        var until = Math.Min(Steps + UpdateSteps, options.Steps);
        while (Steps < until)
        {
            var stepsBefore = Steps;
            Act();
            var due = ReplaySchedule.GradientStepsDue(stepsBefore, Steps, options.LearningStarts, options.TrainEvery, options.GradientSteps);
            for (var step = 0L; step < due; step++)
            {
                Learn();
            }
        }

        return new LearnerUpdate(Steps, [.. finished],
        [
            .. means.Take(),
            KeyValuePair.Create("exploration", Exploration),
            KeyValuePair.Create("learningRate", LearningRate),
            KeyValuePair.Create("gradientSteps", (double)gradientSteps),
            KeyValuePair.Create("replaySteps", (double)replay.Count),
        ]);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Steps);
        writer.Write(gradientSteps);
        writer.Write(exploring);
        writer.Write(sampling);
        writer.WriteNumbers<int>(held);
        writer.WriteNumbers<int>(heldFor);
        online.Save(writer);
        target.Save(writer);
        replay.Save(writer);
        writer.WriteBytes(worlds.SaveState());
    }

    /// <inheritdoc/>
    public int Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Steps = reader.ReadInt64();
        gradientSteps = reader.ReadInt64();
        exploring = reader.ReadRandomStream();
        sampling = reader.ReadRandomStream();
        reader.ReadNumbers<int>(held);
        reader.ReadNumbers<int>(heldFor);
        online.Restore(reader);
        target.Restore(reader);
        replay.Restore(reader);
        var begunAnew = worlds.RestoreState(reader.ReadBytes());
        if (begunAnew > 0)
        {
            replay.Cut();
        }

        return begunAnew;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        online.Dispose();
        target.Dispose();
    }

    /// <summary>Takes one step in every world and keeps it.</summary>
    private void Act()
    {
        worlds.CurrentObservations.CopyTo(before);
        encoder.Encode(before, worlds.Count, shown);
        online.Forward(shown, worlds.Count, values);
        var exploration = Exploration;
        for (var world = 0; world < worlds.Count; world++)
        {
            heads.ToAction([Choose(world, exploration)], actions.Choices.Slice(world * actions.Space.Width, actions.Space.Width));
        }

        worlds.Step(actions);
        replay.Add(before, actions, worlds);
        Steps += worlds.Count;
        foreach (var episode in worlds.Tally.Finished)
        {
            finished.Add(episode.Ride);
            heldFor[episode.World] = 0;
        }
    }

    /// <summary>The action that seems best, or one at random; that may be held for a while, k steps or more with probability 1/k.</summary>
    private int Choose(int world, double exploration)
    {
        if (heldFor[world] > 0)
        {
            heldFor[world]--;
            return held[world];
        }

        if (exploring.NextDouble() >= exploration)
        {
            return Categorical.Mode(values.AsSpan(world * heads.LogitCount, heads.LogitCount));
        }

        if (options.ExplorationHold > 1)
        {
            heldFor[world] = (int)Math.Min(1 / (1 - exploring.NextDouble()), options.ExplorationHold) - 1;
        }

        return held[world] = exploring.NextInt32(heads.LogitCount);
    }

    /// <summary>Takes one gradient step: Q(s, a) towards R + d·Q⁻(s′, a′) over a batch of kept steps.</summary>
    private void Learn()
    {
        replay.Sample(batch, options.ReturnSteps, options.Discount, ref sampling);
        encoder.Encode(batch.Observations, batch.Size, seen);
        encoder.Encode(batch.NextObservations, batch.Size, followed);
        ReadTaken();
        ComputeTargets();

        online.ForwardForGradient(seen, batch.Size, batchValues);
        var loss = ActionValues.Loss(options.Loss, batchValues, taken, targets, gradients);
        RequireFinite(loss.Loss);
        online.Backward(gradients);
        var norm = online.Update(LearningRate, options.MaximumGradientNorm);
        RequireFinite(norm);
        means.Add(loss.Loss, loss.MeanValue, loss.MeanError, norm);
        if (++gradientSteps % options.TargetEvery == 0)
        {
            target.Follow(online, options.TargetRate);
        }
    }

    private void ReadTaken()
    {
        var width = actions.Space.Width;
        for (var row = 0; row < batch.Size; row++)
        {
            heads.FromAction(batch.Choices.AsSpan(row * width, width), taken.AsSpan(row, 1));
        }
    }

    private void ComputeTargets()
    {
        target.Forward(followed, batch.Size, targetValues);
        if (options.DoubleQ)
        {
            online.Forward(followed, batch.Size, batchValues);
            ActionValues.DoubleTargets(batch.Returns, batch.Discounts, batchValues, targetValues, targets);
        }
        else
        {
            ActionValues.Targets(batch.Returns, batch.Discounts, targetValues, targets);
        }
    }

    private void RequireFinite(double lossOrNorm)
    {
        if (!double.IsFinite(lossOrNorm))
        {
            throw new NonFiniteLossException(Steps, LearningRate);
        }
    }

    private PerceptronNetwork NewNetwork(ref RandomStream initial, ThreadTeam team) =>
        new(new PerceptronShape(encoder.Width, options.Network.Hidden.AsSpan(), heads.LogitCount, options.Network.Activation), ref initial, team);
}
