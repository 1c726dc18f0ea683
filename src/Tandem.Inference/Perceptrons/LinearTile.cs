using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference;

/// <summary>A matrix whose element (r, k) stands at r·RowStep + k·TermStep.</summary>
internal readonly ref struct TileFactor(ref float first, nint rowStep, nint termStep)
{
    private readonly ref float first = ref first;

    public nint TermStep => termStep;

    public ref float Row(nint row) => ref Unsafe.Add(ref first, row * rowStep);
}

/// <summary>
/// The one product behind a layer and its gradients: y [R, S] = start + Σₖ x [R, k] · w [k, S], in tiles of eight rows and two
/// vectors whose sums stay in registers; what is left of the rows takes tiles of four and two. Each sum adds its terms in order, by
/// fused products: whatever the tile, the same bits.
/// Legend: R rows, K terms, S stride of a row of w, start and y.
/// </summary>
internal static class LinearTile
{
    private const int Width = Linear.VectorWidth;
    private const int VectorsOfOneRow = 4;

    private interface IRowCount
    {
        static abstract int Count { get; }
    }

    private interface IVectorCount
    {
        static abstract int Count { get; }
    }

    /// <summary>y [R, S] = start [R, S] + Σₖ x [R, k] · w [k, S].</summary>
    /// <param name="x">[R, K].</param>
    /// <param name="rows">R.</param>
    /// <param name="terms">K.</param>
    /// <param name="w">[K, S].</param>
    /// <param name="stride">S, whole vectors.</param>
    /// <param name="start">What the sums begin with.</param>
    /// <param name="startStep">From one row of it to the next: 0 where all rows begin with the same.</param>
    /// <param name="y">[R, S]; may be where the sums begin.</param>
    /// <param name="yStep">From one row of y to the next.</param>
    public static void Sum(
        TileFactor x, int rows, int terms, ref float w, int stride, ref float start, nint startStep, ref float y, nint yStep)
    {
        for (var row = 0; row < rows;)
        {
            var count = TileRows(rows - row);
            ref var rowStart = ref Unsafe.Add(ref start, row * startStep);
            ref var rowY = ref Unsafe.Add(ref y, row * yStep);
            if (count == 1)
            {
                SumOneRow(ref x.Row(row), x.TermStep, terms, ref w, stride, ref rowStart, ref rowY);
            }
            else
            {
                SumRows(count, x, row, terms, ref w, stride, ref rowStart, startStep, ref rowY, yStep);
            }

            row += count;
        }
    }

    /// <summary>
    /// The rows of the next tile. Each size is a kernel that is compiled when it is first met, at milliseconds each: few sizes make
    /// short trainings short.
    /// </summary>
    private static int TileRows(int left) => left switch
    {
        1 => 1,
        2 => 2,
        3 => Vector512.IsHardwareAccelerated ? 2 : 3,
        < 8 => Vector512.IsHardwareAccelerated ? 4 : 3,
        _ => Vector512.IsHardwareAccelerated ? 8 : 3,
    };

    /// <summary>sums [S] += Σ rows [R, S].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(ref float rows, int count, int stride, ref float sums)
    {
        for (nint o = 0; o < stride; o += Width)
        {
            var sum = Vector512.LoadUnsafe(ref sums, (nuint)o);
            ref var row = ref Unsafe.Add(ref rows, o);
            for (var r = 0; r < count; r++)
            {
                sum += Vector512.LoadUnsafe(ref row);
                row = ref Unsafe.Add(ref row, stride);
            }

            sum.StoreUnsafe(ref sums, (nuint)o);
        }
    }

    private static void SumRows(
        int count, TileFactor x, nint row, int terms, ref float w, int stride, ref float start, nint startStep, ref float y, nint yStep)
    {
        for (nint o = 0; o < stride;)
        {
            var two = stride - o >= 2 * Width;
            ref var wTile = ref Unsafe.Add(ref w, o);
            ref var startTile = ref Unsafe.Add(ref start, o);
            ref var yTile = ref Unsafe.Add(ref y, o);
            if (two)
            {
                SumTile<TwoVectors>(count, x, row, terms, ref wTile, stride, ref startTile, startStep, ref yTile, yStep);
            }
            else
            {
                SumTile<OneVector>(count, x, row, terms, ref wTile, stride, ref startTile, startStep, ref yTile, yStep);
            }

            o += two ? 2 * Width : Width;
        }
    }

    private static void SumTile<TVectors>(
        int count, TileFactor x, nint row, int terms, ref float w, nint stride, ref float start, nint startStep, ref float y, nint yStep)
        where TVectors : struct, IVectorCount
    {
        switch (count)
        {
            case 2: SumTile<Two, TVectors>(x, row, terms, ref w, stride, ref start, startStep, ref y, yStep); break;
            case 3: SumTile<Three, TVectors>(x, row, terms, ref w, stride, ref start, startStep, ref y, yStep); break;
            case 4: SumTile<Four, TVectors>(x, row, terms, ref w, stride, ref start, startStep, ref y, yStep); break;
            default: SumTile<Eight, TVectors>(x, row, terms, ref w, stride, ref start, startStep, ref y, yStep); break;
        }
    }

    // Rows and vectors are constants to the compiler, which leaves out what the conditions exclude: one text, eight kernels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumTile<TRows, TVectors>(
        TileFactor x, nint row, int terms, ref float w, nint stride, ref float start, nint startStep, ref float y, nint yStep)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        Load<TVectors>(ref start, out var a0, out var a1);
        Load<TVectors>(ref Unsafe.Add(ref start, TRows.Count > 1 ? startStep : 0), out var b0, out var b1);
        Load<TVectors>(ref Unsafe.Add(ref start, TRows.Count > 2 ? 2 * startStep : 0), out var c0, out var c1);
        Load<TVectors>(ref Unsafe.Add(ref start, TRows.Count > 3 ? 3 * startStep : 0), out var d0, out var d1);
        Load<TVectors>(ref Unsafe.Add(ref start, TRows.Count > 4 ? 4 * startStep : 0), out var e0, out var e1);
        Load<TVectors>(ref Unsafe.Add(ref start, TRows.Count > 5 ? 5 * startStep : 0), out var f0, out var f1);
        Load<TVectors>(ref Unsafe.Add(ref start, TRows.Count > 6 ? 6 * startStep : 0), out var g0, out var g1);
        Load<TVectors>(ref Unsafe.Add(ref start, TRows.Count > 7 ? 7 * startStep : 0), out var h0, out var h1);
        ref var xA = ref x.Row(row);
        ref var xB = ref x.Row(row + (TRows.Count > 1 ? 1 : 0));
        ref var xC = ref x.Row(row + (TRows.Count > 2 ? 2 : 0));
        ref var xD = ref x.Row(row + (TRows.Count > 3 ? 3 : 0));
        ref var xE = ref x.Row(row + (TRows.Count > 4 ? 4 : 0));
        ref var xF = ref x.Row(row + (TRows.Count > 5 ? 5 : 0));
        ref var xG = ref x.Row(row + (TRows.Count > 6 ? 6 : 0));
        ref var xH = ref x.Row(row + (TRows.Count > 7 ? 7 : 0));
        var step = x.TermStep;
        for (nint at = 0; terms > 0; terms--)
        {
            var w0 = Vector512.LoadUnsafe(ref w);
            var w1 = TVectors.Count > 1 ? Vector512.LoadUnsafe(ref w, Width) : default;
            Add<TVectors>(Unsafe.Add(ref xA, at), w0, w1, ref a0, ref a1);
            if (TRows.Count > 1)
                Add<TVectors>(Unsafe.Add(ref xB, at), w0, w1, ref b0, ref b1);
            if (TRows.Count > 2)
                Add<TVectors>(Unsafe.Add(ref xC, at), w0, w1, ref c0, ref c1);
            if (TRows.Count > 3)
                Add<TVectors>(Unsafe.Add(ref xD, at), w0, w1, ref d0, ref d1);
            if (TRows.Count > 4)
                Add<TVectors>(Unsafe.Add(ref xE, at), w0, w1, ref e0, ref e1);
            if (TRows.Count > 5)
                Add<TVectors>(Unsafe.Add(ref xF, at), w0, w1, ref f0, ref f1);
            if (TRows.Count > 6)
                Add<TVectors>(Unsafe.Add(ref xG, at), w0, w1, ref g0, ref g1);
            if (TRows.Count > 7)
                Add<TVectors>(Unsafe.Add(ref xH, at), w0, w1, ref h0, ref h1);
            w = ref Unsafe.Add(ref w, stride);
            at += step;
        }

        Store<TVectors>(ref y, a0, a1);
        if (TRows.Count > 1)
            Store<TVectors>(ref Unsafe.Add(ref y, yStep), b0, b1);
        if (TRows.Count > 2)
            Store<TVectors>(ref Unsafe.Add(ref y, 2 * yStep), c0, c1);
        if (TRows.Count > 3)
            Store<TVectors>(ref Unsafe.Add(ref y, 3 * yStep), d0, d1);
        if (TRows.Count > 4)
            Store<TVectors>(ref Unsafe.Add(ref y, 4 * yStep), e0, e1);
        if (TRows.Count > 5)
            Store<TVectors>(ref Unsafe.Add(ref y, 5 * yStep), f0, f1);
        if (TRows.Count > 6)
            Store<TVectors>(ref Unsafe.Add(ref y, 6 * yStep), g0, g1);
        if (TRows.Count > 7)
            Store<TVectors>(ref Unsafe.Add(ref y, 7 * yStep), h0, h1);
    }

    /// <summary>One row, four vectors at once: as many independent sums as hide the latency of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumOneRow(ref float x, nint termStep, int terms, ref float w, nint stride, ref float start, ref float y)
    {
        nint o = 0;
        for (; o + (VectorsOfOneRow * Width) <= stride; o += VectorsOfOneRow * Width)
        {
            ref var from = ref Unsafe.Add(ref start, o);
            ref var to = ref Unsafe.Add(ref y, o);
            ref var weight = ref Unsafe.Add(ref w, o);
            var (sum0, sum1) = (Vector512.LoadUnsafe(ref from), Vector512.LoadUnsafe(ref from, Width));
            var (sum2, sum3) = (Vector512.LoadUnsafe(ref from, 2 * Width), Vector512.LoadUnsafe(ref from, 3 * Width));
            for (nint k = 0; k < terms; k++)
            {
                var input = Vector512.Create(Unsafe.Add(ref x, k * termStep));
                sum0 = Vector512.FusedMultiplyAdd(input, Vector512.LoadUnsafe(ref weight), sum0);
                sum1 = Vector512.FusedMultiplyAdd(input, Vector512.LoadUnsafe(ref weight, Width), sum1);
                sum2 = Vector512.FusedMultiplyAdd(input, Vector512.LoadUnsafe(ref weight, 2 * Width), sum2);
                sum3 = Vector512.FusedMultiplyAdd(input, Vector512.LoadUnsafe(ref weight, 3 * Width), sum3);
                weight = ref Unsafe.Add(ref weight, stride);
            }

            sum0.StoreUnsafe(ref to);
            sum1.StoreUnsafe(ref to, Width);
            sum2.StoreUnsafe(ref to, 2 * Width);
            sum3.StoreUnsafe(ref to, 3 * Width);
        }

        for (; o < stride; o += Width)
        {
            ref var weight = ref Unsafe.Add(ref w, o);
            var sum = Vector512.LoadUnsafe(ref start, (nuint)o);
            for (nint k = 0; k < terms; k++)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x, k * termStep)), Vector512.LoadUnsafe(ref weight), sum);
                weight = ref Unsafe.Add(ref weight, stride);
            }

            sum.StoreUnsafe(ref y, (nuint)o);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVectors>(ref float start, out Vector512<float> sum0, out Vector512<float> sum1)
        where TVectors : struct, IVectorCount
    {
        sum0 = Vector512.LoadUnsafe(ref start);
        sum1 = TVectors.Count > 1 ? Vector512.LoadUnsafe(ref start, Width) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVectors>(
        float input, Vector512<float> w0, Vector512<float> w1, ref Vector512<float> sum0, ref Vector512<float> sum1)
        where TVectors : struct, IVectorCount
    {
        var repeated = Vector512.Create(input);
        sum0 = Vector512.FusedMultiplyAdd(repeated, w0, sum0);
        if (TVectors.Count > 1)
            sum1 = Vector512.FusedMultiplyAdd(repeated, w1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(ref float y, Vector512<float> sum0, Vector512<float> sum1)
        where TVectors : struct, IVectorCount
    {
        sum0.StoreUnsafe(ref y);
        if (TVectors.Count > 1)
            sum1.StoreUnsafe(ref y, Width);
    }

    private readonly struct OneVector : IVectorCount
    {
        public static int Count => 1;
    }

    private readonly struct TwoVectors : IVectorCount
    {
        public static int Count => 2;
    }

    private readonly struct Two : IRowCount
    {
        public static int Count => 2;
    }

    private readonly struct Three : IRowCount
    {
        public static int Count => 3;
    }

    private readonly struct Four : IRowCount
    {
        public static int Count => 4;
    }

    private readonly struct Eight : IRowCount
    {
        public static int Count => 8;
    }
}
