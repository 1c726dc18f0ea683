using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Transformers;

// Legend: R rows, I inputs.

/// <summary>The innermost product: a few rows times one panel of weights or two, all sums in registers.</summary>
internal static class ProductTile
{
    /// <summary>The most rows that are multiplied at once.</summary>
    public const int GreatestRows = 8;

    // Sixteen vector registers of half the width hold the sums of three rows.
    private const int RowsOfNarrowVectors = 3;

    // A sum waits for the one before it: so few rows leave the processor idle unless two panels go side by side.
    private const int GreatestRowsOfPairs = 4;
    private const int VectorWidth = 16;

    private interface ICount
    {
        static abstract int Count { get; }
    }

    private interface IWeights
    {
        /// <summary>Bytes of sixteen weights.</summary>
        static abstract int VectorBytes { get; }

        static abstract Vector512<float> Read(ref byte weights);
    }

    /// <summary>How many neighbouring panels are best multiplied at once.</summary>
    /// <param name="rows">R.</param>
    /// <param name="panels">How many are left.</param>
    public static int PanelsAtOnce(int rows, int panels) => Vector512.IsHardwareAccelerated && rows <= GreatestRowsOfPairs ? Math.Min(2, panels) : 1;

    /// <summary>y [R, 2 vectors a panel] = x [R, I] · panels [I, 2 vectors] + bias [2 vectors a panel].</summary>
    /// <param name="x">Rows of the given stride.</param>
    /// <param name="xStride">From one row to the next.</param>
    /// <param name="rows">R.</param>
    /// <param name="inputs">I.</param>
    /// <param name="panel">float32, or <see cref="ShortFloat"/>; a second one follows it.</param>
    /// <param name="panels">What <see cref="PanelsAtOnce"/> said, or 1.</param>
    /// <param name="isShort">Which of the formats.</param>
    /// <param name="bias">float32.</param>
    /// <param name="y">Receives rows of the given stride.</param>
    /// <param name="yStride">From one row to the next.</param>
    public static void Forward(
        ref float x, int xStride, int rows, int inputs, ref byte panel, int panels, bool isShort, ref float bias, ref float y, int yStride)
    {
        switch (panels, isShort)
        {
            case (1, false): Forward<One, Whole>(ref x, xStride, rows, inputs, ref panel, ref bias, ref y, yStride); break;
            case (1, true): Forward<One, Short>(ref x, xStride, rows, inputs, ref panel, ref bias, ref y, yStride); break;
            case (_, false): Forward<Two, Whole>(ref x, xStride, rows, inputs, ref panel, ref bias, ref y, yStride); break;
            default: Forward<Two, Short>(ref x, xStride, rows, inputs, ref panel, ref bias, ref y, yStride); break;
        }
    }

    private static void Forward<TPanels, TWeights>(
        ref float x, int xStride, int rows, int inputs, ref byte panel, ref float bias, ref float y, int yStride)
        where TPanels : struct, ICount
        where TWeights : struct, IWeights
    {
        var most = !Vector512.IsHardwareAccelerated ? RowsOfNarrowVectors : TPanels.Count > 1 ? GreatestRowsOfPairs : GreatestRows;
        for (var row = 0; row < rows;)
        {
            var count = Math.Min(most, rows - row);
            Multiply<TPanels, TWeights>(count, ref Unsafe.Add(ref x, (nint)row * xStride), xStride, inputs, ref panel, ref bias, ref Unsafe.Add(ref y, (nint)row * yStride), yStride);
            row += count;
        }
    }

    private static void Multiply<TPanels, TWeights>(
        int rows, ref float x, nint xStride, int inputs, ref byte panel, ref float bias, ref float y, nint yStride)
        where TPanels : struct, ICount
        where TWeights : struct, IWeights
    {
        switch (rows)
        {
            case 1: Multiply<One, TPanels, TWeights>(ref x, xStride, inputs, ref panel, ref bias, ref y, yStride); break;
            case 2: Multiply<Two, TPanels, TWeights>(ref x, xStride, inputs, ref panel, ref bias, ref y, yStride); break;
            case 3: Multiply<Three, TPanels, TWeights>(ref x, xStride, inputs, ref panel, ref bias, ref y, yStride); break;
            case 4: Multiply<Four, TPanels, TWeights>(ref x, xStride, inputs, ref panel, ref bias, ref y, yStride); break;
            case 5: Multiply<Five, One, TWeights>(ref x, xStride, inputs, ref panel, ref bias, ref y, yStride); break;
            case 6: Multiply<Six, One, TWeights>(ref x, xStride, inputs, ref panel, ref bias, ref y, yStride); break;
            case 7: Multiply<Seven, One, TWeights>(ref x, xStride, inputs, ref panel, ref bias, ref y, yStride); break;
            default: Multiply<Eight, One, TWeights>(ref x, xStride, inputs, ref panel, ref bias, ref y, yStride); break;
        }
    }

    // The numbers of rows and panels are constants to the compiler, which leaves out what the conditions exclude: one text, twelve
    // kernels. Sums a to h are those of eight rows; or a to d those of four, and e to h those of the same four with the second panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows, TPanels, TWeights>(
        ref float x, nint xStride, int inputs, ref byte panel, ref float bias, ref float y, nint yStride)
        where TRows : struct, ICount
        where TPanels : struct, ICount
        where TWeights : struct, IWeights
    {
        var isPair = TPanels.Count > 1;
        ref var nextBias = ref Unsafe.Add(ref bias, isPair ? 2 * VectorWidth : 0);
        var (bias0, bias1) = (Vector512.LoadUnsafe(ref bias), Vector512.LoadUnsafe(ref bias, VectorWidth));
        var (bias2, bias3) = (Vector512.LoadUnsafe(ref nextBias), Vector512.LoadUnsafe(ref nextBias, VectorWidth));
        var (a0, a1, b0, b1, c0, c1, d0, d1) = (bias0, bias1, bias0, bias1, bias0, bias1, bias0, bias1);
        var (e0, e1, f0, f1, g0, g1, h0, h1) = (bias2, bias3, bias2, bias3, bias2, bias3, bias2, bias3);
        ref var next = ref Unsafe.Add(ref panel, isPair ? (nint)inputs * 2 * TWeights.VectorBytes : 0);
        ref var xB = ref Unsafe.Add(ref x, TRows.Count > 1 ? xStride : 0);
        ref var xC = ref Unsafe.Add(ref x, TRows.Count > 2 ? 2 * xStride : 0);
        ref var xD = ref Unsafe.Add(ref x, TRows.Count > 3 ? 3 * xStride : 0);
        ref var xE = ref Unsafe.Add(ref x, TRows.Count > 4 ? 4 * xStride : 0);
        ref var xF = ref Unsafe.Add(ref x, TRows.Count > 5 ? 5 * xStride : 0);
        ref var xG = ref Unsafe.Add(ref x, TRows.Count > 6 ? 6 * xStride : 0);
        ref var xH = ref Unsafe.Add(ref x, TRows.Count > 7 ? 7 * xStride : 0);
        for (nint i = 0; i < inputs; i++)
        {
            var (weight0, weight1) = (TWeights.Read(ref panel), TWeights.Read(ref Unsafe.Add(ref panel, TWeights.VectorBytes)));
            panel = ref Unsafe.Add(ref panel, 2 * TWeights.VectorBytes);
            Add(Unsafe.Add(ref x, i), weight0, weight1, ref a0, ref a1);
            if (TRows.Count > 1)
                Add(Unsafe.Add(ref xB, i), weight0, weight1, ref b0, ref b1);
            if (TRows.Count > 2)
                Add(Unsafe.Add(ref xC, i), weight0, weight1, ref c0, ref c1);
            if (TRows.Count > 3)
                Add(Unsafe.Add(ref xD, i), weight0, weight1, ref d0, ref d1);
            if (TRows.Count > 4)
                Add(Unsafe.Add(ref xE, i), weight0, weight1, ref e0, ref e1);
            if (TRows.Count > 5)
                Add(Unsafe.Add(ref xF, i), weight0, weight1, ref f0, ref f1);
            if (TRows.Count > 6)
                Add(Unsafe.Add(ref xG, i), weight0, weight1, ref g0, ref g1);
            if (TRows.Count > 7)
                Add(Unsafe.Add(ref xH, i), weight0, weight1, ref h0, ref h1);
            if (!isPair)
                continue;
            var (weight2, weight3) = (TWeights.Read(ref next), TWeights.Read(ref Unsafe.Add(ref next, TWeights.VectorBytes)));
            next = ref Unsafe.Add(ref next, 2 * TWeights.VectorBytes);
            Add(Unsafe.Add(ref x, i), weight2, weight3, ref e0, ref e1);
            if (TRows.Count > 1)
                Add(Unsafe.Add(ref xB, i), weight2, weight3, ref f0, ref f1);
            if (TRows.Count > 2)
                Add(Unsafe.Add(ref xC, i), weight2, weight3, ref g0, ref g1);
            if (TRows.Count > 3)
                Add(Unsafe.Add(ref xD, i), weight2, weight3, ref h0, ref h1);
        }
        Store(ref y, a0, a1);
        if (TRows.Count > 1)
            Store(ref Unsafe.Add(ref y, yStride), b0, b1);
        if (TRows.Count > 2)
            Store(ref Unsafe.Add(ref y, 2 * yStride), c0, c1);
        if (TRows.Count > 3)
            Store(ref Unsafe.Add(ref y, 3 * yStride), d0, d1);
        if (TRows.Count > 4)
            Store(ref Unsafe.Add(ref y, 4 * yStride), e0, e1);
        if (TRows.Count > 5)
            Store(ref Unsafe.Add(ref y, 5 * yStride), f0, f1);
        if (TRows.Count > 6)
            Store(ref Unsafe.Add(ref y, 6 * yStride), g0, g1);
        if (TRows.Count > 7)
            Store(ref Unsafe.Add(ref y, 7 * yStride), h0, h1);
        if (!isPair)
            return;
        y = ref Unsafe.Add(ref y, 2 * VectorWidth);
        Store(ref y, e0, e1);
        if (TRows.Count > 1)
            Store(ref Unsafe.Add(ref y, yStride), f0, f1);
        if (TRows.Count > 2)
            Store(ref Unsafe.Add(ref y, 2 * yStride), g0, g1);
        if (TRows.Count > 3)
            Store(ref Unsafe.Add(ref y, 3 * yStride), h0, h1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        float input, Vector512<float> weight0, Vector512<float> weight1, ref Vector512<float> sum0, ref Vector512<float> sum1)
    {
        var repeated = Vector512.Create(input);
        sum0 = Vector512.MultiplyAddEstimate(repeated, weight0, sum0);
        sum1 = Vector512.MultiplyAddEstimate(repeated, weight1, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float y, Vector512<float> sum0, Vector512<float> sum1)
    {
        sum0.StoreUnsafe(ref y);
        sum1.StoreUnsafe(ref y, VectorWidth);
    }

    private readonly struct Whole : IWeights
    {
        public static int VectorBytes => VectorWidth * sizeof(float);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Read(ref byte weights) => Vector512.LoadUnsafe(ref weights).AsSingle();
    }

    private readonly struct Short : IWeights
    {
        public static int VectorBytes => ShortFloat.VectorBytes;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Read(ref byte weights) => ShortFloat.Read(ref weights);
    }

    private readonly struct One : ICount
    {
        public static int Count => 1;
    }

    private readonly struct Two : ICount
    {
        public static int Count => 2;
    }

    private readonly struct Three : ICount
    {
        public static int Count => 3;
    }

    private readonly struct Four : ICount
    {
        public static int Count => 4;
    }

    private readonly struct Five : ICount
    {
        public static int Count => 5;
    }

    private readonly struct Six : ICount
    {
        public static int Count => 6;
    }

    private readonly struct Seven : ICount
    {
        public static int Count => 7;
    }

    private readonly struct Eight : ICount
    {
        public static int Count => 8;
    }
}
