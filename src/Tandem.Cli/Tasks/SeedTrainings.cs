using System.Collections.Concurrent;
using System.Globalization;
using Tandem.Cli.Commands;
using Tandem.Cli.Plots;
using Tandem.Cli.Terminal;
using Tandem.Learning.Reinforcement;
using Tandem.Runs;

namespace Tandem.Cli.Tasks;

/// <summary>
/// Trainings that differ in their seed alone, side by side in one process, as many at a time as there are threads: a run each,
/// <c>seed-0</c> and so on, below one that names them all.
/// </summary>
internal sealed class SeedTrainings : IDisposable
{
    private readonly CommandContext context;
    private readonly Algorithm algorithm;

    private SeedTrainings(CommandContext context, Algorithm algorithm, LearnerTask task, RunDirectory directory) =>
        (this.context, this.algorithm, Task, Directory) = (context, algorithm, task, directory);

    /// <summary>What each of them trains, but for its seed.</summary>
    public LearnerTask Task { get; }

    /// <summary>The folder above them.</summary>
    public RunDirectory Directory { get; }

    /// <summary>How many there are.</summary>
    public int Count => Directory.Record.Seeds!.Value;

    /// <summary>Prepares new trainings; the folder is created last.</summary>
    /// <param name="context">The worlds and the clock.</param>
    /// <param name="algorithm">What is trained.</param>
    /// <param name="task">With what options.</param>
    /// <param name="seeds">How many; seeds begin at 0.</param>
    /// <param name="args">The command line.</param>
    /// <param name="folder">The folder; null: the next free one.</param>
    public static SeedTrainings Start(CommandContext context, Algorithm algorithm, LearnerTask task, int seeds, string[] args, string? folder)
    {
        if (seeds is < 2 or > 1_000)
        {
            throw new ArgumentException($"{seeds} seeds are out of range: give 2 to 1000, or leave --seeds out to train one");
        }

        algorithm.NewTraining(context.Catalog, task).Dispose(); // what it refuses, it refuses before there is a folder
        var directory = NewRun.Create(context, args, folder, algorithm.Name, task.Environment.Id, 0, task, seeds);
        return new SeedTrainings(context, algorithm, task, directory);
    }

    /// <summary>Prepares to go on with trainings whose folder is open and locked.</summary>
    public static SeedTrainings Resume(CommandContext context, RunDirectory directory)
    {
        var (algorithm, task) = LearnerTask.Of(context.Catalog, directory);
        return new SeedTrainings(context, algorithm, task, directory);
    }

    /// <summary>The folders of a run's seeds, where it has any, else its own.</summary>
    public static IEnumerable<string> FoldersOf(RunDirectory directory) => directory.Record.Seeds is { } seeds
        ? Enumerable.Range(0, seeds).Select(seed => FolderOf(directory, seed))
        : [directory.Path];

    /// <summary>Trains each to its end or until interrupted. One that fails leaves the others alone.</summary>
    /// <param name="watch">Is told of each seed's run before it is begun, and gives back what is told of its updates.</param>
    /// <param name="ended">Is told of each seed that is complete, from the thread that trained it.</param>
    /// <param name="cancellation">Ends every training after the update at hand.</param>
    /// <returns>Whether all are complete.</returns>
    /// <exception cref="InvalidOperationException">Some failed; the message says which and why.</exception>
    public bool Train(Func<int, LearnerRun, Action<LearnerRun>> watch, Action<int> ended, CancellationToken cancellation)
    {
        Directory.SetStatus(RunStatus.Running);
        var failures = new ConcurrentDictionary<int, Exception>();
        var complete = 0;
        var seeds = Partitioner.Create(Enumerable.Range(0, Count), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Task.Machine.ThreadsHere }, seed =>
        {
            try
            {
                if (!cancellation.IsCancellationRequested && Train(seed, watch, cancellation))
                {
                    Interlocked.Increment(ref complete);
                    ended(seed);
                }
            }
            catch (Exception fault)
            {
                failures[seed] = fault;
            }
        });
        if (!failures.IsEmpty)
        {
            var failure = Failure(failures, complete);
            Directory.NoteFailure(failure);
            throw failure;
        }

        Directory.SetStatus(complete == Count ? RunStatus.Completed : RunStatus.Interrupted);
        return complete == Count;
    }

    public void Dispose() => Directory.Dispose();

    private static string FolderOf(RunDirectory directory, int seed) => directory.FilePath(string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"));

    private bool Train(int seed, Func<int, LearnerRun, Action<LearnerRun>> watch, CancellationToken cancellation)
    {
        var folder = FolderOf(Directory, seed);
        var isBegun = File.Exists(Path.Combine(folder, "run.json"));
        if (isBegun && RunDirectory.Open(folder).Record.Status == RunStatus.Completed)
        {
            return true;
        }

        using var training = isBegun
            ? LearnerTraining.Resume(context.Catalog, RunDirectory.Resume(folder, context.Time), context.Time)
            : TrainLearnerCommand.Prepare(context, algorithm, TaskOf(seed), Directory.Record.CommandLine.Split(' ')[1..], folder);
        using var stall = new StallWatch(context, training, string.Create(CultureInfo.InvariantCulture, $"{training.Spec.Id}, seed {seed}"));
        var told = watch(seed, training.Run);
        var isComplete = training.Run.Train(
            run =>
            {
                stall.Note();
                told(run);
            },
            cancellation);
        if (isComplete)
        {
            LearnerCurve.Draw(training);
        }

        return isComplete;
    }

    /// <summary>What a seed trains: on one thread, for its neighbours have the others.</summary>
    private LearnerTask TaskOf(int seed) => Task.WithSeed((ulong)seed) with { Machine = Task.Machine with { Threads = 1 } };

    private InvalidOperationException Failure(ConcurrentDictionary<int, Exception> failures, int complete)
    {
        var (seed, fault) = failures.MinBy(failure => failure.Key);
        var others = failures.Count > 1 ? $", and so did {failures.Count - 1} more" : "";
        return new InvalidOperationException(
            $"seed {seed} failed in {Task.Environment.Id}: {fault.Message}{others} ({complete} of {Count} seeds are complete, the others keep their last checkpoints; 'tandem resume {Directory.Path}' goes on)",
            fault);
    }
}
