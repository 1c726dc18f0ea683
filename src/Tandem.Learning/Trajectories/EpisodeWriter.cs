using Tandem.Runs;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Writes episodes into a folder, shard by shard. Whatever is killed and whenever, the folder stays readable: a shard is
/// written aside, flushed and renamed, and only then is the index replaced by one that lists it.
/// </summary>
/// <remarks>
/// Full shards are written on another thread while episodes go on being added. What was added since the last one is lost
/// unless <see cref="Flush"/> or <see cref="Dispose"/> is called.
/// </remarks>
public sealed class EpisodeWriter : IDisposable
{
    private const string LockName = ".lock";
    private const long BytesOfShard = 16 << 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly string folder;
    private readonly FileStream held;
    private readonly TimeProvider? clock;
    private readonly ShardOutput output;
    private ShardDraft draft;
    private (string Rider, ulong Seed) recording = ("", 0);
    private long begun;

    private EpisodeWriter(string folder, FileStream held, EpisodeIndex index, RecordedWorld world, TimeProvider? clock)
    {
        (this.folder, this.held, this.clock, World) = (folder, held, clock, world);
        (output, draft) = (new ShardOutput(folder, index, world), new ShardDraft(world));
    }

    /// <summary>The world that the episodes come from.</summary>
    public RecordedWorld World { get; }

    /// <summary>How many episodes the set holds, those that are not in a shard yet included.</summary>
    public long Episodes => output.Episodes + draft.Episodes;

    /// <summary>How many steps they have together.</summary>
    public long Steps => output.Steps + draft.Steps;

    /// <summary>Begins a set in a new or empty folder.</summary>
    /// <param name="folder">The folder, which is created.</param>
    /// <param name="world">The world that the episodes come from.</param>
    /// <param name="clock">Where given, a shard is written at least every half minute, so that slow worlds lose little when killed.</param>
    /// <exception cref="IOException">The folder holds something already, or cannot be written.</exception>
    public static EpisodeWriter Create(string folder, RecordedWorld world, TimeProvider? clock = null) => Guard(folder, () =>
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"'{folder}' is there already and is never overwritten: give another folder, or append to the episodes in it");
        }

        Directory.CreateDirectory(folder);
        return Locked(folder, held =>
        {
            var index = EpisodeIndex.Begin(world);
            index.Save(folder);
            return new EpisodeWriter(folder, held, index, world, clock);
        });
    });

    /// <summary>Goes on with a set.</summary>
    /// <param name="folder">The folder of the set.</param>
    /// <param name="world">The world that the new episodes come from, which must be that of the old ones.</param>
    /// <param name="clock">As for <see cref="Create"/>.</param>
    /// <exception cref="ArgumentException">The set is of another world.</exception>
    /// <exception cref="IOException">There is no set, it is being written by another process, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">The set's index is damaged, or a newer version wrote it.</exception>
    public static EpisodeWriter Append(string folder, RecordedWorld world, TimeProvider? clock = null) => Guard(folder, () =>
    {
        _ = EpisodeIndex.Read(folder);
        return Locked(folder, held =>
        {
            var index = EpisodeIndex.Read(folder);
            EpisodeSet.RequireWorld(folder, EpisodeSet.WorldOf(folder, index), world);
            ClearLeftovers(folder, index);
            return new EpisodeWriter(folder, held, index, world, clock);
        });
    });

    /// <summary>Says who rides from now on, and from which seed: each shard remembers it.</summary>
    /// <exception cref="ArgumentException">The set holds rides of this rider from this seed: the same ones would come again.</exception>
    public void Begin(string rider, ulong seed)
    {
        RequireNew(rider, seed);
        recording = (rider, seed);
    }

    /// <summary>Refuses what <see cref="Begin"/> would, and begins nothing.</summary>
    internal void RequireNew(string rider, ulong seed)
    {
        // What was added so far counts once it is in a shard.
        Flush();
        if (output.Index.Shards.Any(shard => shard.Rider == rider && shard.Seed == seed))
        {
            throw new ArgumentException($"'{folder}' holds rides of '{rider}' from seed {seed} already, and the same ones would come again: give another seed");
        }
    }

    /// <summary>Adds an episode; it is copied.</summary>
    /// <exception cref="ArgumentException">The episode is empty, has no end, or is not of the world's shape.</exception>
    /// <exception cref="IOException">A full shard cannot be written.</exception>
    public void Add(EpisodeView episode)
    {
        RequireShape(episode);
        if (draft.Episodes == 0)
        {
            begun = clock?.GetTimestamp() ?? 0;
        }

        draft.Add(episode);
        if (draft.Bytes >= BytesOfShard)
        {
            HandOver();
        }
        else if (clock is not null && clock.GetElapsedTime(begun) >= LongestWait)
        {
            Flush();
        }
    }

    /// <summary>Writes what was added since the last shard as a shard of its own, and returns when the disk has it.</summary>
    /// <exception cref="IOException">It cannot be written; what was there before is intact.</exception>
    public void Flush()
    {
        if (draft.Episodes > 0)
        {
            HandOver();
        }

        Guard(folder, output.Wait);
    }

    /// <summary>Writes what was added since the last shard, and lets others write.</summary>
    public void Dispose()
    {
        try
        {
            Flush();
        }
        finally
        {
            output.Dispose();
            held.Dispose();
        }
    }

    /// <summary>A full shard is written while the next is being filled.</summary>
    private void HandOver() => draft = Guard(folder, () => output.Write(draft, recording.Rider, recording.Seed));

    private void RequireShape(EpisodeView episode)
    {
        var steps = episode.Info.Length;
        var (choices, values) = World.Actions is Box ? (0, World.Actions.Width) : (World.Actions.Width, 0);
        if (steps < 1 || episode.Rewards.Length != steps)
        {
            throw new ArgumentException($"an episode of {steps} steps with {episode.Rewards.Length} rewards cannot be kept: give at least one step, and a reward for each");
        }

        if (episode.Observations.Length != (steps + 1) * World.Observations.Width)
        {
            throw new ArgumentException($"an episode of {steps} steps in {World.Observations} has {(steps + 1) * World.Observations.Width} observed numbers, the last observation included, and {episode.Observations.Length} were given");
        }

        if (episode.Choices.Length != steps * choices || episode.Values.Length != steps * values)
        {
            throw new ArgumentException($"an episode of {steps} steps with actions of {World.Actions} has {steps * choices} choices and {steps * values} values, and {episode.Choices.Length} and {episode.Values.Length} were given");
        }

        if (episode.Info is { Terminated: false, Truncated: false })
        {
            throw new ArgumentException("an episode that neither terminated nor was truncated is not over: say which it was");
        }
    }

    /// <summary>Shards that were written but not listed when a recorder was killed, and files half written.</summary>
    private static void ClearLeftovers(string folder, EpisodeIndex index)
    {
        AtomicFile.ClearLeftovers(folder);
        var listed = index.Shards.Select(shard => shard.File).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder, ShardName.Pattern).Where(path => !listed.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
        }
    }

    private static EpisodeWriter Locked(string folder, Func<FileStream, EpisodeWriter> open)
    {
        var held = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return open(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static void Guard(string folder, Action write) => Guard(folder, () =>
    {
        write();
        return true;
    });

    /// <summary>Turns what the operating system refuses into a sentence.</summary>
    private static T Guard<T>(string folder, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException fault) when (SystemFault.IsInUse(fault))
        {
            throw new IOException($"the episodes in '{folder}' are being written by another process: wait for it to end, or give another folder", fault);
        }
        catch (Exception fault) when (SystemFault.IsDiskFull(fault) || fault is UnauthorizedAccessException)
        {
            throw RunDirectoryException.Because($"the episodes in '{folder}' cannot be written", fault);
        }
    }
}
