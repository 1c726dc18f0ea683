namespace Tandem.Learning.Reinforcement;

/// <summary>What updates brought since the last line of metrics: means of the metrics over updates, of returns over episodes.</summary>
internal sealed class UpdateAverages
{
    private readonly List<string> names = [];
    private readonly List<(double Sum, int Count)> metrics = [];
    private (double Returns, long Steps, int Count) rides;

    /// <summary>Whether nothing was added since the last line.</summary>
    public bool IsEmpty => rides.Count == 0 && metrics.All(metric => metric.Count == 0);

    public void Add(LearnerUpdate update)
    {
        foreach (var ride in update.Finished)
        {
            rides = (rides.Returns + ride.Return, rides.Steps + ride.Steps, rides.Count + 1);
        }

        foreach (var (name, value) in update.Metrics)
        {
            var (sum, count) = metrics[IndexOf(name)];
            metrics[IndexOf(name)] = (sum + value, count + 1);
        }
    }

    /// <summary>The means, after which they begin anew; what nothing was said of is left out.</summary>
    public IReadOnlyList<(string Name, double Value)> Take()
    {
        var means = new List<(string, double)>(names.Count + 2);
        if (rides.Count > 0)
        {
            means.Add((LearnerRun.ReturnMetric, rides.Returns / rides.Count));
            means.Add(("length", (double)rides.Steps / rides.Count));
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (metrics[i].Count > 0)
            {
                means.Add((names[i], metrics[i].Sum / metrics[i].Count));
            }

            metrics[i] = default;
        }

        rides = default;
        return means;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(rides.Returns);
        writer.Write(rides.Steps);
        writer.Write(rides.Count);
        writer.Write(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            writer.Write(names[i]);
            writer.Write(metrics[i].Sum);
            writer.Write(metrics[i].Count);
        }
    }

    public void Restore(BinaryReader reader)
    {
        names.Clear();
        metrics.Clear();
        rides = (reader.ReadDouble(), reader.ReadInt64(), reader.ReadInt32());
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            names.Add(reader.ReadString());
            metrics.Add((reader.ReadDouble(), reader.ReadInt32()));
        }
    }

    /// <summary>Where a metric is kept: names come in one order, so that a resumed run writes the lines of one that was left alone.</summary>
    private int IndexOf(string name)
    {
        var index = names.IndexOf(name);
        if (index < 0)
        {
            index = names.Count;
            names.Add(name);
            metrics.Add(default);
        }

        return index;
    }
}
