using System.Runtime.Intrinsics;

namespace Tandem.Learning.Transformers;

// Legend: r a row of D numbers, n = (r − mean r) · s, s = 1 / √(var r + ε), γ and β the norm's weight and bias.

/// <summary>A layer norm and its gradient for one row: Ba et al. (2016), equations 3 and 4. Rows are whole vectors.</summary>
internal static class NormRow
{
    private static readonly int Lanes = Vector512<float>.Count;

    /// <summary>r becomes n.</summary>
    /// <returns>s.</returns>
    public static float Normalize(Span<float> row, float epsilon)
    {
        var sum = Vector512<float>.Zero;
        for (var i = 0; i < row.Length; i += Lanes)
            sum += Vector512.Create<float>(row[i..]);
        var mean = Vector512.Create(Vector512.Sum(sum) / row.Length);
        var squares = Vector512<float>.Zero;
        for (var i = 0; i < row.Length; i += Lanes)
        {
            var centred = Vector512.Create<float>(row[i..]) - mean;
            squares = Vector512.MultiplyAddEstimate(centred, centred, squares);
            centred.CopyTo(row[i..]);
        }

        var inverse = 1 / MathF.Sqrt((Vector512.Sum(squares) / row.Length) + epsilon);
        for (var i = 0; i < row.Length; i += Lanes)
            (Vector512.Create<float>(row[i..]) * inverse).CopyTo(row[i..]);
        return inverse;
    }

    /// <summary>n becomes γ ⊙ n + β.</summary>
    public static void Scale(Span<float> row, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        for (var i = 0; i < row.Length; i += Lanes)
            Vector512.MultiplyAddEstimate(Vector512.Create<float>(row[i..]), Vector512.Create(weight[i..]), Vector512.Create(bias[i..])).CopyTo(row[i..]);
    }

    /// <summary>From the gradient g of γ ⊙ n + β to that of r: s (h − mean h − n mean(h ⊙ n)) with h = γ ⊙ g.</summary>
    /// <param name="gradient">g; becomes the gradient of r.</param>
    /// <param name="normal">n.</param>
    /// <param name="weight">γ.</param>
    /// <param name="inverse">s.</param>
    /// <param name="weightGradient">Is added g ⊙ n.</param>
    /// <param name="biasGradient">Is added g.</param>
    public static void Differentiate(
        Span<float> gradient, ReadOnlySpan<float> normal, ReadOnlySpan<float> weight, float inverse, Span<float> weightGradient, Span<float> biasGradient)
    {
        var (sum, product) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var i = 0; i < gradient.Length; i += Lanes)
        {
            var (given, unit) = (Vector512.Create<float>(gradient[i..]), Vector512.Create(normal[i..]));
            Vector512.MultiplyAddEstimate(given, unit, Vector512.Create<float>(weightGradient[i..])).CopyTo(weightGradient[i..]);
            (given + Vector512.Create<float>(biasGradient[i..])).CopyTo(biasGradient[i..]);
            var scaled = given * Vector512.Create(weight[i..]);
            sum += scaled;
            product = Vector512.MultiplyAddEstimate(scaled, unit, product);
            scaled.CopyTo(gradient[i..]);
        }

        var mean = Vector512.Create(Vector512.Sum(sum) / gradient.Length);
        var slope = Vector512.Create(-Vector512.Sum(product) / gradient.Length);
        for (var i = 0; i < gradient.Length; i += Lanes)
        {
            var centred = Vector512.Create<float>(gradient[i..]) - mean;
            (Vector512.MultiplyAddEstimate(Vector512.Create(normal[i..]), slope, centred) * inverse).CopyTo(gradient[i..]);
        }
    }

    /// <summary>sum += addend.</summary>
    public static void Add(Span<float> sum, ReadOnlySpan<float> addend)
    {
        for (var i = 0; i < sum.Length; i += Lanes)
            (Vector512.Create<float>(sum[i..]) + Vector512.Create(addend[i..])).CopyTo(sum[i..]);
    }
}
