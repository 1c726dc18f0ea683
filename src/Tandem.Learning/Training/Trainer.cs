using Tandem.Runs.Checkpoints;
using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Learning.Training;

/// <summary>
/// Trains a task: one update after the other, a validation now and then, until all are made, validations get no better,
/// or it is cancelled. The same seed, machine and number of threads give the same bits, whether it was interrupted or not.
/// </summary>
/// <remarks>
/// It is synchronous, and one training runs at a time in a process. Dropout follows from seed, update and batch, by streams
/// of its own; libtorch's global stream, from which a task's own modules may draw, is seeded for each update: nothing drawn
/// in between, by a validation or anybody else, changes what follows.
/// </remarks>
public sealed class Trainer : IDisposable
{
    private const string OptimizerFile = "optimizer.safetensors";
    private const string WeightsFile = "weights.safetensors";

    private readonly ITrainingTask task;
    private readonly UpdateSource source;
    private readonly FusedAdam optimizer;
    private readonly BatchGradients gradients;
    private readonly WeightAverage? average;
    private TrainerState state;

    private Trainer(ITrainingTask task, UpdateSource source, TrainerOptions options, TimeProvider clock)
    {
        options.LearningRate.Check();
        if (options.Patience is { } patience && !task.HasValidation)
            throw new ArgumentException($"a patience of {patience} validations needs data to validate on: give some, or no patience");
        (this.task, this.source, Options, Clock) = (task, source, options, clock);
        optimizer = new FusedAdam(task.Module, options.Adam);
        gradients = new BatchGradients(optimizer.Parameters.Select(entry => entry.Weights), options.Workers);
        average = options.AverageDecay is { } decay ? new WeightAverage(optimizer.Parameters, decay) : null;
        state = TrainerState.Beginning(source.Save());
    }

    /// <summary>The settings it was made with.</summary>
    public TrainerOptions Options { get; }

    /// <summary>How many updates were made.</summary>
    public long Updates => state.Updates;

    /// <summary>The score of the best validation; null before the first.</summary>
    public double? BestScore => state.Best.Score;

    /// <summary>Whether the last validations brought no new best for as long as the patience lasts.</summary>
    public bool IsOutOfPatience => state.Best.Since >= Options.Patience;

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsComplete => (IsOutOfPatience || AllUpdatesAreMade) && !IsValidationDue;

    /// <summary>Measures how fast it goes.</summary>
    internal TimeProvider Clock { get; }

    /// <summary>The score of the model as it is now; null where it was not validated since the last update.</summary>
    internal double? Score => state.ValidatedAt == Updates ? state.Score : null;

    /// <summary>Whether the model as it is now is the best so far.</summary>
    internal bool IsBest => state.ValidatedAt == Updates && state.Best is { Score: not null, Since: 0 };

    private bool AllUpdatesAreMade => Updates >= Options.Updates;

    private bool IsValidationDue => task.HasValidation && Updates > 0 && state.ValidatedAt != Updates
        && (AllUpdatesAreMade || Updates % Options.ValidateEvery == 0);

    /// <summary>A training at its beginning.</summary>
    /// <param name="task">What to train; it stays the caller's.</param>
    /// <param name="options">How.</param>
    /// <param name="clock">Measures how fast it goes.</param>
    /// <exception cref="ArgumentException">Options that contradict each other or the task.</exception>
    public static Trainer Create<TBatch>(ITrainingTask<TBatch> task, TrainerOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        return new Trainer(task, UpdateSource.Of(task, options.BatchesPerUpdate), options, clock);
    }

    /// <summary>
    /// Trains to the end or until cancelled, and leaves the module in evaluation mode, with the weights of the last update.
    /// Nothing is written to disk.
    /// </summary>
    /// <param name="observer">Is told of updates and validations.</param>
    /// <param name="cancellation">Ends it after the update at hand; another call goes on from there.</param>
    /// <returns>Whether it is complete.</returns>
    /// <exception cref="NonFiniteLossException">A loss or a gradient is no finite number; the weights are those of the update before.</exception>
    /// <exception cref="InvalidOperationException">Another training runs in this process.</exception>
    public bool Train(ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        Train(observer, static () => { }, cancellation);

    /// <summary>As the public one, and calls back when an update and the validation behind it are done.</summary>
    internal bool Train(ITrainingObserver? observer, Action settled, CancellationToken cancellation)
    {
        using var turn = TrainingTurn.Take();
        source.Restore(state.Place); // an earlier call may have prefetched beyond it
        using var prefetcher = new Prefetcher(source.Prepare);
        try
        {
            if (IsValidationDue)
            {
                ValidateIfDue(observer, cancellation); // the one that was cancelled
                settled();
            }

            while (!IsComplete && !cancellation.IsCancellationRequested)
            {
                var update = Update(prefetcher);
                observer?.Updated(update);
                ValidateIfDue(observer, cancellation);
                settled();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // In a validation, which is due again on resume.
        }
        finally
        {
            task.Module.eval();
        }

        return IsComplete;
    }

    /// <summary>Everything it takes to go on from here.</summary>
    internal CheckpointDraft Save(long metricsLength)
    {
        using var averaged = average?.Exchange();
        var draft = new CheckpointDraft(Updates, task.SaveModel()) { Score = Score, MetricsLength = metricsLength, State = state.ToJson() }
            .Add(OptimizerFile, optimizer.AddTo(new SafetensorsWriter()));
        return average is null ? draft : draft.Add(WeightsFile, average.AddTo(new SafetensorsWriter()));
    }

    /// <summary>The model as a checkpoint would hold it: with the average of the weights where there is one.</summary>
    internal SafetensorsWriter SaveModel()
    {
        using var averaged = average?.Exchange();
        return task.SaveModel();
    }

    /// <summary>Goes to where a checkpoint was written.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is of another architecture, task or data.</exception>
    internal void Restore(Checkpoint checkpoint)
    {
        var restored = TrainerState.FromJson(checkpoint);
        using (average?.Exchange())
        {
            task.LoadModel(checkpoint.ReadModel());
            average?.Load(checkpoint.ReadTensors(WeightsFile));
        }

        optimizer.Load(checkpoint.ReadTensors(OptimizerFile));
        source.Restore(restored.Place);
        state = restored;
    }

    /// <summary>Lets go of the optimiser's state and the workers; the module stays.</summary>
    public void Dispose()
    {
        optimizer.Dispose();
        gradients.Dispose();
        average?.Dispose();
    }

    private TrainingUpdate Update(Prefetcher prefetcher)
    {
        var begun = Clock.GetTimestamp();
        var prepared = prefetcher.Next();
        var number = Updates + 1;
        var learningRate = Options.LearningRate.At(number, Options.Updates, task.ModelWidth);
        using var scope = NewDisposeScope();
        _ = manual_seed(DropoutSeed(number));
        task.Module.train();
        optimizer.ForgetGradients();
        var loss = gradients.Compute(prepared.Losses, prepared.Targets, (ulong)DropoutSeed(number));
        var norm = double.IsFinite(loss) ? optimizer.Step(learningRate, Options.MaximumGradientNorm) : double.NaN;
        if (!double.IsFinite(norm))
            throw new NonFiniteLossException(number, learningRate); // Adam takes no step then
        average?.Update(number);
        state = state with { Updates = number, Place = prepared.Place };
        return new TrainingUpdate(number, loss, learningRate, norm, prepared.Targets, Clock.GetElapsedTime(begun));
    }

    private void ValidateIfDue(ITrainingObserver? observer, CancellationToken cancellation)
    {
        if (!IsValidationDue)
            return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        task.Module.eval();
        using var averaged = average?.Exchange();
        var result = task.Validate(cancellation);
        var best = state.Best.After(result.Score);
        state = state with { ValidatedAt = Updates, Score = result.Score, Best = best };
        observer?.Validated(new TrainingValidation(Updates, result, IsBest, best.Since));
    }

    private long DropoutSeed(long update) =>
        unchecked((long)RandomStream.Create(Options.Seed, StreamPurpose.Dropout, (int)update).NextUInt64());
}
