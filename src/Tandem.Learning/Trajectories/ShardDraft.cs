using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Tandem.Learning.Trajectories;

/// <summary>Episodes on their way into a shard, column by column.</summary>
internal sealed class ShardDraft(RecordedWorld world)
{
    private readonly Schema schema = ShardColumns.SchemaOf(world);
    private readonly ArrowBuffer.Builder<int> lengths = new();
    private readonly ArrowBuffer.Builder<double> returns = new();
    private readonly ArrowBuffer.BitmapBuilder terminated = new();
    private readonly ArrowBuffer.BitmapBuilder truncated = new();
    private readonly ArrowBuffer.Builder<ulong> seeds = new();
    private readonly ArrowBuffer.Builder<int> worlds = new();
    private readonly ArrowBuffer.Builder<int> observationOffsets = new ArrowBuffer.Builder<int>().Append(0);
    private readonly ArrowBuffer.Builder<int> stepOffsets = new ArrowBuffer.Builder<int>().Append(0);
    private readonly ArrowBuffer.Builder<float> observations = new();
    private readonly ArrowBuffer.Builder<int> choices = new();
    private readonly ArrowBuffer.Builder<float> values = new();
    private readonly ArrowBuffer.Builder<double> rewards = new();

    public int Episodes { get; private set; }

    public int Steps { get; private set; }

    /// <summary>About as many bytes as the shard will have.</summary>
    public long Bytes =>
        ((long)observations.Length * sizeof(float)) + ((long)(choices.Length + values.Length) * sizeof(int)) + ((long)rewards.Length * sizeof(double));

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
        choices.Append(episode.Choices);
        values.Append(episode.Values);
        rewards.Append(episode.Rewards);
    }

    /// <summary>The shard's file: one uncompressed record batch.</summary>
    public byte[] ToArray()
    {
        using var memory = new MemoryStream();
        using (var writer = new ArrowFileWriter(memory, schema, leaveOpen: true))
        {
            using var batch = new RecordBatch(schema, Columns(), Episodes);
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return memory.ToArray();
    }

    private IArrowArray[] Columns()
    {
        var steps = stepOffsets.Build();
        return
        [
            Numbers(Int32Type.Default, lengths.Build(), Episodes),
            Numbers(DoubleType.Default, returns.Build(), Episodes),
            Numbers(BooleanType.Default, terminated.Build(), Episodes),
            Numbers(BooleanType.Default, truncated.Build(), Episodes),
            Numbers(UInt64Type.Default, seeds.Build(), Episodes),
            Numbers(Int32Type.Default, worlds.Build(), Episodes),
            Lists(ShardColumns.Observations, observationOffsets.Build(), Rows(ShardColumns.Observations, observations.Build(), Steps + Episodes)),
            Lists(ShardColumns.Actions, steps, Rows(ShardColumns.Actions, world.Actions is Box ? values.Build() : choices.Build(), Steps)),
            Lists(ShardColumns.Rewards, steps, Numbers(DoubleType.Default, rewards.Build(), Steps)),
        ];
    }

    private static IArrowArray Numbers(IArrowType type, ArrowBuffer numbers, int count) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type, count, nullCount: 0, offset: 0, [ArrowBuffer.Empty, numbers]));

    private IArrowArray Rows(string column, ArrowBuffer numbers, int rows)
    {
        var type = (FixedSizeListType)((ListType)schema.GetFieldByName(column).DataType).ValueDataType;
        var items = Numbers(type.ValueDataType, numbers, rows * type.ListSize);
        return ArrowArrayFactory.BuildArray(new ArrayData(type, rows, nullCount: 0, offset: 0, [ArrowBuffer.Empty], [items.Data]));
    }

    private IArrowArray Lists(string column, ArrowBuffer offsets, IArrowArray items) => ArrowArrayFactory.BuildArray(
        new ArrayData(schema.GetFieldByName(column).DataType, Episodes, nullCount: 0, offset: 0, [ArrowBuffer.Empty, offsets], [items.Data]));
}
