namespace Tandem.Environments;

/// <summary>
/// Mean and variance of each of some numbers, kept up to date batch by batch (Chan, Golub and LeVeque, 1979). Begins, as
/// Gymnasium does, with mean 0 and variance 1 at a weight of 1e-4.
/// </summary>
internal sealed class RunningStatistics(int width)
{
    private const double PriorWeight = 1e-4;

    private readonly double[] means = new double[width];
    private readonly double[] variances = [.. Enumerable.Repeat(1.0, width)];
    private readonly double[] batchMeans = new double[width];
    private readonly double[] batchSquares = new double[width];
    private readonly double[] deviations = [.. Enumerable.Repeat(Math.Sqrt(1 + NumberStatistics.Epsilon), width)];
    private double count = PriorWeight;
    private int batchCount;

    /// <summary>√(variance + ε) of each number.</summary>
    public ReadOnlySpan<double> Deviations => deviations;

    /// <summary>A copy of what is known, or what is to be gone on from.</summary>
    public NumberStatistics Known
    {
        get => new(count, [.. means], [.. variances]);
        set
        {
            if (value.Means.Length != width || value.Variances.Length != width)
                throw new ArgumentException($"statistics of {value.Means.Length} numbers cannot normalise {width}: give those of the same world");

            count = value.Count;
            value.Means.CopyTo(means, 0);
            value.Variances.CopyTo(variances, 0);
            SetDeviations();
        }
    }

    /// <summary>Adds one row to the batch, by running mean and sum of squared deviations (Welford, 1962).</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        batchCount++;
        for (var number = 0; number < row.Length; number++)
            Take(number, row[number]);
    }

    /// <summary>Adds one number to the batch of statistics over a single one.</summary>
    public void Add(double value)
    {
        batchCount++;
        Take(0, value);
    }

    /// <summary>Merges the batch into what is known, and begins the next.</summary>
    public void EndBatch()
    {
        if (batchCount == 0)
            return;

        var total = count + batchCount;
        for (var number = 0; number < means.Length; number++)
        {
            var apart = batchMeans[number] - means[number];
            var squares = (variances[number] * count) + batchSquares[number] + (apart * apart * count * batchCount / total);
            means[number] += apart * batchCount / total;
            variances[number] = squares / total;
            (batchMeans[number], batchSquares[number]) = (0, 0);
        }

        (count, batchCount) = (total, 0);
        SetDeviations();
    }

    public void Normalize(ReadOnlySpan<float> row, Span<float> normalized)
    {
        for (var number = 0; number < row.Length; number++)
            normalized[number] = (float)((row[number] - means[number]) / deviations[number]);
    }

    private void Take(int number, double value)
    {
        var apart = value - batchMeans[number];
        batchMeans[number] += apart / batchCount;
        batchSquares[number] += apart * (value - batchMeans[number]);
    }

    private void SetDeviations()
    {
        for (var number = 0; number < deviations.Length; number++)
            deviations[number] = Math.Sqrt(variances[number] + NumberStatistics.Epsilon);
    }
}
