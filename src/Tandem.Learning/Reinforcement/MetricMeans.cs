namespace Tandem.Learning.Reinforcement;

/// <summary>The means of numbers that many gradient steps say under the same names.</summary>
internal sealed class MetricMeans(params string[] names)
{
    private readonly double[] sums = new double[names.Length];
    private int count;

    /// <summary>Takes in one step's numbers, in the order of the names.</summary>
    public void Add(params ReadOnlySpan<double> values)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }

        count++;
    }

    /// <summary>The means since the last call; nothing where there was no step.</summary>
    public IEnumerable<KeyValuePair<string, double>> Take()
    {
        var means = count == 0 ? [] : names.Select((name, i) => KeyValuePair.Create(name, sums[i] / count)).ToArray();
        Array.Clear(sums);
        count = 0;
        return means;
    }
}
