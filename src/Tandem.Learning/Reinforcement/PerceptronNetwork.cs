using System.Numerics;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The default network of a reinforcement algorithm: a perceptron in plain .NET with its gradient and Adam.
/// For small networks it is many times faster than libtorch, whose calls cost more than the arithmetic.
/// </summary>
public sealed class PerceptronNetwork : ILearnableNetwork
{
    private readonly float[] gradient;
    private readonly Adam adam;
    private PerceptronWorkspace activations;
    private PerceptronWorkspace deltas;
    private float[] inputs;
    private int rows;

    /// <summary>Trains the given perceptron, which stays the caller's.</summary>
    public PerceptronNetwork(Perceptron perceptron)
    {
        ArgumentNullException.ThrowIfNull(perceptron);
        Perceptron = perceptron;
        gradient = new float[perceptron.Parameters.Length];
        adam = new Adam(gradient.Length, AdamConstants.Default);
        activations = new PerceptronWorkspace(perceptron.Shape, rows: 1);
        deltas = new PerceptronWorkspace(perceptron.Shape, rows: 1);
        inputs = new float[perceptron.InputWidth];
    }

    /// <summary>A new perceptron with PyTorch's initial distribution of a linear layer, U(−1/√inputs, 1/√inputs) for weights and biases.</summary>
    public PerceptronNetwork(PerceptronShape shape, ref RandomStream random)
        : this(new Perceptron(shape))
    {
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var bound = 1 / Math.Sqrt(shape.Widths[layer]);
            Perceptron.WriteWeight(layer, Draw(shape.Widths[layer] * shape.Widths[layer + 1], bound, ref random));
            Perceptron.WriteBias(layer, Draw(shape.Widths[layer + 1], bound, ref random));
        }
    }

    /// <summary>The perceptron that is trained.</summary>
    public Perceptron Perceptron { get; }

    /// <inheritdoc/>
    public int InputWidth => Perceptron.InputWidth;

    /// <inheritdoc/>
    public int OutputWidth => Perceptron.OutputWidth;

    /// <summary>The gradient of each parameter, laid out like <see cref="Perceptron.Parameters"/>.</summary>
    internal ReadOnlySpan<float> Gradient => gradient;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> inputs, int rows, Span<float> outputs) => Perceptron.Forward(inputs, rows, outputs);

    /// <inheritdoc/>
    public void ForwardForGradient(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        Reserve(rows);
        this.rows = rows;
        inputs[..(rows * InputWidth)].CopyTo(this.inputs);
        Perceptron.Forward(this.inputs, rows, activations);
        activations.CopyOutputs(rows, outputs);
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> outputGradients)
    {
        var shape = Perceptron.Shape;
        SpreadOutputGradients(outputGradients);
        for (var layer = shape.Layers - 1; layer >= 0; layer--)
        {
            var delta = deltas.Activations(layer, rows);
            var below = layer == 0 ? inputs : activations.Activations(layer - 1, rows);
            var belowStride = layer == 0 ? InputWidth : Perceptron.Stride(layer - 1);
            Linear.AddWeightGradient(
                below, belowStride, rows, shape.Widths[layer], delta, Perceptron.WeightOf(gradient, layer), Perceptron.BiasOf(gradient, layer));
            if (layer > 0)
            {
                PropagateBelow(layer);
            }
        }
    }

    /// <inheritdoc/>
    public void InputGradient(ReadOnlySpan<float> outputGradients, Span<float> inputGradients)
    {
        SpreadOutputGradients(outputGradients);
        for (var layer = Perceptron.Shape.Layers - 1; layer > 0; layer--)
        {
            PropagateBelow(layer);
        }

        Linear.InputGradient(
            deltas.Activations(0, rows), rows, InputWidth, Perceptron.Weight(0), Perceptron.Stride(0), inputGradients, InputWidth);
    }

    /// <inheritdoc/>
    public double Update(double learningRate, double? maximumGradientNorm = null)
    {
        var norm = GradientNorm.Of(gradient);
        if (double.IsFinite(norm))
        {
            adam.Step(Perceptron.Parameters, gradient, learningRate, GradientNorm.Scale(norm, maximumGradientNorm));
        }

        Array.Clear(gradient);
        return norm;
    }

    /// <inheritdoc/>
    public void Follow(ILearnableNetwork other, double rate)
    {
        if (other is not PerceptronNetwork { Perceptron: var followed } || !followed.Shape.Widths.AsSpan().SequenceEqual(Perceptron.Shape.Widths.AsSpan()))
        {
            throw new ArgumentException($"a perceptron of widths {string.Join(", ", Perceptron.Shape.Widths)} can follow only one of the same widths: give such a {nameof(PerceptronNetwork)}");
        }

        Polyak.Follow(Perceptron.Parameters, followed.Parameters, rate);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteSingles(Perceptron.Parameters);
        adam.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.ReadSingles(Perceptron.Parameters);
        adam.Restore(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing outside the garbage collector's reach.
    }

    private void Reserve(int rows)
    {
        if (activations.Rows >= rows)
        {
            return;
        }

        var room = (int)BitOperations.RoundUpToPowerOf2((uint)rows);
        activations = new PerceptronWorkspace(Perceptron.Shape, room);
        deltas = new PerceptronWorkspace(Perceptron.Shape, room);
        inputs = new float[room * InputWidth];
    }

    /// <summary>From ∂loss/∂(what a layer gives out before its activation) to the same of the layer below.</summary>
    private void PropagateBelow(int layer)
    {
        var shape = Perceptron.Shape;
        var below = deltas.Activations(layer - 1, rows);
        Linear.InputGradient(
            deltas.Activations(layer, rows), rows, shape.Widths[layer], Perceptron.Weight(layer), Perceptron.Stride(layer), below, Perceptron.Stride(layer - 1));
        Activations.MultiplyByDerivative(shape.Activation, activations.Activations(layer - 1, rows), below);
    }

    /// <summary>Lays the outputs' gradient out in rows of whole vectors.</summary>
    private void SpreadOutputGradients(ReadOnlySpan<float> outputGradients)
    {
        var last = Perceptron.Shape.Layers - 1;
        var (width, stride) = (OutputWidth, Perceptron.Stride(last));
        var delta = deltas.Activations(last, rows);
        delta.Clear();
        for (var row = 0; row < rows; row++)
        {
            outputGradients.Slice(row * width, width).CopyTo(delta[(row * stride)..]);
        }
    }

    private static float[] Draw(int count, double bound, ref RandomStream random)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)random.NextDouble(-bound, bound);
        }

        return values;
    }
}
