namespace Tandem.Learning.Trajectories;

/// <summary>How often numbers fall into ranges of equal width that lie side by side.</summary>
/// <param name="Low">Where the first range begins.</param>
/// <param name="Width">How wide each is; 0 where all numbers are the same.</param>
/// <param name="Counts">How many numbers fall into each range; its end belongs to the next, that of the last to the last.</param>
public sealed record Histogram(double Low, double Width, IReadOnlyList<long> Counts)
{
    /// <summary>Counts numbers; whole ones get ranges of whole width.</summary>
    /// <param name="numbers">The numbers; those that are not finite are not counted, and at least one must be.</param>
    /// <param name="mostRanges">At most so many ranges; at least 1.</param>
    /// <exception cref="ArgumentException">There are no finite numbers, or no ranges.</exception>
    public static Histogram Of(IEnumerable<double> numbers, int mostRanges)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        double[] finite = [.. numbers.Where(double.IsFinite)];
        if (finite.Length == 0 || mostRanges < 1)
        {
            throw new ArgumentException($"{finite.Length} finite numbers in {mostRanges} ranges make no histogram: give at least 1 of each");
        }

        var (low, high) = (finite.Min(), finite.Max());
        var isWhole = finite.All(double.IsInteger);
        var width = isWhole ? Math.Ceiling((high - low + 1) / mostRanges) : (high - low) / mostRanges;
        if (high == low)
        {
            return new Histogram(low, 0, [finite.LongLength]);
        }

        var counts = new long[isWhole ? (int)((high - low) / width) + 1 : mostRanges];
        foreach (var number in finite)
        {
            counts[Math.Min((int)((number - low) / width), counts.Length - 1)]++;
        }

        return new Histogram(low, width, counts);
    }

    /// <summary>Where a range begins and where it ends.</summary>
    /// <param name="range">0 to the number of counts − 1.</param>
    public (double From, double To) Bounds(int range) => (Low + (range * Width), Low + ((range + 1) * Width));
}
