namespace Tandem.Inference;

/// <summary>Room for the activations of a perceptron's layers: for each layer [rows, stride].</summary>
internal sealed class PerceptronWorkspace
{
    /// <summary>How many rows go through all layers together: enough to use each weight often, few enough for the nearest cache.</summary>
    public const int BlockRows = 64;

    private readonly int[] strides;
    private readonly float[][] activations;

    public PerceptronWorkspace(PerceptronShape shape, int rows)
    {
        Rows = rows;
        strides = [.. shape.Widths.Skip(1).Select(Linear.Stride)];
        activations = Array.ConvertAll(strides, stride => new float[rows * stride]);
    }

    /// <summary>How many rows there is room for.</summary>
    public int Rows { get; }

    /// <summary>What a layer gave out for some rows, [rows, stride].</summary>
    public Span<float> Activations(int layer, int first, int rows) =>
        activations[layer].AsSpan(first * strides[layer], rows * strides[layer]);

    /// <summary>Copies the last layer's outputs without the surplus of each row.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="outputs">Receives a row of them every <paramref name="step"/>.</param>
    /// <param name="step">From one row of outputs to the next; at least the last layer's width.</param>
    /// <param name="width">The last layer's width; null: the step.</param>
    public void CopyOutputs(int first, int rows, Span<float> outputs, int step, int? width = null)
    {
        var stride = strides[^1];
        var last = Activations(strides.Length - 1, first, rows);
        for (var row = 0; row < rows; row++)
        {
            last.Slice(row * stride, width ?? step).CopyTo(outputs[(row * step)..]);
        }
    }
}
