using System.Numerics;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The gradient of one perceptron: keeps the activations of a forward pass and goes back through them, any rows by themselves,
/// so that several threads can share the work.
/// Legend: R rows, I inputs, O outputs.
/// </summary>
internal sealed class PerceptronGradient
{
    private readonly Perceptron perceptron;
    private readonly float[][] transposed;
    private readonly float[][] zeros;
    private PerceptronWorkspace activations;
    private PerceptronWorkspace deltas;

    public PerceptronGradient(Perceptron perceptron)
    {
        this.perceptron = perceptron;
        var widths = perceptron.Shape.Widths;
        transposed = [.. Enumerable.Range(0, perceptron.Shape.Layers).Select(layer => new float[widths[layer + 1] * Linear.Stride(widths[layer])])];
        zeros = [.. Enumerable.Range(0, perceptron.Shape.Layers).Select(layer => new float[Linear.Stride(widths[layer])])];
        activations = new PerceptronWorkspace(perceptron.Shape, rows: 1);
        deltas = new PerceptronWorkspace(perceptron.Shape, rows: 1);
    }

    /// <summary>From one row of input gradients to the next: I rounded up to whole vectors.</summary>
    public int InputStride => zeros[0].Length;

    /// <summary>Makes room for rows.</summary>
    public void Reserve(int rows)
    {
        if (activations.Rows < rows)
        {
            var room = (int)BitOperations.RoundUpToPowerOf2((uint)rows);
            activations = new PerceptronWorkspace(perceptron.Shape, room);
            deltas = new PerceptronWorkspace(perceptron.Shape, room);
        }
    }

    /// <summary>Computes some rows and keeps what their gradient needs.</summary>
    /// <param name="inputs">[R, I], all rows.</param>
    /// <param name="first">The first row to compute.</param>
    /// <param name="rows">How many.</param>
    /// <param name="outputs">All rows' outputs, whose column 0 is the perceptron's first output.</param>
    /// <param name="outputStep">From one row of outputs to the next.</param>
    public void Forward(ReadOnlySpan<float> inputs, int first, int rows, Span<float> outputs, int outputStep)
    {
        perceptron.Forward(inputs, first, rows, activations);
        activations.CopyOutputs(first, rows, outputs[(first * outputStep)..], outputStep, perceptron.OutputWidth);
    }

    /// <summary>Turns the weights over for the way back; once before any rows of a gradient.</summary>
    /// <param name="toInputs">Whether the gradient goes back to the inputs.</param>
    public void Prepare(bool toInputs = false)
    {
        for (var layer = toInputs ? 0 : 1; layer < transposed.Length; layer++)
        {
            Linear.Transpose(perceptron.Weight(layer), perceptron.Shape.Widths[layer], perceptron.Shape.Widths[layer + 1], transposed[layer]);
        }
    }

    /// <summary>Goes back through some rows: adds the gradient of the parameters, or writes that of the inputs.</summary>
    /// <param name="inputs">[R, I], all rows, as they went forward.</param>
    /// <param name="outputGradients">∂loss/∂outputs of all rows, whose column 0 is the perceptron's first output.</param>
    /// <param name="outputStep">From one row of output gradients to the next.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="gradient">Is added to, laid out like the perceptron's parameters; empty where nobody asks.</param>
    /// <param name="inputGradients">Receives ∂loss/∂inputs, [R, InputStride], all rows; empty where nobody asks.</param>
    public void Backward(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> outputGradients,
        int outputStep,
        int first,
        int rows,
        Span<float> gradient,
        Span<float> inputGradients = default)
    {
        for (var row = first; row < first + rows; row += PerceptronWorkspace.BlockRows)
        {
            var block = Math.Min(PerceptronWorkspace.BlockRows, first + rows - row);
            SpreadOutputGradients(outputGradients[(row * outputStep)..], outputStep, row, block);
            BackwardBlock(inputs, row, block, gradient);
            if (!inputGradients.IsEmpty)
            {
                Linear.InputGradient(
                    deltas.Activations(0, row, block),
                    perceptron.Stride(0),
                    block,
                    perceptron.Shape.Widths[1],
                    transposed[0],
                    zeros[0],
                    inputGradients.Slice(row * InputStride, block * InputStride));
            }
        }
    }

    private void BackwardBlock(ReadOnlySpan<float> inputs, int first, int rows, Span<float> gradient)
    {
        var shape = perceptron.Shape;
        for (var layer = shape.Layers - 1; layer >= 0; layer--)
        {
            var delta = deltas.Activations(layer, first, rows);
            var below = layer == 0 ? inputs.Slice(first * shape.Inputs, rows * shape.Inputs) : activations.Activations(layer - 1, first, rows);
            var belowStride = layer == 0 ? shape.Inputs : perceptron.Stride(layer - 1);
            if (!gradient.IsEmpty)
            {
                Linear.AddWeightGradient(
                    below, belowStride, rows, shape.Widths[layer], delta, perceptron.WeightOf(gradient, layer), perceptron.BiasOf(gradient, layer));
            }

            if (layer > 0)
            {
                var belowDelta = deltas.Activations(layer - 1, first, rows);
                Linear.InputGradient(
                    delta, perceptron.Stride(layer), rows, shape.Widths[layer + 1], transposed[layer], zeros[layer], belowDelta);
                Activations.MultiplyByDerivative(shape.Activation, below, belowDelta);
            }
        }
    }

    /// <summary>Lays the outputs' gradient out in rows of whole vectors.</summary>
    private void SpreadOutputGradients(ReadOnlySpan<float> outputGradients, int step, int first, int rows)
    {
        var last = perceptron.Shape.Layers - 1;
        var (width, stride) = (perceptron.OutputWidth, perceptron.Stride(last));
        var delta = deltas.Activations(last, first, rows);
        delta.Clear();
        for (var row = 0; row < rows; row++)
        {
            outputGradients.Slice(row * step, width).CopyTo(delta[(row * stride)..]);
        }
    }
}
