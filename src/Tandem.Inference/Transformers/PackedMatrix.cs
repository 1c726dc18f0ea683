using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tandem.Inference.Transformers;

// Legend: R rows, I inputs, O outputs.

/// <summary>
/// A linear layer, y = x·Wᵀ + b, packed for reading in order: panels of <see cref="PanelWidth"/> outputs, each [I, PanelWidth],
/// the last filled up with zeros.
/// </summary>
/// <remarks>
/// Each output is its bias plus its inputs' products in order. So a row has the same bits alone and among any others, however
/// rows and panels are divided between threads, and on every vector width. Products and sums are fused, and round once, where
/// the program was compiled for a processor that does so.
/// </remarks>
internal sealed class PackedMatrix
{
    /// <summary>Two vectors: with eight rows, sixteen sums stay in registers, and a panel of 128 inputs in the nearest cache.</summary>
    public const int PanelWidth = 2 * VectorWidth;

    private const int VectorWidth = 16;
    private const int CacheLine = 64;

    private readonly byte[] weights;      // pinned, so that what is aligned stays aligned
    private readonly float[] biases;      // [Panels * PanelWidth]
    private readonly int first;           // where the aligned weights begin
    private readonly bool isShort;
    private readonly int vectorBytes;

    /// <summary>Packs a matrix.</summary>
    /// <param name="weight">[O, I], row-major as in a saved file.</param>
    /// <param name="bias">[O], or empty for none.</param>
    /// <param name="outputs">O.</param>
    /// <param name="inputs">I.</param>
    /// <param name="rounded">
    /// Whether weights are rounded to <see cref="ShortFloat"/>. Where the processor cannot read three bytes quickly they are
    /// kept as float32, rounded all the same, so that every processor computes with the same numbers.
    /// </param>
    public PackedMatrix(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int outputs, int inputs, bool rounded = false)
    {
        (Outputs, Inputs, Panels) = (outputs, inputs, Padded(outputs) / PanelWidth);
        isShort = rounded && ShortFloat.IsSupported;
        vectorBytes = isShort ? ShortFloat.VectorBytes : VectorWidth * sizeof(float);
        weights = GC.AllocateArray<byte>(checked((Panels * inputs * 2 * vectorBytes) + CacheLine + ShortFloat.ReadBytes), pinned: true);
        biases = new float[Panels * PanelWidth];
        bias.CopyTo(biases);
        first = FirstAligned(weights);
        for (var output = 0; output < outputs; output++)
        {
            for (var input = 0; input < inputs; input++)
            {
                var value = weight[(output * inputs) + input];
                Write(output, input, rounded ? ShortFloat.Round(value) : value);
            }
        }
    }

    /// <summary>O.</summary>
    public int Outputs { get; }

    /// <summary>I.</summary>
    public int Inputs { get; }

    /// <summary>How many panels hold the outputs.</summary>
    public int Panels { get; }

    /// <summary>O rounded up to whole panels: the least width of a row that <see cref="Forward"/> writes.</summary>
    public int PaddedOutputs => Panels * PanelWidth;

    /// <summary>A width rounded up to whole panels.</summary>
    public static int Padded(int width) => (width + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>y [R, padded O in rows of yStride] = x [R, I in rows of xStride] · Wᵀ + b; what pads is zero.</summary>
    public void Forward(ReadOnlySpan<float> x, int xStride, int rows, Span<float> y, int yStride)
    {
        if (rows == 0)
            return;
        Require(x.Length >= ((rows - 1) * xStride) + Inputs && y.Length >= ((rows - 1) * yStride) + PaddedOutputs && yStride >= PaddedOutputs);
        ForwardPanels(x, xStride, rows, 0, Panels, y, yStride);
    }

    /// <summary>y [R, O, without gaps] = x [R, I in rows of xStride] · Wᵀ + b for some of the panels.</summary>
    public void ForwardDense(ReadOnlySpan<float> x, int xStride, int rows, int firstPanel, int endPanel, Span<float> y)
    {
        if (rows == 0)
            return;
        Require(x.Length >= ((rows - 1) * xStride) + Inputs && y.Length >= rows * Outputs);
        var whole = Math.Min(endPanel, Outputs / PanelWidth);
        ForwardPanels(x, xStride, rows, firstPanel, whole, y[(firstPanel * PanelWidth)..], Outputs);
        if (whole < endPanel)
            ForwardLastPanel(x, xStride, rows, y);
    }

    /// <summary>A panel that is not full would write into the next row, so it is computed aside.</summary>
    private void ForwardLastPanel(ReadOnlySpan<float> x, int xStride, int rows, Span<float> y)
    {
        Span<float> aside = stackalloc float[ProductTile.GreatestRows * PanelWidth];
        var (panel, column) = (Panels - 1, (Panels - 1) * PanelWidth);
        for (var row = 0; row < rows; row += ProductTile.GreatestRows)
        {
            var count = Math.Min(ProductTile.GreatestRows, rows - row);
            ForwardPanels(x[(row * xStride)..], xStride, count, panel, Panels, aside, PanelWidth);
            for (var i = 0; i < count; i++)
                aside.Slice(i * PanelWidth, Outputs - column).CopyTo(y[(((row + i) * Outputs) + column)..]);
        }
    }

    private void Write(int output, int input, float value)
    {
        var (panel, column) = Math.DivRem(output, PanelWidth);
        var bytes = vectorBytes / VectorWidth;
        var place = weights.AsSpan(first + (((panel * Inputs) + input) * 2 * vectorBytes) + (column * bytes), bytes);
        if (isShort)
            ShortFloat.Write(value, place);
        else
            MemoryMarshal.Write(place, value);
    }

    /// <summary>Some of the panels; y begins where the first of them writes.</summary>
    private void ForwardPanels(ReadOnlySpan<float> x, int xStride, int rows, int firstPanel, int endPanel, Span<float> y, int yStride)
    {
        for (var panel = firstPanel; panel < endPanel;)
        {
            var count = ProductTile.PanelsAtOnce(rows, endPanel - panel);
            ProductTile.Forward(
                ref MemoryMarshal.GetReference(x), xStride, rows, Inputs,
                ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(weights), first + (panel * Inputs * 2 * vectorBytes)), count, isShort,
                ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(biases), panel * PanelWidth),
                ref MemoryMarshal.GetReference(y[((panel - firstPanel) * PanelWidth)..]), yStride);
            panel += count;
        }
    }

    private static unsafe int FirstAligned(byte[] pinned)
    {
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return (int)((CacheLine - (address % CacheLine)) % CacheLine);
    }

    private static void Require(bool fits)
    {
        if (!fits)
            throw new ArgumentException("a product was given fewer numbers than its rows and widths need: give whole rows");
    }
}
