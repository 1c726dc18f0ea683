using System.Numerics;

namespace Tandem.Learning.Transformers;

/// <summary>
/// The numbers of rows that matrix products of a training have: sixteen between a power of two and the next, so that kernels
/// compiled for one batch serve others, at the price of three rows in a hundred.
/// </summary>
internal static class FewRows
{
    private const int StepsAnOctave = 16;

    /// <summary>The least of these numbers that is not below the given one.</summary>
    public static long AtLeast(long rows)
    {
        var step = Math.Max(StepsAnOctave, (long)BitOperations.RoundUpToPowerOf2((ulong)rows) / (2 * StepsAnOctave));
        return (rows + step - 1) / step * step;
    }
}
