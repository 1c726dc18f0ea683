namespace Tandem.Learning.Trajectories;

/// <summary>
/// Expectiles (Newey and Powell, 1987), by which implicit Q-learning looks for good actions among those in the data alone
/// (Kostrikov, Nair and Levine, "Offline reinforcement learning with implicit Q-learning", 2022, equations 3 to 5).
/// </summary>
public static class Expectile
{
    private const int MaximumIterations = 200;

    /// <summary>L(u) = |τ − 1(u &lt; 0)|·u² of u = Q − V: what V misses by is worse above it than below, the more so the nearer τ is to 1.</summary>
    /// <param name="difference">u.</param>
    /// <param name="expectile">τ.</param>
    public static double Loss(double difference, double expectile) => Weight(difference, expectile) * difference * difference;

    /// <summary>∂L/∂u = 2·|τ − 1(u &lt; 0)|·u.</summary>
    /// <inheritdoc cref="Loss"/>
    public static double Slope(double difference, double expectile) => 2 * Weight(difference, expectile) * difference;

    /// <summary>The number m that minimises Σ wᵢ·L(qᵢ − m): the weighted mean where τ is ½, the largest where τ is 1.</summary>
    /// <param name="values">q, at least one.</param>
    /// <param name="weights">w, above 0, as many.</param>
    /// <param name="expectile">τ, ½ to 1.</param>
    public static double Of(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double expectile)
    {
        if (values.IsEmpty || values.Length != weights.Length)
        {
            throw new ArgumentException($"{values.Length} values with {weights.Length} weights have no expectile: give at least 1 value, and a weight for each");
        }

        if (expectile == 1)
        {
            return Largest(values);
        }

        // m is the mean of the values, each weighted by the side it lies on; the sides settle after a few steps.
        var estimate = WeightedMean(values, weights, double.NegativeInfinity, expectile);
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            var next = WeightedMean(values, weights, estimate, expectile);
            if (next == estimate)
            {
                break;
            }

            estimate = next;
        }

        return estimate;
    }

    private static double Weight(double difference, double expectile) => difference < 0 ? 1 - expectile : expectile;

    private static double WeightedMean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double around, double expectile)
    {
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var weight = weights[i] * Weight(values[i] - around, expectile);
            sum += weight * values[i];
            total += weight;
        }

        return sum / total;
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = values[0];
        foreach (var value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }
}
