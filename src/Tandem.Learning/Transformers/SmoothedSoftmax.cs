using System.Runtime.Intrinsics;

namespace Tandem.Learning.Transformers;

// Legend: V vocabulary, ε label smoothing, x logits, p their softmax, q what they should be: (1 − ε) at the target + ε / V everywhere.

/// <summary>
/// One token's label-smoothed cross-entropy −Σ q log p and its gradient p − q, in the memory of the logits. Plain .NET in
/// single precision: a row stays in the innermost cache, where libtorch's operators each pass over all rows.
/// </summary>
internal readonly struct SmoothedSoftmax
{
    private static readonly int Lanes = Vector512<float>.Count;

    /// <summary>So many numbers are added up in single precision, their sums in double.</summary>
    private static readonly int Block = 128 * Lanes;

    private readonly float[] padded;     // whole vectors; behind the row stands −∞, whose exponential is zero
    private readonly int vocabulary;
    private readonly double smoothing;

    public SmoothedSoftmax(int vocabulary, double smoothing)
    {
        (this.vocabulary, this.smoothing) = (vocabulary, smoothing);
        padded = new float[(vocabulary + Lanes - 1) / Lanes * Lanes];
    }

    /// <summary>The loss of one row; the row becomes its gradient.</summary>
    /// <param name="row">[V] float32.</param>
    /// <param name="target">The right token.</param>
    public double Differentiate(Span<float> row, int target)
    {
        row.CopyTo(padded);
        var loss = Differentiate(target);
        padded.AsSpan(0, vocabulary).CopyTo(row);
        return loss;
    }

    /// <summary>The loss of one row; the row becomes its gradient.</summary>
    /// <param name="row">[V] the bits of bfloat16.</param>
    /// <param name="target">The right token.</param>
    public double Differentiate(Span<ushort> row, int target)
    {
        BFloat16Rows.Widen(row, padded);
        var loss = Differentiate(target);
        BFloat16Rows.Narrow(padded, row);
        return loss;
    }

    /// <summary>Turns the logits into the gradient.</summary>
    /// <returns>−Σ q log p.</returns>
    private double Differentiate(int target)
    {
        padded.AsSpan(vocabulary).Fill(float.NegativeInfinity);
        var right = padded[target];
        var mean = smoothing > 0 ? Sum(padded.AsSpan(0, vocabulary)) / vocabulary : 0;
        var greatest = Greatest(padded);
        var sum = Exponentiate(padded, greatest);
        Scale(padded, (float)(1 / sum), (float)(-smoothing / vocabulary));
        padded[target] -= (float)(1 - smoothing);
        return Math.Log(sum) + greatest - ((1 - smoothing) * right) - (smoothing * mean);
    }

    private static float Greatest(ReadOnlySpan<float> row)
    {
        var greatest = Vector512.Create(float.NegativeInfinity);
        for (var i = 0; i < row.Length; i += Lanes)
            greatest = Vector512.Max(greatest, Vector512.Create(row[i..]));
        var result = float.NegativeInfinity;
        for (var i = 0; i < Lanes; i++)
            result = Math.Max(result, greatest[i]);
        return result;
    }

    private static double Sum(ReadOnlySpan<float> row)
    {
        var (sum, i) = (0.0, 0);
        while (i <= row.Length - Lanes)
        {
            var sums = Vector512<float>.Zero;
            for (var end = Math.Min(i + Block, row.Length - Lanes + 1); i < end; i += Lanes)
                sums += Vector512.Create(row[i..]);
            sum += Vector512.Sum(sums);
        }

        for (; i < row.Length; i++)
            sum += row[i];
        return sum;
    }

    private static double Exponentiate(Span<float> row, float greatest)
    {
        var shift = Vector512.Create(greatest);
        var (sum, i) = (0.0, 0);
        while (i < row.Length)
        {
            var sums = Vector512<float>.Zero;
            for (var end = Math.Min(i + Block, row.Length); i < end; i += Lanes)
            {
                var exponential = VectorExponential.Of(Vector512.Create<float>(row[i..]) - shift);
                sums += exponential;
                exponential.CopyTo(row[i..]);
            }

            sum += Vector512.Sum(sums);
        }

        return sum;
    }

    private static void Scale(Span<float> row, float scale, float offset)
    {
        var (factor, addend) = (Vector512.Create(scale), Vector512.Create(offset));
        for (var i = 0; i < row.Length; i += Lanes)
            Vector512.MultiplyAddEstimate(Vector512.Create<float>(row[i..]), factor, addend).CopyTo(row[i..]);
    }
}
