using System.Text.Json.Nodes;
using Tandem.Runs;
using Tandem.Runs.Checkpoints;
using Tandem.Runs.Metrics;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// A training by <see cref="Reinforce"/> in a run directory: a line of metrics for each update, checkpoints, and exact
/// resume. A run that was killed and resumed ends with the same bits as one that was not.
/// </summary>
public sealed class ReinforceRun : IDisposable
{
    private const string LearnerFile = "learner.bin";
    private const string ReturnMetric = "return";

    private readonly RunDirectory directory;
    private readonly int checkpointEvery;
    private readonly MetricsWriter metrics;
    private readonly Queue<double> recentReturns = new();

    private ReinforceRun(RunDirectory directory, Reinforce training, int checkpointEvery, CheckpointSearch search)
    {
        (this.directory, this.checkpointEvery, Training, ResumedFrom) = (directory, checkpointEvery, training, search);
        if (search.Found is { } checkpoint)
        {
            RestartedEpisodes = Restore(checkpoint);
        }

        metrics = directory.RewindTo(search.Found);
        foreach (var row in MetricsFile.Read(directory.MetricsPath).TakeLast(RecentUpdates))
        {
            recentReturns.Enqueue(row.Values[ReturnMetric]);
        }
    }

    /// <summary>How many updates the score of a checkpoint looks back over.</summary>
    public const int RecentUpdates = 100;

    /// <summary>The training itself.</summary>
    public Reinforce Training { get; }

    /// <summary>The checkpoint that a resumed run goes on from, and those that were damaged; nothing for a new run.</summary>
    public CheckpointSearch ResumedFrom { get; }

    /// <summary>How many episodes begin anew on resume because their world cannot be saved in the middle of one.</summary>
    public int RestartedEpisodes { get; }

    /// <summary>The mean return of the last updates, 100 at most.</summary>
    public double RecentReturn => recentReturns.Count == 0 ? double.NaN : recentReturns.Average();

    /// <summary>Begins a training in a new run directory, which stays the caller's.</summary>
    /// <param name="directory">Locked for writing.</param>
    /// <param name="training">A training at its beginning, disposed of with the run.</param>
    /// <param name="checkpointEvery">Episodes from one checkpoint to the next.</param>
    public static ReinforceRun Start(RunDirectory directory, Reinforce training, int checkpointEvery) =>
        new(directory, training, checkpointEvery, new CheckpointSearch(null, []));

    /// <summary>Goes on from the last good checkpoint of a run, or from its beginning where there is none.</summary>
    /// <inheritdoc cref="Start"/>
    /// <exception cref="InvalidDataException">Every checkpoint is damaged, or the last good one does not fit these options.</exception>
    public static ReinforceRun Resume(RunDirectory directory, Reinforce training, int checkpointEvery)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var search = directory.Checkpoints.LatestGood();
        return search is { Found: null, Skipped: [var damage, ..] }
            ? throw new InvalidDataException(
                $"no checkpoint of the run '{directory.Path}' is intact ({damage}): restore one from a copy, or train anew into another folder")
            : new ReinforceRun(directory, training, checkpointEvery, search);
    }

    /// <summary>Trains to the end or until cancelled; either way what was learned is saved.</summary>
    /// <param name="observer">Is told of every update.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    /// <returns>Whether all episodes were ridden.</returns>
    /// <exception cref="NonFiniteLossException">The training came to nothing; the last checkpoint stands.</exception>
    /// <exception cref="EnvironmentException">The world failed; the last checkpoint stands.</exception>
    public bool Train(Action<ReinforceUpdate>? observer = null, CancellationToken cancellation = default)
    {
        directory.SetStatus(RunStatus.Running);
        try
        {
            UpdateUntilDone(observer, cancellation);
        }
        catch (Exception error)
        {
            directory.NoteFailure(error);
            throw;
        }

        directory.SetStatus(Training.IsComplete ? RunStatus.Completed : RunStatus.Interrupted);
        return Training.IsComplete;
    }

    /// <summary>Closes the metrics.</summary>
    public void Dispose()
    {
        metrics.Dispose();
        Training.Dispose();
    }

    private void UpdateUntilDone(Action<ReinforceUpdate>? observer, CancellationToken cancellation)
    {
        var savedAt = Training.Episodes;
        while (!Training.IsComplete && !cancellation.IsCancellationRequested)
        {
            var update = Training.Update();
            Record(update);
            if (update.Episodes / checkpointEvery != savedAt / checkpointEvery)
            {
                WriteCheckpoint();
                savedAt = update.Episodes;
            }

            observer?.Invoke(update);
        }

        if (Training.Episodes != savedAt)
        {
            WriteCheckpoint();
        }
    }

    private void Record(ReinforceUpdate update)
    {
        metrics.Write(
            update.Episodes,
            ("environmentSteps", update.Steps),
            (ReturnMetric, update.Return),
            ("length", update.Length),
            ("loss", update.Loss),
            ("entropy", update.Entropy),
            ("gradientNorm", update.GradientNorm));
        recentReturns.Enqueue(update.Return);
        if (recentReturns.Count > RecentUpdates)
        {
            recentReturns.Dequeue();
        }
    }

    private void WriteCheckpoint() => directory.Checkpoints.Write(
        new CheckpointDraft(Training.Episodes, Training.Agent.ToSafetensors())
        {
            Score = RecentReturn,
            MetricsLength = metrics.Flush(),
            State = new JsonObject { ["episodes"] = Training.Episodes, ["steps"] = Training.Steps },
        }.Add(LearnerFile, WriteLearner));

    private void WriteLearner(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        Training.Save(writer);
    }

    private int Restore(Checkpoint checkpoint)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(checkpoint.ReadBytes(LearnerFile)));
            return Training.Restore(reader);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"checkpoint '{checkpoint.Path}': {LearnerFile} ends early: resume with the options the run was started with", error);
        }
    }
}
