using Tandem.Learning.Training;
using Tandem.Runs.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Trains a <see cref="DecisionTransformer"/> on windows of recorded rides: cross-entropy between the logits at each
/// observation and the action that was taken there, at every step of every window.
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
    /// <exception cref="ArgumentException">The data and the options do not fit.</exception>
    public static DecisionTransformerTask Create(EpisodeSet episodes, RideTrainingOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(options);
        var description = RiderDescription.Of(episodes, options.IsConditioned, options.Model.ReturnScale);
        manual_seed((long)(seed & long.MaxValue));
        var model = new DecisionTransformer(options.Model, description, options.Precision);
        var windows = new WindowOptions { Context = options.Model.Window, Unfinished = UnfinishedEpisodes.Mark };
        var (training, held) = Split(episodes.Count, options.ValidationShare, seed);
        var source = new WindowSource(new EpisodeWindows(episodes, windows, training), options.BatchSize, seed, episodes.Fingerprint());
        return new DecisionTransformerTask(model, source, held.Count == 0 ? [] : DrawValidation(new EpisodeWindows(episodes, windows, held), options.BatchSize, seed));
    }

    /// <inheritdoc/>
    public long CountTargets(WindowBatch batch) => batch.Steps;

    /// <inheritdoc/>
    public Tensor SummedLoss(WindowBatch batch)
    {
        var tensors = RideTensors.Of(batch, encoder, Model.Heads);
        var logits = Model.Forward(tensors).to(ScalarType.Float32);                      // [B, K, N]
        var steps = tensor(batch.Mask, [batch.Size, batch.Context]);
        var sum = zeros(1);
        var offset = 0;
        for (var head = 0; head < Model.Heads.Sizes.Length; head++)
        {
            var size = Model.Heads.Sizes[head];
            var chosen = (tensors.Picks.select(2, head) - Scalars.Of((long)offset)).masked_fill(steps.logical_not(), Scalars.Of(IgnoredTarget));
            sum = sum + nn.functional.cross_entropy(
                logits.narrow(2, offset, size).reshape(-1, size), chosen.reshape(-1), ignore_index: IgnoredTarget, reduction: nn.Reduction.Sum);
            offset += size;
        }

        return sum.squeeze();
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

    private const long IgnoredTarget = -100;

    /// <summary>Holds a share of the episodes back, drawn by the seed.</summary>
    private static (IReadOnlyList<int> Training, IReadOnlyList<int> Held) Split(int count, double share, ulong seed)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Shuffling, index: 1);
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = random.NextInt32(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        var held = Math.Min((int)(count * share), count - 1);
        return (order[held..], order[..held]);
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
