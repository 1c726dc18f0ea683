using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tandem.Inference;

/// <summary>
/// The products of one linear layer, y = x·W + b, and their gradients.
/// Legend: R rows, I inputs, O outputs, S stride (O rounded up to whole vectors; the rest stays zero).
/// Weights are [I, S]: each output adds its inputs in order, so one row alone and a row among many give the same bits,
/// on every vector width.
/// </summary>
internal static class Linear
{
    /// <summary>Vectors are 16 floats wide wherever the processor's own are narrower.</summary>
    public const int VectorWidth = 16;

    public static int Stride(int outputs) => (outputs + VectorWidth - 1) / VectorWidth * VectorWidth;

    /// <summary>y [R, S] = x [R, I] · w [I, S] + b [S].</summary>
    public static void Forward(
        ReadOnlySpan<float> x, int xStride, int rows, int inputs, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y)
    {
        var stride = b.Length;
        Require(x.Length >= ((rows - 1) * xStride) + inputs && w.Length >= inputs * stride && y.Length >= rows * stride);
        LinearTile.Sum(
            new TileFactor(ref First(x), xStride, 1), rows, inputs, ref First(w), stride, ref First(b), 0, ref First(y), stride);
    }

    /// <summary>Adds the gradients of the weights, dw [I, S] += xᵀ [I, R] · dy [R, S], and of the bias, db [S] += Σ dy.</summary>
    public static void AddWeightGradient(
        ReadOnlySpan<float> x, int xStride, int rows, int inputs, ReadOnlySpan<float> dy, Span<float> dw, Span<float> db)
    {
        var stride = db.Length;
        Require(x.Length >= ((rows - 1) * xStride) + inputs && dw.Length >= inputs * stride && dy.Length >= rows * stride);
        LinearTile.Sum(
            new TileFactor(ref First(x), 1, xStride), inputs, rows, ref First(dy), stride, ref First(dw), stride, ref First(dw), stride);
        LinearTile.AddRows(ref First(dy), rows, stride, ref First(db));
    }

    /// <summary>dx [R, stride of I] = dy [R, S] · wᵀ [O, stride of I].</summary>
    /// <param name="dy">[R, S].</param>
    /// <param name="stride">S.</param>
    /// <param name="rows">R.</param>
    /// <param name="outputs">O.</param>
    /// <param name="transposed">wᵀ, as <see cref="Transpose"/> leaves it.</param>
    /// <param name="zeros">As many zeros as a row of dx is long.</param>
    /// <param name="dx">Receives the gradient, its surplus zero.</param>
    public static void InputGradient(
        ReadOnlySpan<float> dy, int stride, int rows, int outputs, ReadOnlySpan<float> transposed, ReadOnlySpan<float> zeros, Span<float> dx)
    {
        var dxStride = zeros.Length;
        Require(dy.Length >= rows * stride && transposed.Length >= outputs * dxStride && dx.Length >= rows * dxStride);
        LinearTile.Sum(
            new TileFactor(ref First(dy), stride, 1), rows, outputs, ref First(transposed), dxStride, ref First(zeros), 0, ref First(dx), dxStride);
    }

    /// <summary>wᵀ [O, stride of I] of w [I, S]; the surplus of each row is left as it is.</summary>
    public static void Transpose(ReadOnlySpan<float> w, int inputs, int outputs, Span<float> transposed)
    {
        var (stride, transposedStride) = (Stride(outputs), Stride(inputs));
        Require(w.Length >= inputs * stride && transposed.Length >= outputs * transposedStride);
        ref var from = ref First(w);
        ref var to = ref First(transposed);
        for (var i = 0; i < inputs; i++)
        {
            for (var o = 0; o < outputs; o++)
            {
                Unsafe.Add(ref to, (o * transposedStride) + i) = Unsafe.Add(ref from, (i * stride) + o);
            }
        }
    }

    private static ref float First(ReadOnlySpan<float> values) => ref MemoryMarshal.GetReference(values);

    private static void Require(bool fits)
    {
        if (!fits)
        {
            throw new ArgumentException("a linear layer was given fewer numbers than its rows and widths need: give whole rows");
        }
    }
}
