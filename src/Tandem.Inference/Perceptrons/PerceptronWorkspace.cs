namespace Tandem.Inference;

/// <summary>Room for the activations of a perceptron's layers: for each layer [rows, stride].</summary>
internal sealed class PerceptronWorkspace
{
    private readonly PerceptronShape shape;
    private readonly float[][] activations;

    public PerceptronWorkspace(PerceptronShape shape, int rows)
    {
        this.shape = shape;
        Rows = rows;
        activations = new float[shape.Layers][];
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            activations[layer] = new float[rows * Linear.Stride(shape.Widths[layer + 1])];
        }
    }

    /// <summary>How many rows there is room for.</summary>
    public int Rows { get; }

    /// <summary>What a layer gave out, [rows, stride].</summary>
    public Span<float> Activations(int layer, int rows) =>
        activations[layer].AsSpan(0, rows * Linear.Stride(shape.Widths[layer + 1]));

    /// <summary>Copies the last layer's outputs without the surplus of each row.</summary>
    public void CopyOutputs(int rows, Span<float> outputs)
    {
        var (width, stride) = (shape.Outputs, Linear.Stride(shape.Outputs));
        var last = Activations(shape.Layers - 1, rows);
        for (var row = 0; row < rows; row++)
        {
            last.Slice(row * stride, width).CopyTo(outputs[(row * width)..]);
        }
    }
}
