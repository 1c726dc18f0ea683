using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    private const int RowBlock = 4;

    public static int Stride(int outputs) => (outputs + VectorWidth - 1) / VectorWidth * VectorWidth;

    /// <summary>y [R, S] = x [R, I] · w [I, S] + b [S].</summary>
    public static void Forward(
        ReadOnlySpan<float> x, int xStride, int rows, int inputs, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y)
    {
        var stride = b.Length;
        Require(x.Length >= ((rows - 1) * xStride) + inputs && w.Length >= inputs * stride && y.Length >= rows * stride);
        var row = 0;
        for (; row + RowBlock <= rows; row += RowBlock)
        {
            ForwardBlock(ref At(x, row * xStride), xStride, inputs, ref At(w, 0), ref At(b, 0), stride, ref At(y, row * stride));
        }

        for (; row < rows; row++)
        {
            ForwardRow(ref At(x, row * xStride), inputs, ref At(w, 0), ref At(b, 0), stride, ref At(y, row * stride));
        }
    }

    /// <summary>Adds the gradients of the weights, dw [I, S] += xᵀ [I, R] · dy [R, S], and of the bias, db [S] += Σ dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeightGradient(
        ReadOnlySpan<float> x, int xStride, int rows, int inputs, ReadOnlySpan<float> dy, Span<float> dw, Span<float> db)
    {
        var stride = db.Length;
        Require(x.Length >= ((rows - 1) * xStride) + inputs && dw.Length >= inputs * stride && dy.Length >= rows * stride);
        ref var dyFirst = ref At(dy, 0);
        for (var o = 0; o < stride; o += VectorWidth)
        {
            ref var bias = ref At(db, o);
            var sum = Vector512.LoadUnsafe(ref bias);
            for (var row = 0; row < rows; row++)
            {
                sum += Vector512.LoadUnsafe(ref dyFirst, (nuint)((row * stride) + o));
            }

            sum.StoreUnsafe(ref bias);
            for (var i = 0; i < inputs; i++)
            {
                ref var weight = ref At(dw, (i * stride) + o);
                ref var input = ref At(x, i);
                var gradient = Vector512.LoadUnsafe(ref weight);
                for (var row = 0; row < rows; row++)
                {
                    gradient = Vector512.FusedMultiplyAdd(
                        Vector512.Create(Unsafe.Add(ref input, row * xStride)),
                        Vector512.LoadUnsafe(ref dyFirst, (nuint)((row * stride) + o)),
                        gradient);
                }

                gradient.StoreUnsafe(ref weight);
            }
        }
    }

    /// <summary>dx [R, I in rows of xStride] = dy [R, S] · wᵀ [S, I].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient(
        ReadOnlySpan<float> dy, int rows, int inputs, ReadOnlySpan<float> w, int stride, Span<float> dx, int xStride)
    {
        Require(dx.Length >= ((rows - 1) * xStride) + inputs && w.Length >= inputs * stride && dy.Length >= rows * stride);
        for (var row = 0; row < rows; row++)
        {
            ref var gradient = ref At(dy, row * stride);
            for (var i = 0; i < inputs; i++)
            {
                ref var weight = ref At(w, i * stride);
                var sum = Vector512<float>.Zero;
                for (var o = 0; o < stride; o += VectorWidth)
                {
                    sum = Vector512.FusedMultiplyAdd(
                        Vector512.LoadUnsafe(ref weight, (nuint)o), Vector512.LoadUnsafe(ref gradient, (nuint)o), sum);
                }

                dx[(row * xStride) + i] = Vector512.Sum(sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardRow(ref float x, int inputs, ref float w, ref float b, int stride, ref float y)
    {
        for (var o = 0; o < stride; o += VectorWidth)
        {
            var sum = Vector512.LoadUnsafe(ref b, (nuint)o);
            for (var i = 0; i < inputs; i++)
            {
                sum = Vector512.FusedMultiplyAdd(
                    Vector512.Create(Unsafe.Add(ref x, i)), Vector512.LoadUnsafe(ref w, (nuint)((i * stride) + o)), sum);
            }

            sum.StoreUnsafe(ref y, (nuint)o);
        }
    }

    /// <summary>Four rows at once: each weight that is read serves four products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardBlock(ref float x, int xStride, int inputs, ref float w, ref float b, int stride, ref float y)
    {
        for (var o = 0; o < stride; o += VectorWidth)
        {
            var bias = Vector512.LoadUnsafe(ref b, (nuint)o);
            var (sum0, sum1, sum2, sum3) = (bias, bias, bias, bias);
            for (var i = 0; i < inputs; i++)
            {
                var weight = Vector512.LoadUnsafe(ref w, (nuint)((i * stride) + o));
                sum0 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x, i)), weight, sum0);
                sum1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x, xStride + i)), weight, sum1);
                sum2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x, (2 * xStride) + i)), weight, sum2);
                sum3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x, (3 * xStride) + i)), weight, sum3);
            }

            sum0.StoreUnsafe(ref y, (nuint)o);
            sum1.StoreUnsafe(ref y, (nuint)(stride + o));
            sum2.StoreUnsafe(ref y, (nuint)((2 * stride) + o));
            sum3.StoreUnsafe(ref y, (nuint)((3 * stride) + o));
        }
    }

    private static ref float At(ReadOnlySpan<float> values, int offset) =>
        ref Unsafe.Add(ref MemoryMarshal.GetReference(values), offset);

    private static void Require(bool fits)
    {
        if (!fits)
        {
            throw new ArgumentException("a linear layer was given fewer numbers than its rows and widths need: give whole rows");
        }
    }
}
