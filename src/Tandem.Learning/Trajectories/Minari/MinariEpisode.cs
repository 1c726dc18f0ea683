using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Tandem.Learning.Trajectories;

/// <summary>One episode out of Minari's layout, in arrays.</summary>
internal sealed record MinariEpisode(float[] Observations, double[] Actions, double[] Rewards, bool Terminated, bool Truncated, Space ActionSpace)
{
    /// <exception cref="IOException">There is no file of the episode.</exception>
    /// <exception cref="FormatException">The file does not hold an episode of the world.</exception>
    public static MinariEpisode Read(string folder, RecordedWorld world)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.arrow") : [];
        if (files.Length != 1)
        {
            throw new FileNotFoundException($"it has {files.Length} Arrow files: restore it from a copy");
        }

        using var stream = File.OpenRead(files[0]);
        using var reader = new ArrowFileReader(stream);
        using var batch = reader.ReadNextRecordBatch() ?? throw new FormatException("its file holds no rows");
        var steps = batch.Length - 1;
        return new MinariEpisode(
            [.. Numbers(batch, MinariColumns.Observations, world.Observations.Width, steps + 1).Select(number => (float)number)],
            Numbers(batch, MinariColumns.Actions, world.Actions.Width, steps),
            Numbers(batch, MinariColumns.Rewards, 1, steps),
            IsLast(batch, MinariColumns.Terminations, steps),
            IsLast(batch, MinariColumns.Truncations, steps),
            world.Actions);
    }

    /// <summary>An episode that just stops was cut.</summary>
    public void AddTo(EpisodeWriter writer)
    {
        var isBox = ActionSpace is Box;
        writer.Add(new EpisodeView
        {
            Info = EpisodeInfo.Of(Rewards, Terminated, Truncated || !Terminated),
            Observations = Observations,
            Choices = isBox ? [] : [.. Actions.Select(action => (int)action)],
            Values = isBox ? [.. Actions.Select(action => (float)action)] : [],
            Rewards = Rewards,
        });
    }

    private static double[] Numbers(RecordBatch batch, string column, int width, int rows)
    {
        var array = Column(batch, column);
        var items = array is FixedSizeListArray lists ? lists.Values : array;
        if (items.Length != width * batch.Length)
        {
            throw new FormatException($"its {column} have {items.Length} numbers in {batch.Length} rows, and the space has {width} in each");
        }

        return [.. Enumerable.Range(0, width * rows).Select(place => Number(items, place))];
    }

    private static double Number(IArrowArray array, int place) => array switch
    {
        FloatArray floats => floats.GetValue(place)!.Value,
        DoubleArray doubles => doubles.GetValue(place)!.Value,
        Int64Array longs => longs.GetValue(place)!.Value,
        Int32Array ints => ints.GetValue(place)!.Value,
        _ => throw new FormatException($"numbers of type {array.Data.DataType.Name} cannot be read: give float, double, int32 or int64"),
    };

    private static bool IsLast(RecordBatch batch, string column, int steps) =>
        Column(batch, column) is BooleanArray flags ? steps > 0 && flags.GetValue(steps - 1) == true : throw new FormatException($"its {column} are no flags");

    private static IArrowArray Column(RecordBatch batch, string name) => batch.Schema.GetFieldIndex(name) is var index and >= 0
        ? batch.Column(index)
        : throw new FormatException($"its file has no column {name}");
}
