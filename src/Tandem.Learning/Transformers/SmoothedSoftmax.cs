using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Learning.Transformers;

// Legend: V vocabulary, ε label smoothing, x logits, p their softmax, q what they should be: (1 − ε) at the target + ε / V everywhere.

/// <summary>
/// One token's label-smoothed cross-entropy −Σ q log p and its gradient p − q, in the memory of the logits. Plain .NET in
/// single precision: a row stays in the innermost cache, where libtorch's operators each pass over all rows.
/// </summary>
internal readonly struct SmoothedSoftmax
{
    private static readonly Vector512<uint> RoundingBias = Vector512.Create(0x7FFFu);

    private readonly float[] exponentials;
    private readonly double smoothing;

    public SmoothedSoftmax(int vocabulary, double smoothing) =>
        (exponentials, this.smoothing) = (new float[(vocabulary + Vector512<float>.Count - 1) / Vector512<float>.Count * Vector512<float>.Count], smoothing);

    /// <summary>The loss of one row; the row becomes its gradient, zeros where there is no target.</summary>
    /// <param name="row">[V] float32.</param>
    /// <param name="target">The right token, or null where none counts.</param>
    public double Differentiate(Span<float> row, int? target)
    {
        if (target is not { } right)
        {
            row.Clear();
            return 0;
        }

        row.CopyTo(exponentials);
        var loss = Exponentials(row.Length, row[right], out var scale);
        for (var i = 0; i < row.Length; i++)
            row[i] = (exponentials[i] * scale) - (float)(smoothing / row.Length);
        row[right] -= (float)(1 - smoothing);
        return loss;
    }

    /// <summary>The loss of one row; the row becomes its gradient, zeros where there is no target.</summary>
    /// <param name="row">[V] the bits of bfloat16.</param>
    /// <param name="target">The right token, or null where none counts.</param>
    public double Differentiate(Span<ushort> row, int? target)
    {
        if (target is not { } right)
        {
            row.Clear();
            return 0;
        }

        Widen(row, exponentials);
        var loss = Exponentials(row.Length, exponentials[right], out var scale);
        var gradient = (exponentials[right] * scale) - (float)(1 - smoothing + (smoothing / row.Length));
        Narrow(row, scale, (float)(smoothing / row.Length));
        row[right] = (ushort)((BitConverter.SingleToUInt32Bits(gradient) + 0x7FFF + ((BitConverter.SingleToUInt32Bits(gradient) >> 16) & 1)) >> 16);
        return loss;
    }

    /// <summary>Turns the row's logits into exponentials whose product with <paramref name="scale"/> is the softmax.</summary>
    /// <returns>−Σ q log p.</returns>
    private double Exponentials(int count, float right, out float scale)
    {
        Span<float> padded = exponentials;
        padded[count..].Fill(float.NegativeInfinity);
        var (greatest, total) = (Vector512.Create(float.NegativeInfinity), Vector512<float>.Zero);
        for (var i = 0; i < padded.Length; i += Vector512<float>.Count)
            greatest = Vector512.Max(greatest, Vector512.Create<float>(padded[i..]));
        var maximum = float.NegativeInfinity;
        for (var i = 0; i < Vector512<float>.Count; i++)
            maximum = Math.Max(maximum, greatest[i]);
        var shift = Vector512.Create(maximum);
        var plain = smoothing > 0 ? SumOfLogits(padded[..count]) : 0;
        for (var i = 0; i < padded.Length; i += Vector512<float>.Count)
        {
            var exponential = VectorExponential.Of(Vector512.Create<float>(padded[i..]) - shift);
            total += exponential;
            exponential.CopyTo(padded[i..]);
        }

        var sum = (double)Vector512.Sum(total);
        scale = (float)(1 / sum);
        return Math.Log(sum) + maximum - ((1 - smoothing) * right) - (smoothing * plain / count);
    }

    private static double SumOfLogits(ReadOnlySpan<float> logits)
    {
        var sum = Vector512<float>.Zero;
        var i = 0;
        for (; i <= logits.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            sum += Vector512.Create(logits[i..]);
        var total = (double)Vector512.Sum(sum);
        for (; i < logits.Length; i++)
            total += logits[i];
        return total;
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<float> target)
    {
        var i = 0;
        for (; i <= source.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create(source[i..]));
            (Vector512.Create(lower, upper) << 16).AsSingle().CopyTo(target[i..]);
        }
        for (; i < source.Length; i++)
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    /// <summary>exponential × scale − offset, rounded to the nearest bfloat16, ties to even.</summary>
    private void Narrow(Span<ushort> row, float scale, float offset)
    {
        var (factor, addend) = (Vector512.Create(scale), Vector512.Create(-offset));
        var i = 0;
        for (; i <= row.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            Narrow(Vector512.MultiplyAddEstimate(Vector512.Create<float>(exponentials.AsSpan(i)), factor, addend)).CopyTo(row[i..]);
        if (i < row.Length)
        {
            Span<ushort> last = stackalloc ushort[Vector512<float>.Count];
            Narrow(Vector512.MultiplyAddEstimate(Vector512.Create<float>(exponentials.AsSpan(i)), factor, addend)).CopyTo(last);
            last[..(row.Length - i)].CopyTo(row[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Narrow(Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var rounded = (bits + RoundingBias + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;
        return Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
    }
}
