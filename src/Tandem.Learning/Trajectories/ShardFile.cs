using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// A shard, mapped into memory. Opening it verifies and reads its head alone; all of its bytes are verified when an
/// episode is first looked into.
/// </summary>
internal sealed class ShardFile : IDisposable
{
    /// <summary>An Arrow file is this many bytes, then an Arrow stream, then a table of contents that one batch does not need.</summary>
    private const int MagicLength = 8;

    private readonly string folder;
    private readonly EpisodeShard shard;
    private readonly MappedFile file;
    private readonly ListArray observationLists;
    private readonly ListArray stepLists;
    private readonly FloatArray observations;
    private readonly int observationWidth;
    private readonly Int32Array? choices;
    private readonly FloatArray? values;
    private readonly int actionWidth;
    private readonly DoubleArray rewards;
    private bool verified;

    private ShardFile(string folder, EpisodeShard shard, MappedFile file, RecordBatch batch, RecordedWorld world)
    {
        (this.folder, this.shard, this.file) = (folder, shard, file);
        (observationWidth, actionWidth) = (world.Observations.Width, world.Actions.Width);
        observationLists = (ListArray)batch.Column(ShardColumns.Observations);
        observations = (FloatArray)Rows(observationLists, observationWidth);
        stepLists = (ListArray)batch.Column(ShardColumns.Actions);
        var actions = Rows(stepLists, actionWidth);
        choices = world.Actions is Box ? null : (Int32Array)actions;
        values = world.Actions is Box ? (FloatArray)actions : null;
        rewards = (DoubleArray)((ListArray)batch.Column(ShardColumns.Rewards)).Values;
        Infos = ReadInfos(batch);
        RequireWhole((ListArray)batch.Column(ShardColumns.Rewards));
    }

    /// <summary>The shard as the index knows it.</summary>
    public EpisodeShard Listed => shard;

    /// <summary>What is known of each episode.</summary>
    public EpisodeInfo[] Infos { get; }

    /// <exception cref="InvalidDataException">The shard is missing, cut short, damaged, or of another world than the index says.</exception>
    public static ShardFile Open(string folder, EpisodeShard shard, RecordedWorld world)
    {
        var path = Path.Combine(folder, shard.File);
        RequireLength(folder, shard, new FileInfo(path));
        var file = new MappedFile(path);
        try
        {
            // Before anything in it is believed: a wrong length in its tables could ask for all memory.
            RequireHash(folder, shard, file.GetSpan()[..shard.HeadBytes], shard.HeadSha256);
            return new ShardFile(folder, shard, file, ReadBatch(file.Memory), world);
        }
        catch (Exception fault)
        {
            ((IDisposable)file).Dispose();
            throw fault as InvalidDataException
                ?? Fault(folder, shard, "is damaged: it does not hold the episodes that the index says", fault);
        }
    }

    /// <summary>How much of a shard's file comes before its steps.</summary>
    public static int HeadLength(ReadOnlyMemory<byte> bytes)
    {
        var observations = (ListArray)ReadBatch(bytes).Column(ShardColumns.Observations);
        var numbers = ((FloatArray)((FixedSizeListArray)observations.Values).Values).ValueBuffer.Memory;
        return MemoryMarshal.TryGetArray(bytes, out var file) && MemoryMarshal.TryGetArray(numbers, out var place) && place.Array == file.Array
            ? place.Offset - file.Offset
            : throw new InvalidOperationException("a shard's steps were not read where they lie");
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>One episode, where it lies.</summary>
    public EpisodeView Episode(int row)
    {
        if (!verified)
        {
            Verify();
        }

        var info = Infos[row];
        var (seen, first) = (observationLists.ValueOffsets[row], stepLists.ValueOffsets[row]);
        return new EpisodeView
        {
            Info = info,
            Observations = observations.Values.Slice(seen * observationWidth, (info.Length + 1) * observationWidth),
            Choices = choices is null ? default : choices.Values.Slice(first * actionWidth, info.Length * actionWidth),
            Values = values is null ? default : values.Values.Slice(first * actionWidth, info.Length * actionWidth),
            Rewards = rewards.Values.Slice(first, info.Length),
        };
    }

    /// <exception cref="InvalidDataException">The file's bytes are not those that were written.</exception>
    public void Verify()
    {
        RequireHash(folder, shard, file.GetSpan(), shard.Sha256);
        verified = true;
    }

    public void Dispose() => ((IDisposable)file).Dispose();

    private static RecordBatch ReadBatch(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new ArrowStreamReader(bytes[MagicLength..]);
        return reader.ReadNextRecordBatch();
    }

    private static void RequireHash(string folder, EpisodeShard shard, ReadOnlySpan<byte> bytes, string expected)
    {
        if (HashOf(bytes) != expected)
        {
            throw Fault(folder, shard, "is damaged: its bytes are not those that were written");
        }
    }

    private static IArrowArray Rows(ListArray lists, int width)
    {
        var rows = (FixedSizeListArray)lists.Values;
        var actual = ((Apache.Arrow.Types.FixedSizeListType)rows.Data.DataType).ListSize;
        return actual == width ? rows.Values : throw new FormatException($"rows of {actual} numbers where {width} belong");
    }

    private static EpisodeInfo[] ReadInfos(RecordBatch batch)
    {
        var lengths = ((Int32Array)batch.Column(ShardColumns.Length)).Values;
        var returns = ((DoubleArray)batch.Column(ShardColumns.Return)).Values;
        var terminated = (BooleanArray)batch.Column(ShardColumns.Terminated);
        var truncated = (BooleanArray)batch.Column(ShardColumns.Truncated);
        var seeds = ((UInt64Array)batch.Column(ShardColumns.Seed)).Values;
        var worlds = ((Int32Array)batch.Column(ShardColumns.World)).Values;
        var infos = new EpisodeInfo[batch.Length];
        for (var row = 0; row < infos.Length; row++)
        {
            infos[row] = new EpisodeInfo(
                lengths[row], returns[row], terminated.GetValue(row) == true, truncated.GetValue(row) == true, seeds[row], worlds[row]);
        }

        return infos;
    }

    /// <summary>The lists must lie end to end and be as long as the episodes, so that every slice of them is in bounds.</summary>
    private void RequireWhole(ListArray rewardLists)
    {
        var seen = observationLists.ValueOffsets;
        var acted = stepLists.ValueOffsets;
        var earned = rewardLists.ValueOffsets;
        long steps = 0;
        for (var row = 0; row < Infos.Length; row++)
        {
            if (Infos[row].Length < 1 || seen[row] != steps + row || acted[row] != steps || earned[row] != steps)
            {
                throw new FormatException($"episode {row} does not begin where the one before it ends");
            }

            steps += Infos[row].Length;
        }

        if (Infos.Length != shard.Episodes || steps != shard.Steps || rewards.Length != steps
            || observations.Length != (steps + Infos.Length) * observationWidth || (choices?.Length ?? values!.Length) != steps * actionWidth)
        {
            throw new FormatException($"{Infos.Length} episodes of {steps} steps");
        }
    }

    private static void RequireLength(string folder, EpisodeShard shard, FileInfo file)
    {
        if (!file.Exists)
        {
            throw Fault(folder, shard, "is missing: restore it from a copy");
        }

        if (file.Length != shard.Bytes)
        {
            throw Fault(folder, shard, file.Length switch
            {
                0 => "is empty: restore it from a copy",
                _ when file.Length < shard.Bytes => $"is cut short: {file.Length} of {shard.Bytes} bytes are there",
                _ => $"has {file.Length} bytes where {shard.Bytes} were written",
            });
        }
    }

    private static InvalidDataException Fault(string folder, EpisodeShard shard, string what, Exception? inner = null) =>
        new($"episodes '{folder}': {shard.File} {what}", inner);
}
