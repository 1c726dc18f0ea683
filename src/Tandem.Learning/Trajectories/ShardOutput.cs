using Tandem.Runs;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Writes full drafts as shards while the next one is being filled: one at a time, on another thread, and each whole before
/// the index lists it. Everything but the writing itself happens on the thread of whoever calls.
/// </summary>
internal sealed class ShardOutput(string folder, EpisodeIndex index, RecordedWorld world) : IDisposable
{
    private readonly MemoryStream file = new();
    private ShardDraft spare = new(world);
    private Func<EpisodeIndex>? job;
    private Task<EpisodeIndex>? running;

    /// <summary>The index as it was when last waited for.</summary>
    public EpisodeIndex Index { get; private set; } = index;

    /// <summary>How many episodes the set has with those that are being written.</summary>
    public long Episodes => Index.Episodes + (job is null ? 0 : spare.Episodes);

    /// <summary>How many steps they have together.</summary>
    public long Steps => Index.Steps + (job is null ? 0 : spare.Steps);

    /// <summary>Begins to write a draft, and gives an empty one to go on with.</summary>
    /// <exception cref="IOException">The draft before could not be written.</exception>
    public ShardDraft Write(ShardDraft full, string rider, ulong seed)
    {
        Wait();
        (spare, full) = (full, spare);
        var (draft, before) = (spare, Index);
        job = () => Save(draft, before, rider, seed);
        running = Task.Run(job);
        return full;
    }

    /// <summary>Waits until everything is written; what could not be is tried once more.</summary>
    /// <exception cref="IOException">It cannot be written; what was there before is intact.</exception>
    public void Wait()
    {
        if (job is null)
        {
            return;
        }

        var task = running ?? Task.Run(job);
        running = null;
        Index = task.GetAwaiter().GetResult();
        job = null;
        spare.Clear();
    }

    /// <summary>Lets go of its memory; what is not written yet is lost.</summary>
    public void Dispose() => file.Dispose();

    private EpisodeIndex Save(ShardDraft draft, EpisodeIndex before, string rider, ulong seed)
    {
        var bytes = draft.ToFile(file);
        var head = ShardFile.HeadLength(bytes);
        var shard = new EpisodeShard
        {
            File = ShardName.Of(before.Shards.Count),
            Rider = rider,
            Seed = seed,
            Episodes = draft.Episodes,
            Steps = draft.Steps,
            Bytes = bytes.Length,
            Sha256 = ShardFile.HashOf(bytes.Span),
            HeadBytes = head,
            HeadSha256 = ShardFile.HashOf(bytes.Span[..head]),
        };
        AtomicFile.Write(Path.Combine(folder, shard.File), stream => stream.Write(bytes.Span));
        var after = before.With(shard);
        after.Save(folder);
        return after;
    }
}
