namespace Tandem.Inference;

/// <summary>
/// A multilayer perceptron in plain .NET: h₀ = x, hₗ₊₁ = f(hₗ·Wₗ + bₗ), with no activation after the last layer.
/// </summary>
/// <remarks>
/// All parameters stand in one array, so that an optimiser is one loop: for each layer the weights [inputs, stride], then the
/// bias [stride], where stride is the layer's width rounded up to whole vectors and the surplus is zero.
/// Forward passes of one instance share its workspace: one thread at a time.
/// </remarks>
public sealed class Perceptron : INetwork
{
    private readonly Memory<float> parameters;
    private readonly int[] weightOffsets;
    private PerceptronWorkspace workspace;

    /// <summary>A perceptron whose parameters are all zero.</summary>
    public Perceptron(PerceptronShape shape)
        : this(shape, new float[ParameterCount(shape)])
    {
    }

    /// <summary>A perceptron over parameters that stand in somebody else's array.</summary>
    /// <param name="shape">The widths.</param>
    /// <param name="parameters">As many as <see cref="ParameterCount"/> says; changed with the perceptron.</param>
    internal Perceptron(PerceptronShape shape, Memory<float> parameters)
    {
        (Shape, this.parameters) = (shape, parameters);
        weightOffsets = new int[shape.Layers];
        for (var layer = 1; layer < shape.Layers; layer++)
        {
            weightOffsets[layer] = weightOffsets[layer - 1] + ((shape.Widths[layer - 1] + 1) * Stride(layer - 1));
        }

        workspace = new PerceptronWorkspace(shape, rows: 1);
    }

    /// <summary>The widths of the layers.</summary>
    public PerceptronShape Shape { get; }

    /// <inheritdoc/>
    public int InputWidth => Shape.Inputs;

    /// <inheritdoc/>
    public int OutputWidth => Shape.Outputs;

    /// <summary>Every parameter, with the zeros that round each row up; keep those zero.</summary>
    public Span<float> Parameters => parameters.Span;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        if (workspace.Rows < rows)
        {
            workspace = new PerceptronWorkspace(Shape, rows);
        }

        Forward(inputs, 0, rows, workspace);
        workspace.CopyOutputs(0, rows, outputs, Shape.Outputs);
    }

    /// <summary>Another of the same shape and parameters, which stay as they are when these change.</summary>
    public Perceptron Copy()
    {
        var copy = new Perceptron(Shape);
        Parameters.CopyTo(copy.Parameters);
        return copy;
    }

    /// <summary>How many parameters a shape has, with the zeros that round each row up.</summary>
    internal static int ParameterCount(PerceptronShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var count = 0;
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            count = checked(count + ((shape.Widths[layer] + 1) * Linear.Stride(shape.Widths[layer + 1])));
        }

        return count;
    }

    /// <summary>
    /// Computes every layer's activations and leaves them in the workspace, where a gradient finds them. A few rows go through
    /// all layers before the next few do, so that they stay in the nearest cache.
    /// </summary>
    /// <param name="inputs">[rows of the workspace, inputs].</param>
    /// <param name="first">The first row to compute.</param>
    /// <param name="rows">How many rows to compute.</param>
    /// <param name="workspace">Receives the activations.</param>
    internal void Forward(ReadOnlySpan<float> inputs, int first, int rows, PerceptronWorkspace workspace)
    {
        for (var row = first; row < first + rows; row += PerceptronWorkspace.BlockRows)
        {
            ForwardBlock(inputs, row, Math.Min(PerceptronWorkspace.BlockRows, first + rows - row), workspace);
        }
    }

    private void ForwardBlock(ReadOnlySpan<float> inputs, int first, int rows, PerceptronWorkspace workspace)
    {
        var x = inputs[(first * Shape.Inputs)..];
        var xStride = Shape.Inputs;
        for (var layer = 0; layer < Shape.Layers; layer++)
        {
            var y = workspace.Activations(layer, first, rows);
            Linear.Forward(x, xStride, rows, Shape.Widths[layer], Weight(layer), Bias(layer), y);
            if (layer < Shape.Layers - 1)
            {
                Activations.Apply(Shape.Activation, y);
            }

            x = y;
            xStride = Stride(layer);
        }
    }

    /// <summary>A layer's weight in PyTorch's order, [outputs, inputs].</summary>
    public float[] ReadWeight(int layer)
    {
        var (inputs, outputs, stride) = (Shape.Widths[layer], Shape.Widths[layer + 1], Stride(layer));
        var weight = new float[outputs * inputs];
        var from = Weight(layer);
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
            {
                weight[(o * inputs) + i] = from[(i * stride) + o];
            }
        }

        return weight;
    }

    /// <summary>Sets a layer's weight from PyTorch's order, [outputs, inputs].</summary>
    public void WriteWeight(int layer, ReadOnlySpan<float> weight)
    {
        var (inputs, outputs, stride) = (Shape.Widths[layer], Shape.Widths[layer + 1], Stride(layer));
        RequireLength(layer, "weight", weight.Length, outputs * inputs);
        var to = Weight(layer);
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < inputs; i++)
            {
                to[(i * stride) + o] = weight[(o * inputs) + i];
            }
        }
    }

    /// <summary>A layer's bias, [outputs].</summary>
    public float[] ReadBias(int layer) => Bias(layer)[..Shape.Widths[layer + 1]].ToArray();

    /// <summary>Sets a layer's bias, [outputs].</summary>
    public void WriteBias(int layer, ReadOnlySpan<float> bias)
    {
        RequireLength(layer, "bias", bias.Length, Shape.Widths[layer + 1]);
        bias.CopyTo(Bias(layer));
    }

    internal int Stride(int layer) => Linear.Stride(Shape.Widths[layer + 1]);

    internal Span<float> Weight(int layer) => WeightOf(parameters.Span, layer);

    internal Span<float> Bias(int layer) => BiasOf(parameters.Span, layer);

    /// <summary>The part of an array laid out like <see cref="Parameters"/> that belongs to a layer's weight, [inputs, stride].</summary>
    internal Span<float> WeightOf(Span<float> like, int layer) =>
        like.Slice(weightOffsets[layer], Shape.Widths[layer] * Stride(layer));

    /// <summary>The part of an array laid out like <see cref="Parameters"/> that belongs to a layer's bias, [stride].</summary>
    internal Span<float> BiasOf(Span<float> like, int layer) =>
        like.Slice(weightOffsets[layer] + (Shape.Widths[layer] * Stride(layer)), Stride(layer));

    private static void RequireLength(int layer, string what, int given, int expected)
    {
        if (given != expected)
        {
            throw new ArgumentException($"the {what} of layer {layer} has {given} numbers: give {expected}");
        }
    }
}
