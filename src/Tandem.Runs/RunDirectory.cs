using Tandem.Runs.Checkpoints;
using Tandem.Runs.Metrics;

namespace Tandem.Runs;

/// <summary>
/// One training on disk: <c>run.json</c>, <c>options.json</c>, <c>metrics.jsonl</c> and <c>checkpoints/</c>. Whoever
/// trains holds its lock until disposal; readers take none.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private const string RecordName = "run.json";
    private const string OptionsName = "options.json";
    private const string MetricsName = "metrics.jsonl";
    private const string CheckpointsName = "checkpoints";

    private readonly RunLock? held;
    private readonly TimeProvider? clock;

    private RunDirectory(string path, RunRecord record, RunLock? held, TimeProvider? clock)
    {
        Path = path;
        Record = record;
        this.held = held;
        this.clock = clock;
        Checkpoints = new CheckpointStore(FilePath(CheckpointsName), isWritable: held is not null);
    }

    /// <summary>The folder, as it was given.</summary>
    public string Path { get; }

    /// <summary>The content of <c>run.json</c>.</summary>
    public RunRecord Record { get; private set; }

    /// <summary>The saved states of training.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>The file of metrics, for <see cref="MetricsFile"/>; it may not exist yet.</summary>
    public string MetricsPath => FilePath(MetricsName);

    /// <summary>Creates a run in a folder that does not exist yet, or is empty, and locks it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="start">What is known of the run.</param>
    /// <param name="clock">Dates <c>run.json</c> and paces the metrics' appearance on disk.</param>
    /// <exception cref="RunDirectoryException">The folder holds something, is a file, or cannot be written.</exception>
    public static RunDirectory Create(string path, RunStart start, TimeProvider clock) =>
        TryCreate(path, start, clock) ?? throw Taken(path);

    /// <summary>Refuses a folder that <see cref="Create"/> would refuse for what it holds, before work is done for it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="RunDirectoryException">The folder holds something, is a file, or cannot be read.</exception>
    public static void RequireFree(string path)
    {
        if (IsTaken(path))
            throw Taken(path);
    }

    /// <summary>Creates a run named <c>task-environment-n</c>, n one above the highest there is, and locks it.</summary>
    /// <param name="parent">The folder that holds the runs, such as <c>runs</c>; created where it is missing.</param>
    /// <param name="start">What is known of the run.</param>
    /// <param name="clock">As for <see cref="Create"/>.</param>
    /// <exception cref="RunDirectoryException">The folder cannot be written.</exception>
    public static RunDirectory CreateNext(string parent, RunStart start, TimeProvider clock)
    {
        var stem = RunName.Stem(start);
        for (var number = RunName.NextNumber(parent, stem); ; number++)
        {
            if (TryCreate(System.IO.Path.Combine(parent, $"{stem}-{number}"), start, clock) is { } run)
                return run;
        }
    }

    /// <summary>Opens a run to read it; it may be training meanwhile.</summary>
    /// <exception cref="RunDirectoryException">There is no run in this folder.</exception>
    /// <exception cref="InvalidDataException"><c>run.json</c> is damaged, or a newer version wrote it.</exception>
    public static RunDirectory Open(string path) => new(path, ReadRecord(path), held: null, clock: null);

    /// <summary>Opens a run to train on: locks it and clears away what a killed process left half written.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="clock">As for <see cref="Create"/>.</param>
    /// <exception cref="RunDirectoryException">There is no run in this folder, or another process trains it.</exception>
    /// <exception cref="InvalidDataException"><c>run.json</c> is damaged, or a newer version wrote it.</exception>
    public static RunDirectory Resume(string path, TimeProvider clock)
    {
        _ = ReadRecord(path); // no run, no lock file
        var held = RunLock.Take(path);
        try
        {
            var run = new RunDirectory(path, ReadRecord(path), held, clock);
            run.ClearLeftovers();
            return run;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The text of <c>options.json</c>.</summary>
    /// <exception cref="RunDirectoryException">It cannot be read.</exception>
    public string ReadOptionsJson()
    {
        try
        {
            return File.ReadAllText(FilePath(OptionsName));
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            throw RunDirectoryException.Because($"the options of the run '{Path}' cannot be read", fault);
        }
    }

    /// <summary>The path of a file of the run.</summary>
    public string FilePath(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Starts the metrics of a new run.</summary>
    public MetricsWriter StartMetrics() => MetricsWriter.Open(MetricsPath, length: 0, WriterClock);

    /// <summary>
    /// Takes the run back to a checkpoint: later checkpoints go, and the metrics are cut to what they were then.
    /// </summary>
    /// <param name="checkpoint">One of this run's; null takes it back to its beginning.</param>
    /// <returns>The metrics, to be continued.</returns>
    /// <exception cref="InvalidDataException">The metrics are shorter than the checkpoint knew them.</exception>
    public MetricsWriter RewindTo(Checkpoint? checkpoint)
    {
        var metrics = MetricsWriter.Open(MetricsPath, checkpoint?.MetricsLength ?? 0, WriterClock);
        Checkpoints.DiscardAfter(checkpoint?.Step ?? -1);
        return metrics;
    }

    /// <summary>The last good checkpoint, to go on from; where there never was one, the run goes on from its beginning.</summary>
    /// <exception cref="InvalidDataException">There are checkpoints and every one is damaged.</exception>
    public CheckpointSearch FindResumePoint()
    {
        var search = Checkpoints.LatestGood();
        return search is { Found: null, Skipped: [var damage, ..] }
            ? throw new InvalidDataException(
                $"no checkpoint of the run '{Path}' is intact ({damage}): restore one from a copy, or train anew into another folder")
            : search;
    }

    /// <summary>Writes what became of the run.</summary>
    /// <param name="status">The new status.</param>
    /// <param name="failure">Why it failed, in a sentence.</param>
    /// <exception cref="RunDirectoryException"><c>run.json</c> cannot be written; the old one is intact.</exception>
    public void SetStatus(RunStatus status, string? failure = null)
    {
        var changed = Record with { Status = status, Failure = failure, Updated = WriterClock.GetUtcNow() };
        try
        {
            changed.Save(FilePath(RecordName));
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            throw RunDirectoryException.Because($"the status of the run '{Path}' cannot be written", fault);
        }

        Record = changed;
    }

    /// <summary>Writes that the run failed and why, where it still can be written: the failure itself matters more.</summary>
    public void NoteFailure(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        try
        {
            SetStatus(RunStatus.Failed, failure.Message);
        }
        catch (RunDirectoryException)
        {
            // A disk that is full refuses this too.
        }
    }

    /// <summary>Lets go of the lock.</summary>
    public void Dispose() => held?.Dispose();

    private TimeProvider WriterClock =>
        clock ?? throw new InvalidOperationException($"the run '{Path}' was opened to read: use Create or Resume to write");

    private static RunRecord ReadRecord(string path)
    {
        try
        {
            return RunRecord.Read(System.IO.Path.Combine(path, RecordName));
        }
        catch (IOException fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RunDirectoryException($"{WhatLiesAt(path)}: give the folder of a run", fault);
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            throw RunDirectoryException.Because($"the run '{path}' cannot be opened", fault);
        }
    }

    private static string WhatLiesAt(string path) => File.Exists(path)
        ? $"'{path}' is a file"
        : Directory.Exists(path) ? $"the folder '{path}' holds no run, it has no {RecordName}" : $"there is no run '{path}'";

    private static RunDirectory? TryCreate(string path, RunStart start, TimeProvider clock)
    {
        if (IsTaken(path))
            return null;
        try
        {
            Directory.CreateDirectory(path);
            return RunLock.Claim(path) is { } held ? Fill(path, start, held, clock) : null;
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            throw RunDirectoryException.Because($"the run directory '{path}' cannot be created", fault);
        }
    }

    private static bool IsTaken(string path)
    {
        if (File.Exists(path))
            throw new RunDirectoryException($"'{path}' is a file: give a folder for the run");
        try
        {
            return Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            throw RunDirectoryException.Because($"the run directory '{path}' cannot be created", fault);
        }
    }

    private static RunDirectory Fill(string path, RunStart start, RunLock held, TimeProvider clock)
    {
        try
        {
            var run = new RunDirectory(path, RunRecord.Begin(start, clock.GetUtcNow()), held, clock);
            Directory.CreateDirectory(run.FilePath(CheckpointsName));
            AtomicFile.WriteText(run.FilePath(OptionsName), start.OptionsJson);
            run.Record.Save(run.FilePath(RecordName)); // last: a folder with it is a run
            return run;
        }
        catch
        {
            held.Dispose();
            Empty(path);
            throw;
        }
    }

    /// <summary>Takes back what was created, which is everything: the folder was empty. It stays; it may be a mount point.</summary>
    private static void Empty(string path)
    {
        foreach (var file in Directory.GetFiles(path))
            File.Delete(file);
        foreach (var folder in Directory.GetDirectories(path))
            Directory.Delete(folder, recursive: true);
    }

    private static RunDirectoryException Taken(string path) => File.Exists(System.IO.Path.Combine(path, RecordName))
        ? new($"the run '{path}' exists already and is never overwritten: give another folder, or go on with it by 'tandem resume {path}'")
        : new($"the folder '{path}' is not empty: give another one for the run");

    private void ClearLeftovers()
    {
        AtomicFile.ClearLeftovers(Path);
        Checkpoints.ClearLeftovers();
    }
}
