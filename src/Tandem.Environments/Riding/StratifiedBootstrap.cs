namespace Tandem.Environments;

/// <summary>
/// How far a statistic of a few measurements can be trusted: they are drawn again with replacement, within each stratum as many
/// as it has (Efron, "Bootstrap methods: another look at the jackknife", 1979; strata as in Agarwal et al., "Deep reinforcement
/// learning at the edge of the statistical precipice", 2021, where a stratum is a world and a measurement one training's score).
/// </summary>
public static class StratifiedBootstrap
{
    /// <summary>How often is drawn unless said otherwise.</summary>
    public const int DefaultResamples = 2_000;

    /// <summary>The ends of the 95% interval of a statistic, by the percentile method.</summary>
    /// <param name="strata">The measurements by stratum; each has at least one.</param>
    /// <param name="statistic">Computes it from measurements, those of the first stratum first; it may reorder them.</param>
    /// <param name="random">What is drawn from.</param>
    /// <param name="resamples">How often is drawn; at least 40, so that each end leaves one out.</param>
    public static (double Low, double High) Interval(
        IReadOnlyList<IReadOnlyList<double>> strata, Func<Span<double>, double> statistic, ref RandomStream random, int resamples = DefaultResamples)
    {
        ArgumentNullException.ThrowIfNull(strata);
        ArgumentNullException.ThrowIfNull(statistic);
        if (strata.Count == 0 || strata.Any(stratum => stratum.Count == 0))
        {
            throw new ArgumentException("nothing can be drawn from an empty stratum: give each at least 1 measurement");
        }

        if (resamples < 40)
        {
            throw new ArgumentException($"{resamples} resamples are too few for a 95% interval: give at least 40");
        }

        var drawn = new double[strata.Sum(stratum => stratum.Count)];
        var values = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            Draw(strata, ref random, drawn);
            values[resample] = statistic(drawn);
        }

        Array.Sort(values);
        return (values[(int)(0.025 * resamples)], values[(int)(0.975 * resamples) - 1]);
    }

    /// <summary>The mean.</summary>
    public static double Mean(Span<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>The mean of the middle half; sorts the values.</summary>
    public static double InterquartileMean(Span<double> values)
    {
        values.Sort();
        return RideSummary.InterquartileMean(values);
    }

    private static void Draw(IReadOnlyList<IReadOnlyList<double>> strata, ref RandomStream random, double[] drawn)
    {
        var next = 0;
        foreach (var stratum in strata)
        {
            for (var i = 0; i < stratum.Count; i++)
            {
                drawn[next++] = stratum[random.NextInt32(stratum.Count)];
            }
        }
    }
}
