namespace Tandem.Learning.Reinforcement;

/// <summary>
/// SAC: soft actor-critic with a learned temperature (Haarnoja et al., "Soft actor-critic algorithms and applications", 2018).
/// Two critics learn what an action earns and how much entropy follows, from a replay; the policy climbs the smaller of the
/// two and keeps its entropy.
/// </summary>
/// <remarks>
/// Where this differs from the paper: the first actions are drawn at random, and a truncated episode is worth what the critics
/// say of its final observation. The policy acts within ±1 in every dimension, stretched onto the world's bounds.
/// Legend: B rows of a batch, N worlds, W encoded observation width, A dimensions of the action.
/// One instance is one training; its state between updates can be saved and restored to the bit, replay included.
/// </remarks>
public sealed class Sac : ILearner
{
    /// <summary>How many steps an update acts for at least.</summary>
    private const int UpdateSteps = 200;

    private readonly SacOptions options;
    private readonly Box bounds;
    private readonly ShelledWorlds worlds;
    private readonly ObservationNormalization? normalization;
    private readonly ObservationEncoder encoder;
    private readonly SacNetworks networks;
    private readonly double targetEntropy;
    private readonly float[] logTemperature = new float[Linear.VectorWidth];
    private readonly float[] temperatureSlope = new float[Linear.VectorWidth];
    private readonly Adam temperatureAdam = new(Linear.VectorWidth, AdamConstants.Default);
    private readonly ReplayBuffer replay;
    private readonly ReplayBatch batch;

    private readonly ActionBatch actions;
    private readonly float[] before;
    private readonly float[] shown;
    private readonly ActorRows acting;

    private readonly float[] seen;
    private readonly float[] followed;
    private readonly ActorRows drawn;
    private readonly float[] joined;
    private readonly float[] firstValues;
    private readonly float[] secondValues;
    private readonly double[] targets;
    private readonly float[] firstSlopes;
    private readonly float[] secondSlopes;
    private readonly float[] firstInputSlopes;
    private readonly float[] secondInputSlopes;
    private readonly float[] actionSlopes;
    private readonly float[] actorSlopes;

    private readonly MetricMeans means = new(
        "criticLoss", "actorLoss", "meanValue", "entropy", "temperature", "temperatureLoss", "criticGradientNorm", "actorGradientNorm");
    private readonly List<Ride> finished = [];
    private RandomStream acted;
    private RandomStream sampling;
    private long gradientSteps;

    /// <summary>Prepares a training; its first update begins the first episodes.</summary>
    /// <param name="worlds">Worlds whose actions are a box with finite bounds.</param>
    /// <param name="options">The settings.</param>
    /// <param name="networks">Actor, critics and targets; null: perceptrons from the options.</param>
    public Sac(IVectorEnvironment worlds, SacOptions options, SacNetworks? networks = null)
    {
        ArgumentNullException.ThrowIfNull(worlds);
        ArgumentNullException.ThrowIfNull(options);
        bounds = AlgorithmFit.RequireBounds(worlds.Actions, "sac");
        ReplayFit.Require(options.BatchSize, options.ReplayCapacity, options.LearningStarts, options.Steps);
        (this.options, this.worlds) = (options, new ShelledWorlds(worlds, new ShellOptions { ActionFit = ActionFit.Rescale }));
        normalization = BoundsNormalization.Of(worlds.Observations, options.ScaleObservations);
        encoder = new ObservationEncoder(worlds.Observations, normalization);
        var initial = RandomStream.Create(options.Seed, StreamPurpose.Initialization);
        this.networks = networks ?? SacNetworks.Create(encoder.Width, bounds.Width, options.Network, ref initial, new ThreadTeam(options.Threads ?? 1));
        this.networks.RequireFit(encoder.Width, bounds.Width);
        this.networks.FirstTarget.Follow(this.networks.FirstCritic, rate: 1);
        this.networks.SecondTarget.Follow(this.networks.SecondCritic, rate: 1);
        targetEntropy = options.TargetEntropy ?? -bounds.Width;
        logTemperature[0] = (float)Math.Log(options.Temperature);
        actions = new ActionBatch(this.worlds.Actions, worlds.Count);
        replay = new ReplayBuffer(worlds.Observations, actions.Space, worlds.Count, ReplayFit.Capacity(options.ReplayCapacity, options.Steps, worlds.Count));
        batch = new ReplayBatch(worlds.Observations, actions.Space, options.BatchSize);

        before = new float[worlds.Count * worlds.Observations.Width];
        shown = new float[worlds.Count * encoder.Width];
        acting = new ActorRows(worlds.Count, bounds.Width);

        var rows = batch.Size;
        (seen, followed) = (new float[rows * encoder.Width], new float[rows * encoder.Width]);
        drawn = new ActorRows(rows, bounds.Width);
        joined = new float[rows * (encoder.Width + bounds.Width)];
        (firstValues, secondValues, targets) = (new float[rows], new float[rows], new double[rows]);
        (firstSlopes, secondSlopes) = (new float[rows], new float[rows]);
        (firstInputSlopes, secondInputSlopes) = (new float[joined.Length], new float[joined.Length]);
        (actionSlopes, actorSlopes) = (new float[rows * bounds.Width], new float[rows * 2 * bounds.Width]);

        acted = RandomStream.Create(options.Seed, StreamPurpose.Policy);
        sampling = RandomStream.Create(options.Seed, StreamPurpose.Shuffling);
        this.worlds.Reset(options.Seed);
    }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public LearnerProgress Progress => new(Math.Min(Steps, options.Steps), options.Steps);

    /// <inheritdoc/>
    public bool IsComplete => Steps >= options.Steps;

    /// <summary>α: what a nat of entropy is worth in rewards.</summary>
    public double Temperature => Math.Exp(logTemperature[0]);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The actor is not a perceptron: it is saved by its owner.</exception>
    public Agent Agent => networks.Actor is PerceptronNetwork actor
        ? new Agent(actor.Perceptron.Copy(), worlds.Observations, new SquashedGaussianForm(bounds), normalization)
        : throw new InvalidOperationException("only a perceptron is saved as an agent: save a network of your own by its own means");

    private double LearningRate =>
        ReplaySchedule.Line(options.LearningRate, options.FinalLearningRate ?? options.LearningRate, (double)Steps / options.Steps);

    /// <summary>Trains a perceptron to act in a world: the whole training in one call.</summary>
    /// <param name="world">Makes a world.</param>
    /// <param name="options">The settings; null: the defaults.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated.</param>
    /// <param name="observer">Is told of every update.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    public static Agent Train(
        Func<IEnvironment> world,
        SacOptions? options = null,
        int stepLimit = 1_000,
        Action<LearnerUpdate>? observer = null,
        CancellationToken cancellation = default)
    {
        options ??= new SacOptions();
        using var training = new Sac(VectorEnvironment.Create(world, options.Worlds, stepLimit), options);
        return training.RunToEnd(observer, cancellation);
    }

    /// <summary>Acts for 200 steps or a little more, and takes the gradient steps that fall due on the way.</summary>
    /// <exception cref="NonFiniteLossException">A loss or its gradient is not finite; each network is as its last good gradient step left it.</exception>
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
        writer.Write(acted);
        writer.Write(sampling);
        networks.Save(writer);
        writer.WriteSingles(logTemperature);
        temperatureAdam.Save(writer);
        replay.Save(writer);
        writer.WriteBytes(worlds.SaveState());
    }

    /// <inheritdoc/>
    public int Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Steps = reader.ReadInt64();
        gradientSteps = reader.ReadInt64();
        acted = reader.ReadRandomStream();
        sampling = reader.ReadRandomStream();
        networks.Restore(reader);
        reader.ReadSingles(logTemperature);
        temperatureAdam.Restore(reader);
        replay.Restore(reader);
        var begunAnew = worlds.RestoreState(reader.ReadBytes());
        if (begunAnew > 0)
        {
            replay.Cut();
        }

        return begunAnew;
    }

    /// <inheritdoc/>
    public void Dispose() => networks.Dispose();

    /// <summary>Takes one step in every world and keeps it.</summary>
    private void Act()
    {
        worlds.CurrentObservations.CopyTo(before);
        if (Steps < options.LearningStarts)
        {
            for (var world = 0; world < worlds.Count; world++)
            {
                actions.Space.Sample(ref acted, actions, world);
            }
        }
        else
        {
            encoder.Encode(before, worlds.Count, shown);
            networks.Actor.Forward(shown, worlds.Count, acting.Outputs);
            acting.Draw(ref acted);
            acting.Actions.CopyTo(actions.Values);
        }

        worlds.Step(actions);
        replay.Add(before, actions, worlds);
        Steps += worlds.Count;
        foreach (var episode in worlds.Tally.Finished)
        {
            finished.Add(episode.Ride);
        }
    }

    /// <summary>One gradient step of everything that learns, over a batch of kept steps.</summary>
    private void Learn()
    {
        replay.Sample(batch, steps: 1, options.Discount, ref sampling);
        encoder.Encode(batch.Observations, batch.Size, seen);
        encoder.Encode(batch.NextObservations, batch.Size, followed);
        var temperature = Temperature;

        ComputeTargets(temperature);
        Join(seen, batch.Values);
        var (loss, norm) = ImproveCritic(networks.FirstCritic, firstValues, firstSlopes);
        var (secondLoss, secondNorm) = ImproveCritic(networks.SecondCritic, secondValues, secondSlopes);
        var (actorLoss, actorNorm) = ImproveActor(temperature);
        var temperatureLoss = SoftActorCritic.TemperatureLoss(drawn.LogProbabilities, temperature, targetEntropy);
        MoveTemperature(temperatureLoss);
        networks.FirstTarget.Follow(networks.FirstCritic, options.TargetRate);
        networks.SecondTarget.Follow(networks.SecondCritic, options.TargetRate);
        gradientSteps++;
        means.Add(
            (loss.Loss + secondLoss.Loss) / 2,
            actorLoss,
            (loss.MeanValue + secondLoss.MeanValue) / 2,
            drawn.Entropy,
            temperature,
            temperatureLoss,
            (norm + secondNorm) / 2,
            actorNorm);
    }

    /// <summary>y, from actions that the policy would take next.</summary>
    private void ComputeTargets(double temperature)
    {
        networks.Actor.Forward(followed, batch.Size, drawn.Outputs);
        drawn.Draw(ref acted);
        Join(followed, drawn.Actions);
        networks.FirstTarget.Forward(joined, batch.Size, firstValues);
        networks.SecondTarget.Forward(joined, batch.Size, secondValues);
        SoftActorCritic.Targets(batch.Returns, batch.Discounts, firstValues, secondValues, drawn.LogProbabilities, temperature, targets);
    }

    private (SoftValueLoss Loss, double GradientNorm) ImproveCritic(ICriticNetwork critic, float[] values, float[] slopes)
    {
        critic.ForwardForGradient(joined, batch.Size, values);
        var loss = SoftActorCritic.CriticLoss(values, targets, slopes);
        RequireFinite(loss.Loss);
        critic.Backward(slopes);
        var norm = critic.Update(LearningRate, options.MaximumGradientNorm);
        RequireFinite(norm);
        return (loss, norm);
    }

    /// <summary>The policy climbs the smaller critic: the gradient leads through the critic to the action, and through the action to the policy.</summary>
    private (double Loss, double GradientNorm) ImproveActor(double temperature)
    {
        networks.Actor.ForwardForGradient(seen, batch.Size, drawn.Outputs);
        drawn.Draw(ref acted);
        Join(seen, drawn.Actions);
        networks.FirstCritic.ForwardForGradient(joined, batch.Size, firstValues);
        networks.SecondCritic.ForwardForGradient(joined, batch.Size, secondValues);
        var loss = SoftActorCritic.ActorLoss(drawn.LogProbabilities, firstValues, secondValues, temperature, firstSlopes, secondSlopes);
        RequireFinite(loss);
        networks.FirstCritic.InputGradient(firstSlopes, firstInputSlopes);
        networks.SecondCritic.InputGradient(secondSlopes, secondInputSlopes);
        AddActionSlopes();
        SquashedGaussian.Gradient(drawn.Outputs, drawn.Noise, temperature / batch.Size, actionSlopes, bounds.Width, actorSlopes);
        networks.Actor.Backward(actorSlopes);
        var norm = networks.Actor.Update(LearningRate, options.MaximumGradientNorm);
        RequireFinite(norm);
        return (loss, norm);
    }

    /// <summary>∂L/∂a, [B, A]: what both critics say of the part of their inputs that is the action.</summary>
    private void AddActionSlopes()
    {
        var (width, stride) = (bounds.Width, encoder.Width + bounds.Width);
        for (var place = 0; place < actionSlopes.Length; place++)
        {
            var input = (place / width * stride) + encoder.Width + (place % width);
            actionSlopes[place] = firstInputSlopes[input] + secondInputSlopes[input];
        }
    }

    /// <summary>Adam over log α.</summary>
    private void MoveTemperature(double slope)
    {
        if (options.LearnTemperature)
        {
            temperatureSlope[0] = (float)slope;
            temperatureAdam.Step(logTemperature, temperatureSlope, LearningRate);
        }
    }

    /// <summary>Lays observations and actions side by side: what a critic sees, [B, W + A].</summary>
    private void Join(ReadOnlySpan<float> observations, ReadOnlySpan<float> actions)
    {
        var (left, right) = (encoder.Width, bounds.Width);
        for (var row = 0; row < batch.Size; row++)
        {
            var to = joined.AsSpan(row * (left + right), left + right);
            observations.Slice(row * left, left).CopyTo(to);
            actions.Slice(row * right, right).CopyTo(to[left..]);
        }
    }

    private void RequireFinite(double lossOrNorm)
    {
        if (!double.IsFinite(lossOrNorm))
        {
            throw new NonFiniteLossException(Steps, LearningRate);
        }
    }

    /// <summary>What an actor says of some rows, and what is drawn from it.</summary>
    private sealed class ActorRows(int rows, int width)
    {
        public float[] Outputs { get; } = new float[rows * 2 * width];

        public double[] Noise { get; } = new double[rows * width];

        public float[] Actions { get; } = new float[rows * width];

        public double[] LogProbabilities { get; } = new double[rows];

        /// <summary>The mean of −log π over the rows.</summary>
        public double Entropy => -LogProbabilities.Average();

        public void Draw(ref RandomStream random)
        {
            for (var i = 0; i < Noise.Length; i++)
            {
                Noise[i] = random.NextNormal();
            }

            SquashedGaussian.Draw(Outputs, Noise, Actions, LogProbabilities);
        }
    }
}
