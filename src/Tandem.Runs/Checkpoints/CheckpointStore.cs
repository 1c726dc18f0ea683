using System.Globalization;

namespace Tandem.Runs.Checkpoints;

/// <summary>
/// The checkpoints of a run, a folder each, named after its step. One appears whole or not at all: it is written aside,
/// flushed to disk file by file, and renamed. Kept are the last two and the best, unless all are asked for.
/// </summary>
/// <remarks>
/// A folder whose name begins with a dot is work in progress: <c>.writing-n</c> is not complete, <c>.replaced-n</c>
/// was complete and makes way for another of the same step, <c>.deleting-n</c> is on its way out.
/// </remarks>
public sealed class CheckpointStore
{
    private const int KeptLast = 2;
    private const string Writing = ".writing-", Replaced = ".replaced-", Deleting = ".deleting-";

    private readonly string folder;
    private readonly bool isWritable;

    internal CheckpointStore(string folder, bool isWritable)
    {
        this.folder = folder;
        this.isWritable = isWritable;
    }

    /// <summary>The steps of which there is a checkpoint, good or not, in ascending order.</summary>
    public IReadOnlyList<long> Steps => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetDirectories(folder).Select(StepOf).OfType<long>().Order()];

    /// <summary>Writes a checkpoint, then deletes those that are no longer kept.</summary>
    /// <param name="draft">The checkpoint.</param>
    /// <param name="kept">Which are kept.</param>
    /// <exception cref="RunDirectoryException">The disk is full or fails; the earlier checkpoints are intact.</exception>
    public void Write(CheckpointDraft draft, KeptCheckpoints kept = KeptCheckpoints.LastAndBest)
    {
        RequireWritable();
        var aside = PathOf(Writing, draft.Step);
        try
        {
            Directory.CreateDirectory(folder);
            DeleteIfThere(aside);
            Fill(aside, draft);
            Publish(aside, draft.Step);
        }
        catch (Exception fault)
        {
            DeleteIfThere(aside);
            if (SystemFault.IsSystem(fault))
                throw RunDirectoryException.Because($"checkpoint {draft.Step} cannot be written to '{folder}'", fault);
            throw;
        }

        if (kept == KeptCheckpoints.LastAndBest)
            Prune();
    }

    /// <summary>Opens the checkpoint of a step and verifies it.</summary>
    /// <exception cref="InvalidDataException">It is missing, or a file in it is missing or damaged.</exception>
    public Checkpoint Read(long step) => Directory.Exists(PathOf(step))
        ? Checkpoint.Open(PathOf(step))
        : throw new InvalidDataException($"there is no checkpoint {step} in '{folder}': give one of {string.Join(", ", Steps)}");

    /// <summary>The last checkpoint that is good, and what is wrong with those after it.</summary>
    public CheckpointSearch LatestGood() => Search(() => Steps.Reverse());

    /// <summary>The good checkpoint with the highest score, the earlier of equals, as early stopping counts them; those without a score come last.</summary>
    public CheckpointSearch BestGood() => Search(ByScore);

    /// <summary>Deletes the checkpoints after a step, which a resumed run will write anew.</summary>
    internal void DiscardAfter(long step)
    {
        RequireWritable();
        foreach (var later in Steps.Where(other => other > step))
            Delete(later);
    }

    /// <summary>Clears away what a killed process left; a complete checkpoint that was being replaced comes back.</summary>
    internal void ClearLeftovers()
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var leftover in Directory.GetDirectories(folder, ".*"))
        {
            var name = Path.GetFileName(leftover);
            var target = name.StartsWith(Replaced, StringComparison.Ordinal) ? Path.Combine(folder, name[Replaced.Length..]) : null;
            if (target is not null && !Directory.Exists(target))
                Directory.Move(leftover, target);
            else
                Directory.Delete(leftover, recursive: true);
        }
    }

    private static void Fill(string aside, CheckpointDraft draft)
    {
        Directory.CreateDirectory(aside);
        foreach (var (name, write) in draft.Files)
            AtomicFile.WriteFlushed(Path.Combine(aside, name), write);
        AtomicFile.WriteFlushed(Path.Combine(aside, CheckpointDraft.StateName), CheckpointState.Of(draft).WriteTo);
        AtomicFile.WriteFlushed(Path.Combine(aside, CheckpointManifest.FileName), CheckpointManifest.Of(aside).WriteTo);
        DurableFolder.Flush(aside);
    }

    private void Publish(string aside, long step)
    {
        var target = PathOf(step);
        var replaced = PathOf(Replaced, step);
        DeleteIfThere(replaced);
        if (Directory.Exists(target))
            Directory.Move(target, replaced);
        Directory.Move(aside, target);
        DurableFolder.Flush(folder);
        DeleteIfThere(replaced);
    }

    private void Prune()
    {
        var kept = Steps.Reverse().Take(KeptLast).Concat(ByScore().Take(1)).ToHashSet();
        foreach (var step in Steps.Where(step => !kept.Contains(step)))
            Delete(step);
    }

    /// <summary>Renames first: a deletion cut off in the middle must not look like a damaged checkpoint.</summary>
    private void Delete(long step)
    {
        try
        {
            var deleting = PathOf(Deleting, step);
            DeleteIfThere(deleting);
            Directory.Move(PathOf(step), deleting);
            Directory.Delete(deleting, recursive: true);
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            // A reader may hold it open; one checkpoint too many is no reason to end a training, and the next deletion tries again.
        }
    }

    private IEnumerable<long> ByScore() => Steps
        .OrderByDescending(step => ScoreOf(step) ?? double.NegativeInfinity)
        .ThenBy(step => ScoreOf(step) is null ? -step : step);

    private double? ScoreOf(long step)
    {
        try
        {
            return CheckpointState.Read(PathOf(step)).Score;
        }
        catch (InvalidDataException)
        {
            return null; // damaged: whoever opens it will be told
        }
    }

    private static void DeleteIfThere(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    /// <summary>A training may delete what a reader has just listed: then the reader lists again.</summary>
    private CheckpointSearch Search(Func<IEnumerable<long>> order)
    {
        while (true)
        {
            var listed = Steps;
            var search = FirstGood(order());
            if (search.Found is not null || listed.SequenceEqual(Steps))
                return search;
        }
    }

    private CheckpointSearch FirstGood(IEnumerable<long> steps)
    {
        var skipped = new List<string>();
        foreach (var step in steps)
        {
            try
            {
                return new CheckpointSearch(Read(step), skipped);
            }
            catch (Exception fault) when (fault is InvalidDataException || SystemFault.IsSystem(fault))
            {
                skipped.Add(fault.Message);
            }
        }

        return new CheckpointSearch(null, skipped);
    }

    private string PathOf(long step) => PathOf("", step);

    private string PathOf(string prefix, long step) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{prefix}{step}"));

    private long? StepOf(string path) =>
        long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var step) && PathOf(step) == path
            ? step
            : null;

    private void RequireWritable()
    {
        if (!isWritable)
            throw new InvalidOperationException($"the checkpoints '{folder}' were opened to read: use RunDirectory.Create or Resume to write");
    }
}
