namespace Tandem.Environments;

/// <summary>What many rides of one policy come to.</summary>
public sealed record RideSummary
{
    /// <summary>How many rides.</summary>
    public required int Rides { get; init; }

    /// <summary>The mean return.</summary>
    public required double MeanReturn { get; init; }

    /// <summary>The ends of the 95% bootstrap interval of the mean return (percentile method; Efron, 1979).</summary>
    public required (double Low, double High) MeanReturnInterval { get; init; }

    /// <summary>The mean of the middle half of the returns (Agarwal et al., 2021).</summary>
    public required double InterquartileMeanReturn { get; init; }

    /// <summary>The lowest and the highest return.</summary>
    public required (double Low, double High) Returns { get; init; }

    /// <summary>The mean number of steps.</summary>
    public required double MeanSteps { get; init; }

    /// <summary>The share of rides that reached an end of the decision process, rather than being cut.</summary>
    public required double Terminated { get; init; }

    /// <summary>Sums rides up; at least one.</summary>
    /// <param name="rides">The rides.</param>
    /// <param name="seed">The seed that the bootstrap draws from.</param>
    public static RideSummary Of(IReadOnlyList<Ride> rides, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(rides);
        if (rides.Count == 0)
        {
            throw new ArgumentException("no rides come to nothing: give at least 1");
        }

        double[] returns = [.. rides.Select(ride => ride.Return).Order()];
        var random = RandomStream.Create(seed, StreamPurpose.Evaluation, index: -1);
        return new RideSummary
        {
            Rides = rides.Count,
            MeanReturn = returns.Average(),
            MeanReturnInterval = StratifiedBootstrap.Interval([returns], StratifiedBootstrap.Mean, ref random),
            InterquartileMeanReturn = InterquartileMean(returns),
            Returns = (returns[0], returns[^1]),
            MeanSteps = rides.Average(ride => ride.Steps),
            Terminated = rides.Average(ride => ride.Terminated ? 1.0 : 0.0),
        };
    }

    /// <summary>The mean of the middle half: a quarter of the weight is taken off each end, fractions of a value included.</summary>
    /// <param name="sorted">Values in ascending order.</param>
    public static double InterquartileMean(ReadOnlySpan<double> sorted)
    {
        var quarter = sorted.Length / 4.0;
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            var weight = Math.Clamp(Math.Min(i + 1 - quarter, sorted.Length - quarter - i), 0, 1);
            sum += weight * sorted[i];
            weights += weight;
        }

        return sum / weights;
    }
}
