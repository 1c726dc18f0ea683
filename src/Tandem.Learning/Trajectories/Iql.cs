using Tandem.Learning.Reinforcement;
using Tandem.Learning.Training;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Implicit Q-learning from recorded rides (Kostrikov, Nair and Levine, "Offline reinforcement learning with implicit
/// Q-learning", 2022). A critic learns what each recorded action was worth (<see cref="RideCritic"/>); then a policy imitates
/// the recorded actions, each weighted by its advantage: L = −mean min(exp(β·(Q − V)), w)·log π(a|s), equation 7.
/// </summary>
/// <remarks>
/// Where this differs from the paper: the critic learns to its end before the policy begins, since it never looks at the policy;
/// where observations recur it is a table, solved exactly, and where not a step is judged with those after it
/// (<see cref="CriticOptions.AdvantageDecay"/>); advantages are measured in units that fit the data.
/// One instance is one training; its state between updates can be saved and restored to the bit.
/// </remarks>
public sealed class Iql : ILearner
{
    /// <summary>How many updates make one turn, so that a turn is worth a line of metrics.</summary>
    private const int TurnUpdates = 100;

    private readonly EpisodeSet episodes;
    private readonly IqlOptions options;
    private readonly CriticNetworks? critic;
    private readonly ObservationEncoder encoder;
    private readonly CategoricalHeads heads;
    private readonly ObservationScaling scaling;
    private readonly StepDraws draws;
    private readonly PerceptronNetwork policy;
    private readonly float[] observations;
    private readonly int[] picks;
    private readonly double[] weights;
    private readonly float[] logits;
    private readonly float[] gradients;
    private StepAdvantages? advantages;
    private RandomStream random;
    private int updates;

    /// <summary>Prepares a training; a critic that is a table learns at once.</summary>
    /// <param name="episodes">The data, which stay the caller's and open.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">The data and the options do not fit.</exception>
    public Iql(EpisodeSet episodes, IqlOptions options)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(options);
        (this.episodes, this.options) = (episodes, options);
        encoder = new ObservationEncoder(episodes.World.Observations);
        heads = new CategoricalHeads(episodes.World.Actions, options.Heads);
        scaling = ObservationScaling.Of(episodes);
        draws = new StepDraws(episodes, Enumerable.Range(0, episodes.Count));
        var initial = RandomStream.Create(options.Seed, StreamPurpose.Initialization);
        policy = new PerceptronNetwork(
            new PerceptronShape(encoder.Width, options.Network.Hidden.AsSpan(), heads.LogitCount, options.Network.Activation), ref initial);
        observations = new float[options.BatchSize * encoder.Width];
        picks = new int[options.BatchSize * heads.Sizes.Length];
        weights = new double[options.BatchSize];
        logits = new float[options.BatchSize * heads.LogitCount];
        gradients = new float[logits.Length];
        random = RandomStream.Create(options.Seed, StreamPurpose.Shuffling);
        advantages = RideCritic.ByTable(episodes, options.Critic, CancellationToken.None);
        critic = advantages is null ? RideCritic.Networks(episodes, options.Critic, options.Seed) : null;
    }

    /// <summary>Updates so far, of the critic and of the policy: nothing is ridden.</summary>
    public long Steps => (critic?.Updates ?? 0) + updates;

    /// <inheritdoc/>
    public LearnerProgress Progress => new(Steps, (critic is null ? 0 : options.Critic.CriticUpdates) + options.Updates, "updates");

    /// <inheritdoc/>
    public bool IsComplete => updates >= options.Updates;

    /// <summary>What has been learned so far: a copy, into whose first layer the normalisation of observations is multiplied.</summary>
    public Agent Agent => new(scaling.FoldInto(policy.Perceptron), episodes.World.Observations, episodes.World.Actions, options.Heads);

    /// <summary>Trains a perceptron on recorded rides: the whole training in one call.</summary>
    /// <param name="episodes">The data.</param>
    /// <param name="options">The settings; null: the defaults.</param>
    /// <param name="observer">Is told of every turn.</param>
    /// <param name="cancellation">Ends the training after the turn at hand.</param>
    public static Agent Train(
        EpisodeSet episodes, IqlOptions? options = null, Action<LearnerUpdate>? observer = null, CancellationToken cancellation = default)
    {
        using var training = new Iql(episodes, options ?? new IqlOptions());
        while (!training.IsComplete && !cancellation.IsCancellationRequested)
        {
            var update = training.Update();
            observer?.Invoke(update);
        }

        return training.Agent;
    }

    /// <summary>Makes a turn of updates: of the critic until that has learned, then of the policy.</summary>
    /// <inheritdoc/>
    public LearnerUpdate Update() => critic is { IsComplete: false } ? ImproveCritic(critic) : ImprovePolicy();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(episodes.Fingerprint());
        writer.Write(updates);
        writer.Write(random);
        policy.Save(writer);
        critic?.Save(writer);
    }

    /// <inheritdoc/>
    public int Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadString() != episodes.Fingerprint())
        {
            throw new InvalidDataException("the episodes have changed since this training began: restore them, or train anew");
        }

        updates = reader.ReadInt32();
        random = reader.ReadRandomStream();
        policy.Restore(reader);
        critic?.Restore(reader);
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        policy.Dispose();
        critic?.Dispose();
    }

    private LearnerUpdate ImproveCritic(CriticNetworks critic)
    {
        var (value, quality, made) = (0.0, 0.0, 0);
        for (; made < TurnUpdates && !critic.IsComplete; made++)
        {
            var loss = critic.Update();
            value += loss.Value;
            quality += loss.Quality;
        }

        return new LearnerUpdate(Steps, [], [new("critic/valueLoss", value / made), new("critic/qualityLoss", quality / made)]);
    }

    private LearnerUpdate ImprovePolicy()
    {
        advantages ??= critic!.Advantages(episodes, CancellationToken.None);
        var (sum, entropy, weight, norm, made) = (0.0, 0.0, 0.0, 0.0, 0);
        for (; made < TurnUpdates && !IsComplete; made++)
        {
            Draw(advantages);
            policy.ForwardForGradient(observations, options.BatchSize, logits);
            var loss = PolicyGradient.Loss(heads, logits, picks, weights, 0, 1.0 / options.BatchSize, gradients);
            var rate = LearningRates.Cosine(updates + 1, options.Updates, options.LearningRate, 0, warmup: 0);
            policy.Backward(gradients);
            var gradientNorm = policy.Update(rate, maximumGradientNorm: 1);
            if (!double.IsFinite(loss.Loss + gradientNorm))
            {
                throw new NonFiniteLossException(Steps + 1, rate);
            }

            updates++;
            norm += gradientNorm;
            sum += loss.Loss;
            entropy += loss.Entropy;
            weight += weights.Average();
        }

        return new LearnerUpdate(
            Steps, [], [new("policyLoss", sum / made), new("entropy", entropy / made), new("meanWeight", weight / made), new("gradientNorm", norm / made)]);
    }

    /// <summary>Fills the batch: what was seen and done, and how much of it is to be imitated.</summary>
    private void Draw(StepAdvantages advantages)
    {
        var temperature = options.Temperature / advantages.Scale;
        var (width, actionWidth, count) = (encoder.Width, episodes.World.Actions.Width, heads.Sizes.Length);
        for (var row = 0; row < options.BatchSize; row++)
        {
            var (episode, step) = draws.Draw(ref random);
            var view = episodes[episode];
            var observation = observations.AsSpan(row * width, width);
            encoder.Encode(view.Observation(step), 1, observation);
            scaling.Apply(observation);
            heads.FromAction(view.Choices.Slice(step * actionWidth, actionWidth), picks.AsSpan(row * count, count));
            weights[row] = AdvantageWeights.Of(advantages[episode][step], temperature, options.MaximumWeight);
        }
    }
}
