using System.Text.Json.Nodes;
using Tandem.Runs;
using Tandem.Runs.Checkpoints;
using Tandem.Runs.Metrics;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// A training by acting in a run directory, whatever its algorithm: lines of metrics, evaluations in worlds of its own,
/// checkpoints, and exact resume. A run that was killed and resumed ends with the same bits as one that was not.
/// </summary>
public sealed class LearnerRun : IDisposable
{
    /// <summary>The metric of what training episodes returned, a mean over those since the last line.</summary>
    public const string ReturnMetric = "return";

    /// <summary>The metric of what the episodes of an evaluation returned on average.</summary>
    public const string EvaluationMetric = "evaluation/return";

    private const string LearnerFile = "learner.bin", AroundFile = "run.bin";

    private readonly RunDirectory directory;
    private readonly IVectorEnvironment? judging;
    private readonly LearnerRunOptions options;
    private readonly MetricsWriter metrics;
    private readonly TensorBoardWriter events;
    private readonly UpdateAverages averages = new();
    private readonly Queue<double> recentReturns = new();
    private long? savedAt;

    private LearnerRun(RunDirectory directory, ILearner learner, IVectorEnvironment? judging, LearnerRunOptions options, TimeProvider clock, CheckpointSearch search)
    {
        (this.directory, Learner, this.judging, this.options, ResumedFrom) = (directory, learner, judging, options, search);
        if (options.EvaluationEpisodes > 0 && judging is null)
        {
            throw new ArgumentException($"{options.EvaluationEpisodes} episodes are to be evaluated and there is no world for it: give worlds, or evaluate 0 episodes");
        }

        var agent = learner.Agent; // one that cannot be saved is refused now, not at the first checkpoint
        if (options.EvaluationEpisodes > 0)
        {
            _ = agent.Policy(options.EvaluationMode); // and so is one that cannot act as it is to be evaluated
        }

        if (search.Found is { } checkpoint)
        {
            Restore(checkpoint);
        }

        metrics = directory.RewindTo(search.Found);
        events = TensorBoardWriter.Create(directory.Path, firstStep: learner.Progress.Done + 1, clock);
    }

    /// <summary>How many episodes <see cref="RecentReturn"/> looks back over.</summary>
    public const int RecentEpisodes = 100;

    /// <summary>The training itself.</summary>
    public ILearner Learner { get; }

    /// <summary>The checkpoint that a resumed run goes on from, and those that were damaged; nothing for a new run.</summary>
    public CheckpointSearch ResumedFrom { get; }

    /// <summary>How many episodes begin anew on resume because their world cannot be saved in the middle of one.</summary>
    public int RestartedEpisodes { get; private set; }

    /// <summary>The mean return of the last training episodes, 100 at most; not a number before the first has ended.</summary>
    public double RecentReturn => recentReturns.Count == 0 ? double.NaN : recentReturns.Average();

    /// <summary>Training episodes that have ended.</summary>
    public long Episodes { get; private set; }

    /// <summary>The last evaluation; null before the first.</summary>
    public LearnerEvaluation? LastEvaluation { get; private set; }

    /// <summary>The best evaluation, the earlier of equals; null before the first.</summary>
    public LearnerEvaluation? BestEvaluation { get; private set; }

    /// <summary>Whether the training has come to its end, or to the return that it was to reach.</summary>
    public bool IsComplete => Learner.IsComplete || LastEvaluation?.MeanReturn >= options.Until;

    /// <summary>Begins a training in a new run directory, which stays the caller's.</summary>
    /// <param name="directory">Locked for writing; its seed is the evaluations' seed too.</param>
    /// <param name="learner">A training at its beginning, disposed of with the run.</param>
    /// <param name="judging">The worlds that it is evaluated in, of which each rides its share; null: it is not evaluated.</param>
    /// <param name="options">How often it is evaluated, saved and logged.</param>
    /// <param name="clock">Dates the events.</param>
    /// <exception cref="InvalidOperationException">The learner's networks are its owner's, and leave no agent that could be saved.</exception>
    public static LearnerRun Start(RunDirectory directory, ILearner learner, IVectorEnvironment? judging, LearnerRunOptions options, TimeProvider clock) =>
        new(directory, learner, judging, options, clock, new CheckpointSearch(null, []));

    /// <summary>Goes on from the last good checkpoint of a run, or from its beginning where there is none.</summary>
    /// <inheritdoc cref="Start"/>
    /// <exception cref="InvalidDataException">Every checkpoint is damaged, or the last good one is of another world or of other options.</exception>
    public static LearnerRun Resume(RunDirectory directory, ILearner learner, IVectorEnvironment? judging, LearnerRunOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return new LearnerRun(directory, learner, judging, options, clock, directory.FindResumePoint());
    }

    /// <summary>Trains to the end or until cancelled; either way what was learned is saved.</summary>
    /// <param name="observer">Is called after every update.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    /// <returns>Whether the training is complete.</returns>
    /// <exception cref="NonFiniteLossException">The training came to nothing; the last checkpoint stands.</exception>
    /// <exception cref="EnvironmentException">A world failed; the last checkpoint stands.</exception>
    public bool Train(Action<LearnerRun>? observer = null, CancellationToken cancellation = default)
    {
        directory.SetStatus(RunStatus.Running);
        try
        {
            while (!IsComplete && !cancellation.IsCancellationRequested)
            {
                Update();
                observer?.Invoke(this);
            }

            if (savedAt != Learner.Progress.Done)
            {
                Save();
            }
        }
        catch (Exception error)
        {
            directory.NoteFailure(error);
            throw;
        }

        directory.SetStatus(IsComplete ? RunStatus.Completed : RunStatus.Interrupted);
        return IsComplete;
    }

    /// <summary>Closes the metrics and lets go of the training.</summary>
    public void Dispose()
    {
        metrics.Dispose();
        events.Dispose();
        Learner.Dispose();
    }

    private void Update()
    {
        var before = Learner.Progress.Done;
        var update = Learner.Update();
        Note(update);
        if (IsDue(options.LogEvery ?? Share(1_000), before) || (Learner.IsComplete && !averages.IsEmpty))
        {
            WriteMeans();
        }

        var evaluateEvery = options.EvaluateEvery ?? Share(20);
        var isBest = judging is not null && options.EvaluationEpisodes > 0 && (IsDue(evaluateEvery, before) || Learner.IsComplete) && Evaluate(judging);
        if (IsComplete && !averages.IsEmpty)
        {
            WriteMeans(); // the evaluation was what ended it
        }

        if (isBest || IsDue(options.CheckpointEvery ?? evaluateEvery, before) || IsComplete)
        {
            Save();
        }
    }

    private void Note(LearnerUpdate update)
    {
        averages.Add(update);
        Episodes += update.Finished.Count;
        foreach (var ride in update.Finished)
        {
            recentReturns.Enqueue(ride.Return);
            if (recentReturns.Count > RecentEpisodes)
            {
                recentReturns.Dequeue();
            }
        }
    }

    /// <summary>Rides the same episodes each time: what differs from one evaluation to the next is the agent alone.</summary>
    /// <returns>Whether none was better before.</returns>
    private bool Evaluate(IVectorEnvironment worlds)
    {
        var seed = directory.Record.Seed;
        var rides = Rides.Roll(worlds, Learner.Agent.Policy(options.EvaluationMode, seed), options.EvaluationEpisodes, seed, StreamPurpose.Validation);
        var evaluation = new LearnerEvaluation(Learner.Progress.Done, rides.Average(ride => ride.Return));
        Write([(EvaluationMetric, evaluation.MeanReturn), ("evaluation/length", rides.Average(ride => ride.Steps)), ("evaluation/lowestReturn", rides.Min(ride => ride.Return))]);
        LastEvaluation = evaluation;
        var isBest = BestEvaluation is null || evaluation.MeanReturn > BestEvaluation.Value.MeanReturn;
        if (isBest)
        {
            BestEvaluation = evaluation;
        }

        return isBest;
    }

    /// <summary>Whether a multiple of so much was passed by the last update.</summary>
    private bool IsDue(long every, long before) => Learner.Progress.Done / every != before / every;

    private long Share(int parts) => Math.Max(1, Learner.Progress.Total / parts);

    private void WriteMeans() => Write([("environmentSteps", Learner.Steps), ("episodes", Episodes), .. averages.Take()]);

    private void Write(ReadOnlySpan<(string Name, double Value)> values)
    {
        metrics.Write(Learner.Progress.Done, values);
        events.Write(Learner.Progress.Done, values);
    }

    private void Save()
    {
        events.Flush();
        var (done, _, unit) = Learner.Progress;
        var score = options.EvaluationEpisodes == 0 ? RecentReturn : LastEvaluation is { } last && last.At == done ? last.MeanReturn : (double?)null;
        directory.Checkpoints.Write(
            new CheckpointDraft(done, Learner.Agent.ToSafetensors())
            {
                Score = score,
                MetricsLength = metrics.Flush(),
                State = new JsonObject { [LearnerProgress.InEpisodes] = Episodes, [LearnerProgress.InSteps] = Learner.Steps, ["countedIn"] = unit },
            }
            .Add(LearnerFile, stream => Write(stream, Learner.Save))
            .Add(AroundFile, stream => Write(stream, SaveAround)),
            options.KeepCheckpoints);
        savedAt = done;
    }

    private static void Write(Stream stream, Action<BinaryWriter> write)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        write(writer);
    }

    private void SaveAround(BinaryWriter writer)
    {
        writer.Write(Episodes);
        writer.Write(recentReturns.Count);
        foreach (var recent in recentReturns)
        {
            writer.Write(recent);
        }

        averages.Save(writer);
        foreach (var evaluation in (ReadOnlySpan<LearnerEvaluation?>)[LastEvaluation, BestEvaluation])
        {
            writer.Write(evaluation?.At ?? -1);
            writer.Write(evaluation?.MeanReturn ?? double.NaN);
        }
    }

    private void RestoreAround(BinaryReader reader)
    {
        Episodes = reader.ReadInt64();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            recentReturns.Enqueue(reader.ReadDouble());
        }

        averages.Restore(reader);
        (LastEvaluation, BestEvaluation) = (ReadEvaluation(reader), ReadEvaluation(reader));
    }

    private static LearnerEvaluation? ReadEvaluation(BinaryReader reader)
    {
        var evaluation = new LearnerEvaluation(reader.ReadInt64(), reader.ReadDouble());
        return evaluation.At < 0 ? null : evaluation;
    }

    private void Restore(Checkpoint checkpoint)
    {
        RequireSameSpaces(checkpoint);
        try
        {
            using (var reader = Open(LearnerFile))
            {
                RestartedEpisodes = Learner.Restore(reader);
            }

            using (var reader = Open(AroundFile))
            {
                RestoreAround(reader);
            }
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"checkpoint '{checkpoint.Path}' ends early: resume with the world and the options that the run was started with", error);
        }

        savedAt = Learner.Progress.Done;

        BinaryReader Open(string name) => new(new MemoryStream(checkpoint.ReadBytes(name)));
    }

    private void RequireSameSpaces(Checkpoint checkpoint)
    {
        var (saved, here) = (Agent.From(checkpoint.ReadModel(), checkpoint.Path), Learner.Agent);
        if (!saved.Observations.Equals(here.Observations) || !saved.Actions.Equals(here.Actions))
        {
            throw new InvalidDataException(
                $"the run '{directory.Path}' learned in a world of observations {saved.Observations} and actions {saved.Actions}, and here they are {here.Observations} and {here.Actions}: resume in the world, and with the options, that it was started with");
        }
    }
}
