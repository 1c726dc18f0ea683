using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Tandem.Learning.Trajectories;

/// <summary>Episodes on their way into a shard, column by column; used again for the next shard.</summary>
internal sealed class ShardDraft
{
    private readonly Schema schema;
    private readonly ColumnBytes lengths = new();
    private readonly ColumnBytes returns = new();
    private readonly ArrowBuffer.BitmapBuilder terminated = new();
    private readonly ArrowBuffer.BitmapBuilder truncated = new();
    private readonly ColumnBytes seeds = new();
    private readonly ColumnBytes worlds = new();
    private readonly ColumnBytes observationOffsets = new();
    private readonly ColumnBytes stepOffsets = new();
    private readonly ColumnBytes observations = new();
    private readonly ColumnBytes actions = new();
    private readonly ColumnBytes rewards = new();

    public ShardDraft(RecordedWorld world)
    {
        schema = ShardColumns.SchemaOf(world);
        Clear();
    }

    public int Episodes { get; private set; }

    public int Steps { get; private set; }

    /// <summary>About as many bytes as the shard will have.</summary>
    public long Bytes => (long)observations.Length + actions.Length + rewards.Length;

    public void Clear()
    {
        (Episodes, Steps) = (0, 0);
        terminated.Clear();
        truncated.Clear();
        foreach (var column in (ReadOnlySpan<ColumnBytes>)[lengths, returns, seeds, worlds, observationOffsets, stepOffsets, observations, actions, rewards])
        {
            column.Clear();
        }

        observationOffsets.Append(0);
        stepOffsets.Append(0);
    }

    public void Add(EpisodeView episode)
    {
        Episodes++;
        Steps += episode.Info.Length;
        lengths.Append(episode.Info.Length);
        returns.Append(episode.Info.Return);
        terminated.Append(episode.Info.Terminated);
        truncated.Append(episode.Info.Truncated);
        seeds.Append(episode.Info.Seed);
        worlds.Append(episode.Info.World);
        observationOffsets.Append(Steps + Episodes);
        stepOffsets.Append(Steps);
        observations.Append(episode.Observations);
        actions.Append(episode.Choices);
        actions.Append(episode.Values);
        rewards.Append(episode.Rewards);
    }

    /// <summary>The shard's file: one uncompressed record batch.</summary>
    /// <param name="file">Where it is made; used again and again, so that no shard asks for memory that the last one had.</param>
    public ReadOnlyMemory<byte> ToFile(MemoryStream file)
    {
        file.SetLength(0);
        file.Capacity = Math.Max(file.Capacity, checked((int)(Bytes + (Bytes / 8))));
        using (var writer = new ArrowFileWriter(file, schema, leaveOpen: true))
        {
            using var batch = new RecordBatch(schema, Columns(), Episodes);
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return file.GetBuffer().AsMemory(0, (int)file.Length);
    }

    private IArrowArray[] Columns() =>
    [
        Numbers(Int32Type.Default, lengths.Buffer, Episodes),
        Numbers(DoubleType.Default, returns.Buffer, Episodes),
        Numbers(BooleanType.Default, terminated.Build(), Episodes),
        Numbers(BooleanType.Default, truncated.Build(), Episodes),
        Numbers(UInt64Type.Default, seeds.Buffer, Episodes),
        Numbers(Int32Type.Default, worlds.Buffer, Episodes),
        Lists(ShardColumns.Observations, observationOffsets, Rows(ShardColumns.Observations, observations, Steps + Episodes)),
        Lists(ShardColumns.Actions, stepOffsets, Rows(ShardColumns.Actions, actions, Steps)),
        Lists(ShardColumns.Rewards, stepOffsets, Numbers(DoubleType.Default, rewards.Buffer, Steps)),
    ];

    private static IArrowArray Numbers(IArrowType type, ArrowBuffer numbers, int count) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type, count, nullCount: 0, offset: 0, [ArrowBuffer.Empty, numbers]));

    private IArrowArray Rows(string column, ColumnBytes numbers, int rows)
    {
        var type = (FixedSizeListType)((ListType)schema.GetFieldByName(column).DataType).ValueDataType;
        var items = Numbers(type.ValueDataType, numbers.Buffer, rows * type.ListSize);
        return ArrowArrayFactory.BuildArray(new ArrayData(type, rows, nullCount: 0, offset: 0, [ArrowBuffer.Empty], [items.Data]));
    }

    private IArrowArray Lists(string column, ColumnBytes offsets, IArrowArray items) => ArrowArrayFactory.BuildArray(
        new ArrayData(schema.GetFieldByName(column).DataType, Episodes, nullCount: 0, offset: 0, [ArrowBuffer.Empty, offsets.Buffer], [items.Data]));
}
