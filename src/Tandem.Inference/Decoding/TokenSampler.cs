namespace Tandem.Inference.Decoding;

// Legend: V vocabulary.

/// <summary>
/// Draws tokens by their probability: p ∝ exp(log-probability / temperature), among the likeliest k (Fan, Lewis and
/// Dauphin 2018), and among these the fewest that hold a share of the probability (Holtzman et al. 2020).
/// </summary>
internal sealed class TokenSampler
{
    private readonly DecodingOptions options;
    private readonly int[] ids;             // [k or V] the tokens drawn from
    private readonly float[] weights;       // [k or V] p, up to a factor
    private readonly ulong[] ranking;       // [k or V]

    public TokenSampler(DecodingOptions options, int vocabulary)
    {
        this.options = options;
        var size = Math.Min(options.TopK ?? vocabulary, vocabulary);
        (ids, weights, ranking) = (new int[size], new float[size], new ulong[size]);
    }

    /// <summary>A token; −1 where none has a probability.</summary>
    /// <param name="logProbabilities">[V].</param>
    /// <param name="random">What it is drawn from.</param>
    public int Draw(ReadOnlySpan<float> logProbabilities, ref RandomStream random)
    {
        var count = Keep(logProbabilities);
        Span<float> greatest = [float.NaN];
        if (count == 0 || TopTokens.Select(weights.AsSpan(0, count), [0], greatest) == 0)
            return -1;
        var total = Temper(count, greatest[0]);
        if (double.IsNaN(total))
            return -1;
        if (options.TopP < 1)
            (count, total) = KeepNucleus(count, total);
        return Draw(count, random.NextDouble() * total);
    }

    /// <summary>Notes the tokens to draw from and, for now, their log-probabilities.</summary>
    private int Keep(ReadOnlySpan<float> logProbabilities)
    {
        if (ids.Length < logProbabilities.Length)
            return TopTokens.Select(logProbabilities, ids, weights);
        logProbabilities.CopyTo(weights);
        for (var id = 0; id < ids.Length; id++)
            ids[id] = id;
        return ids.Length;
    }

    /// <summary>Makes log-probabilities weights, the greatest of them 1.</summary>
    /// <returns>Their sum.</returns>
    private double Temper(int count, float greatest)
    {
        var (total, sharpness) = (0.0, (float)(1 / options.Temperature));
        for (var i = 0; i < count; i++)
        {
            weights[i] = MathF.Exp((weights[i] - greatest) * sharpness);
            total += weights[i];
        }
        return total;
    }

    /// <summary>Keeps the fewest tokens that hold the share; of equals the smaller ids.</summary>
    private (int Count, double Total) KeepNucleus(int count, double total)
    {
        // Those below this weight hold less than 1 − share between them, so all of the nucleus lies above: few need sorting.
        var least = (1 - options.TopP) * total / count;
        var ranked = 0;
        for (var i = 0; i < count; i++)
        {
            if (weights[i] >= least)
                ranking[ranked++] = Rank(weights[i], ids[i]);
        }
        var order = ranking.AsSpan(0, ranked);
        order.Sort();
        var (kept, mass) = (0, 0.0);
        while (kept < ranked && mass < options.TopP * total)
        {
            (weights[kept], ids[kept]) = Unrank(order[ranked - 1 - kept]);
            mass += weights[kept++];
        }
        return (kept, mass);
    }

    private int Draw(int count, double remaining)
    {
        var last = 0;
        for (var i = 0; i < count; i++)
        {
            if (!(weights[i] > 0))
                continue;
            last = i;
            remaining -= weights[i];
            if (remaining < 0)
                break;
        }
        return ids[last];
    }

    /// <summary>Greater for greater weights, and for smaller ids of one weight: the bits of floats that are not negative are in order.</summary>
    private static ulong Rank(float weight, int id) => ((ulong)BitConverter.SingleToUInt32Bits(weight) << 32) | (uint)~id;

    private static (float Weight, int Id) Unrank(ulong rank) =>
        (BitConverter.UInt32BitsToSingle((uint)(rank >> 32)), ~(int)(uint)rank);
}
