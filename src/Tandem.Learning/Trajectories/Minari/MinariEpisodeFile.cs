using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Tandem.Learning.Trajectories;

/// <summary>Turns one episode after the other into Minari's Arrow file: one uncompressed record batch. Its memory is used again and again.</summary>
internal sealed class MinariEpisodeFile(RecordedWorld world)
{
    private readonly Schema schema = MinariColumns.SchemaOf(world);
    private readonly ColumnBytes observations = new();
    private readonly ColumnBytes actions = new();
    private readonly ColumnBytes rewards = new();

    /// <summary>Writes an episode.</summary>
    public void Write(EpisodeView episode, Stream file)
    {
        var rows = episode.Info.Length + 1;
        Fill(episode);
        using var batch = new RecordBatch(
            schema,
            [
                Rows(0, observations, rows),
                Rows(1, actions, rows),
                Numbers(DoubleType.Default, rewards.Buffer, rows),
                Numbers(BooleanType.Default, OnlyLastStep(rows, episode.Info.Terminated), rows),
                Numbers(BooleanType.Default, OnlyLastStep(rows, episode.Info.Truncated), rows),
            ],
            rows);
        using var writer = new ArrowFileWriter(file, schema, leaveOpen: true);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
    }

    private void Fill(EpisodeView episode)
    {
        observations.Clear();
        actions.Clear();
        rewards.Clear();
        Append(world.Observations, observations, episode.Observations);
        Append(actions, episode.Choices);
        actions.Append(episode.Values);
        actions.Append<byte>(new byte[world.Actions.Width * (world.Actions is Box ? sizeof(float) : sizeof(long))]);
        rewards.Append(episode.Rewards);
        rewards.Append(0.0);
    }

    /// <summary>Observed choices are whole numbers that were kept as real ones.</summary>
    private static void Append(Space space, ColumnBytes column, ReadOnlySpan<float> numbers)
    {
        if (space is Box)
        {
            column.Append(numbers);
            return;
        }

        foreach (var number in numbers)
        {
            column.Append((long)number);
        }
    }

    private static void Append(ColumnBytes column, ReadOnlySpan<int> choices)
    {
        foreach (var choice in choices)
        {
            column.Append((long)choice);
        }
    }

    /// <summary>True at the last step, which the row of the final observation follows.</summary>
    private static ArrowBuffer OnlyLastStep(int rows, bool value)
    {
        var bits = new byte[(rows + 7) / 8];
        if (value)
        {
            bits[(rows - 2) / 8] |= (byte)(1 << ((rows - 2) % 8));
        }

        return new ArrowBuffer(bits);
    }

    private IArrowArray Rows(int column, ColumnBytes numbers, int rows)
    {
        if (schema.GetFieldByIndex(column).DataType is not FixedSizeListType type)
        {
            return Numbers(Int64Type.Default, numbers.Buffer, rows);
        }

        var items = Numbers(type.ValueDataType, numbers.Buffer, rows * type.ListSize);
        return ArrowArrayFactory.BuildArray(new ArrayData(type, rows, nullCount: 0, offset: 0, [ArrowBuffer.Empty], [items.Data]));
    }

    private static IArrowArray Numbers(IArrowType type, ArrowBuffer numbers, int count) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type, count, nullCount: 0, offset: 0, [ArrowBuffer.Empty, numbers]));
}
