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
        if (steps < 1)
        {
            throw new FormatException("its file holds no step");
        }

        var episode = new MinariEpisode(
            [.. Numbers(batch, MinariColumns.Observations, world.Observations.Width, steps + 1).Select(number => (float)number)],
            Numbers(batch, MinariColumns.Actions, world.Actions.Width, steps),
            Numbers(batch, MinariColumns.Rewards, 1, steps),
            IsLast(batch, MinariColumns.Terminations, steps),
            IsLast(batch, MinariColumns.Truncations, steps),
            world.Actions);
        episode.RequireSound(world);
        return episode;
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

    /// <summary>What was seen and done lies in the world's spaces, and every number is finite as it will be kept.</summary>
    private void RequireSound(RecordedWorld world)
    {
        if (!Observations.All(float.IsFinite) || !Actions.Concat(Rewards).All(number => float.IsFinite((float)number)))
        {
            throw new FormatException("it holds numbers that are not finite, and nothing can be learned from them");
        }

        var (seen, acted) = (world.Observations.Width, world.Actions.Width);
        for (var step = 0; step <= Rewards.Length; step++)
        {
            if (!world.Observations.Contains(Observations.AsSpan(step * seen, seen)))
            {
                throw new FormatException($"the observation of step {step} lies outside {world.Observations}");
            }

            if (step < Rewards.Length && !ActionRow.LiesIn(world.Actions, Actions.AsSpan(step * acted, acted)))
            {
                throw new FormatException($"the action of step {step} lies outside {world.Actions}");
            }
        }
    }

    private static double[] Numbers(RecordBatch batch, string column, int width, int rows)
    {
        var array = Column(batch, column);
        var lists = array as FixedSizeListArray;
        var items = lists?.Values ?? array;
        if (items.Length != width * batch.Length)
        {
            throw new FormatException($"its {column} have {items.Length} numbers in {batch.Length} rows, and the space has {width} in each");
        }

        return [.. Enumerable.Range(0, width * rows).Select(place => (lists?.IsNull(place / width) == true ? null : Number(items, place))
            ?? throw new FormatException($"its {column} lack a number in row {place / width}"))];
    }

    private static double? Number(IArrowArray array, int place) => array switch
    {
        FloatArray floats => floats.GetValue(place),
        DoubleArray doubles => doubles.GetValue(place),
        Int64Array longs => longs.GetValue(place),
        Int32Array ints => ints.GetValue(place),
        _ => throw new FormatException($"numbers of type {array.Data.DataType.Name} cannot be read: give float, double, int32 or int64"),
    };

    private static bool IsLast(RecordBatch batch, string column, int steps) =>
        Column(batch, column) is BooleanArray flags ? steps > 0 && flags.GetValue(steps - 1) == true : throw new FormatException($"its {column} are no flags");

    private static IArrowArray Column(RecordBatch batch, string name) => batch.Schema.GetFieldIndex(name) is var index and >= 0
        ? batch.Column(index)
        : throw new FormatException($"its file has no column {name}");
}
