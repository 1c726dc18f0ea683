namespace Tandem.Environments;

/// <summary>Mean and variance of each of some numbers.</summary>
/// <param name="Count">How many rows they were taken over, and the small weight of the prior.</param>
/// <param name="Means">The mean of each number.</param>
/// <param name="Variances">The variance of each number.</param>
public sealed record NumberStatistics(double Count, double[] Means, double[] Variances)
{
    /// <summary>What keeps the division finite where a number never changes; Gymnasium's ε.</summary>
    internal const double Epsilon = 1e-8;

    /// <summary>Brings rows to a mean of 0 and a variance of 1: (x − mean) / √(variance + 1e-8).</summary>
    /// <param name="rows">[rows, numbers].</param>
    /// <param name="normalized">Receives [rows, numbers]; may be the rows themselves.</param>
    public void Normalize(ReadOnlySpan<float> rows, Span<float> normalized)
    {
        if (rows.Length % Means.Length != 0 || normalized.Length < rows.Length)
            throw new ArgumentException($"{rows.Length} numbers cannot be normalised into room for {normalized.Length} by statistics of {Means.Length}: give whole rows and as much room");

        for (var place = 0; place < rows.Length; place++)
        {
            var number = place % Means.Length;
            normalized[place] = (float)((rows[place] - Means[number]) / Math.Sqrt(Variances[number] + Epsilon));
        }
    }
}
