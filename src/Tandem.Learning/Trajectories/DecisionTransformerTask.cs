using Tandem.Learning.Training;
using Tandem.Runs.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Trains a <see cref="DecisionTransformer"/> on windows of recorded rides: cross-entropy between the logits at each
/// observation and the action that was taken there, at every step of every window; the squared error where actions are values.
/// Where a critic judges, a step counts the more the better its action was (<see cref="StepWeights"/>).
/// </summary>
public sealed class DecisionTransformerTask : ITrainingTask<WindowBatch>, IDisposable
{
    private const int ValidationWindows = 512;

    private readonly ObservationEncoder encoder;
    private readonly IReadOnlyList<WindowBatch> validation;

    private DecisionTransformerTask(DecisionTransformer model, WindowSource batches, IReadOnlyList<WindowBatch> validation)
    {
        (Model, Batches, this.validation) = (model, batches, validation);
        encoder = new ObservationEncoder(model.Description.World.Observations);
    }

    /// <summary>What learns.</summary>
    public DecisionTransformer Model { get; }

    /// <inheritdoc/>
    public nn.Module Module => Model;

    /// <inheritdoc/>
    public int ModelWidth => Model.Options.Width;

    /// <inheritdoc/>
    public bool HasValidation => validation.Count > 0;

    /// <inheritdoc/>
    public IBatchSource<WindowBatch> Batches { get; }

    /// <summary>A task over a set of episodes, with the model's first weights drawn from the seed.</summary>
    /// <param name="episodes">The data, which stay the caller's and open.</param>
    /// <param name="options">What to train.</param>
    /// <param name="seed">Everything random follows from it.</param>
    /// <param name="cancellation">Ends the critic's training, which comes first, by <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The data and the options do not fit.</exception>
    public static DecisionTransformerTask Create(EpisodeSet episodes, RideTrainingOptions options, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var advantages = options.Conditioning is { Returns: ReturnTokens.Critic } judged
            ? RideCritic.Judge(episodes, judged.Critic, seed, cancellation: cancellation)
            : null;
        return Create(episodes, options, seed, advantages);
    }

    /// <summary>A task over a set of episodes whose critic, where the options ask for one, has learned already.</summary>
    /// <param name="episodes">The data, which stay the caller's and open.</param>
    /// <param name="options">What to train.</param>
    /// <param name="seed">Everything random follows from it.</param>
    /// <param name="advantages">What the critic says of the episodes; null: none judges.</param>
    /// <exception cref="ArgumentException">The data and the options do not fit, or a critic's word is missing or not wanted.</exception>
    public static DecisionTransformerTask Create(EpisodeSet episodes, RideTrainingOptions options, ulong seed, StepAdvantages? advantages)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(options);
        if ((advantages is not null) != (options.Conditioning is { Returns: ReturnTokens.Critic }))
        {
            throw new ArgumentException(advantages is null
                ? "return tokens are to be a critic's and nothing that a critic said was given: give its advantages"
                : "a critic's advantages were given and the return tokens are not a critic's: leave them out");
        }

        var description = RiderDescription.Of(episodes, options.Conditioning?.Returns, options.Model.ReturnScale, advantages);
        manual_seed((long)(seed & long.MaxValue));
        var model = new DecisionTransformer(options.Model, description, options.Precision);
        var windows = new WindowOptions { Context = options.Model.Window };
        var judgedSteps = advantages is null ? null : new StepWeights(advantages, options.Conditioning!.TemperatureFor(advantages.Form));
        var (training, held) = Split(BestEpisodes.Of(episodes.Infos, options.BestShare), options.HeldShare, seed);
        var source = new WindowSource(new EpisodeWindows(episodes, windows, training, judgedSteps), options.BatchSize, seed, episodes.Fingerprint());
        return new DecisionTransformerTask(
            model, source, held.Count == 0 ? [] : DrawValidation(new EpisodeWindows(episodes, windows, held, judgedSteps), options.BatchSize, seed));
    }

    /// <inheritdoc/>
    public long CountTargets(WindowBatch batch) => batch.Steps;

    /// <inheritdoc/>
    public Tensor SummedLoss(WindowBatch batch)
    {
        var tensors = RideTensors.Of(batch, encoder, Model.Actions);
        var outputs = Model.Forward(tensors).to(ScalarType.Float32);                     // [B, K, N]
        return Model.Actions.SummedLoss(outputs, tensors.Actions, tensor(batch.Weights, [batch.Size, batch.Context]));
    }

    /// <inheritdoc/>
    public ValidationResult Validate(CancellationToken cancellation)
    {
        var (loss, steps) = (0.0, 0L);
        foreach (var batch in validation)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            loss += SummedLoss(batch).ToDouble();
            steps += batch.Steps;
        }

        return ValidationResult.OfLoss(loss / steps);
    }

    /// <inheritdoc/>
    public SafetensorsWriter SaveModel() => DecisionTransformerFile.Write(Model);

    /// <inheritdoc/>
    public void LoadModel(SafetensorsFile model) => DecisionTransformerFile.ReadWeights(model, Model);

    /// <summary>Lets go of the model's weights.</summary>
    public void Dispose() => Model.Dispose();

    /// <summary>Holds a share of the episodes back, drawn by the seed.</summary>
    private static (IReadOnlyList<int> Training, IReadOnlyList<int> Held) Split(int[] episodes, double share, ulong seed)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Shuffling, index: 1);
        for (var i = episodes.Length - 1; i > 0; i--)
        {
            var j = random.NextInt32(i + 1);
            (episodes[i], episodes[j]) = (episodes[j], episodes[i]);
        }

        var held = Math.Min((int)(episodes.Length * share), episodes.Length - 1);
        return (episodes[held..], episodes[..held]);
    }

    private static List<WindowBatch> DrawValidation(EpisodeWindows windows, int batchSize, ulong seed)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Shuffling, index: 2);
        var batches = new List<WindowBatch>();
        for (var drawn = 0; drawn < Math.Min(ValidationWindows, windows.Steps); drawn += batchSize)
        {
            var batch = windows.NewBatch(batchSize);
            windows.Draw(ref random, batch);
            batches.Add(batch);
        }

        return batches;
    }
}
