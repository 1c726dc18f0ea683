using Tandem.Runs;
using Tandem.Runs.Checkpoints;
using Tandem.Runs.Metrics;

namespace Tandem.Learning.Training;

/// <summary>
/// A training in a run directory: metrics as JSON lines and as TensorBoard events, checkpoints, and exact resume. A run
/// that was killed and resumed ends with the same bits as one that was not.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly RunDirectory directory;
    private readonly MetricsWriter metrics;
    private readonly TensorBoardWriter events;
    private (long Updates, double? Score) savedAt;

    private TrainingRun(RunDirectory directory, Trainer trainer, CheckpointSearch search)
    {
        (this.directory, Trainer, ResumedFrom) = (directory, trainer, search);
        if (search.Found is { } checkpoint)
            trainer.Restore(checkpoint);
        savedAt = (trainer.Updates, trainer.Score);
        metrics = directory.RewindTo(search.Found);
        events = TensorBoardWriter.Create(directory.Path, firstStep: trainer.Updates + 1, trainer.Clock);
    }

    /// <summary>The training itself.</summary>
    public Trainer Trainer { get; }

    /// <summary>The checkpoint that a resumed run goes on from, and those that were damaged; nothing for a new run.</summary>
    public CheckpointSearch ResumedFrom { get; }

    /// <summary>Begins a training in a new run directory, which stays the caller's.</summary>
    /// <param name="directory">Locked for writing.</param>
    /// <param name="trainer">At its beginning; it is disposed of with the run.</param>
    public static TrainingRun Start(RunDirectory directory, Trainer trainer) => new(directory, trainer, new CheckpointSearch(null, []));

    /// <summary>Goes on from the last good checkpoint of a run, or from its beginning where there is none.</summary>
    /// <inheritdoc cref="Start"/>
    /// <exception cref="InvalidDataException">The checkpoint does not fit the task or its data, or every checkpoint is damaged.</exception>
    public static TrainingRun Resume(RunDirectory directory, Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return new TrainingRun(directory, trainer, directory.FindResumePoint());
    }

    /// <summary>Trains to the end or until cancelled; either way what was learned is saved.</summary>
    /// <param name="observer">Is told of updates and validations.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    /// <returns>Whether the training is complete.</returns>
    /// <exception cref="NonFiniteLossException">A loss or a gradient is no finite number; the last checkpoint stands.</exception>
    /// <exception cref="InvalidOperationException">Another training runs in this process.</exception>
    /// <exception cref="RunDirectoryException">The disk is full or fails; the earlier checkpoints stand.</exception>
    public bool Train(ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        directory.SetStatus(RunStatus.Running);
        bool complete;
        try
        {
            complete = Trainer.Train(new Recorder(this, observer), SaveIfDue, cancellation);
            SaveUnlessSaved();
        }
        catch (Exception error)
        {
            directory.NoteFailure(error);
            throw;
        }

        directory.SetStatus(complete ? RunStatus.Completed : RunStatus.Interrupted);
        return complete;
    }

    /// <summary>Closes the metrics and lets go of the trainer.</summary>
    public void Dispose()
    {
        metrics.Dispose();
        events.Dispose();
        Trainer.Dispose();
    }

    private void SaveIfDue()
    {
        if (Trainer.IsBest || Trainer.Updates % Trainer.Options.CheckpointEvery == 0)
            SaveUnlessSaved();
    }

    private void SaveUnlessSaved()
    {
        if (savedAt == (Trainer.Updates, Trainer.Score))
            return;
        events.Flush();
        directory.Checkpoints.Write(Trainer.Save(metrics.Flush()));
        savedAt = (Trainer.Updates, Trainer.Score);
    }

    private void Write(long step, params ReadOnlySpan<(string Name, double Value)> values)
    {
        metrics.Write(step, values);
        events.Write(step, values);
    }

    /// <summary>Writes what it is told of, and passes it on.</summary>
    private sealed class Recorder(TrainingRun run, ITrainingObserver? observer) : ITrainingObserver
    {
        public void Updated(TrainingUpdate update)
        {
            run.Write(
                update.Update,
                ("loss", update.Loss),
                ("learningRate", update.LearningRate),
                ("gradientNorm", update.GradientNorm),
                ("targets", update.Targets),
                ("targetsPerSecond", update.TargetsPerSecond));
            observer?.Updated(update);
        }

        public void Validated(TrainingValidation validation)
        {
            run.Write(validation.Update, [.. validation.Result.Metrics.Select(metric => ($"validation/{metric.Name}", metric.Value))]);
            observer?.Validated(validation);
        }
    }
}
