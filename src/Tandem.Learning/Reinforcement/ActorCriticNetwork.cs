namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The default network of the algorithms that learn a policy and a value: two perceptrons, or one with both outputs, and
/// parameters that no observation changes (a Gaussian's log deviations). All stand in one array, with one gradient and one Adam,
/// so that the gradient's norm is that of all.
/// Legend: a row of outputs is [value, P policy outputs, C constants].
/// </summary>
internal sealed class ActorCriticNetwork : ILearnableNetwork
{
    private readonly float[] parameters;
    private readonly Perceptron[] perceptrons;
    private readonly PerceptronGradient[] bodies;
    private readonly int[] bodyOffsets;
    private readonly int policyWidth;
    private readonly int constantsOffset;
    private readonly int constantsCount;
    private readonly FlatGradient flat;
    private readonly RowParts parts;
    private readonly Action<int> forwardPart;
    private readonly Action<int> backwardPart;
    private float[] inputs = [];
    private float[] outputs = [];
    private int rows;

    /// <summary>A network whose weights follow from a stream.</summary>
    /// <param name="inputWidth">The width of an encoded observation.</param>
    /// <param name="policyWidth">P.</param>
    /// <param name="constants">What the constants begin with, [C].</param>
    /// <param name="options">Layers and first weights.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="adam">Constants of the optimiser.</param>
    /// <param name="team">Who computes; it changes no bit.</param>
    public ActorCriticNetwork(
        int inputWidth, int policyWidth, ReadOnlySpan<float> constants, ActorCriticOptions options, ref RandomStream random, AdamConstants adam, ThreadTeam team)
    {
        PerceptronShape Shape(int outputs) => new(inputWidth, options.Hidden.AsSpan(), outputs, options.Activation);
        PerceptronShape[] shapes = options.Sharing == NetworkSharing.Separate ? [Shape(1), Shape(policyWidth)] : [Shape(1 + policyWidth)];
        (InputWidth, this.policyWidth, constantsCount) = (inputWidth, policyWidth, constants.Length);
        bodyOffsets = [0, .. shapes.Select(Perceptron.ParameterCount)];
        bodyOffsets[^1] += bodyOffsets[^2];
        constantsOffset = bodyOffsets[^1];
        parameters = new float[constantsOffset + Linear.Stride(constants.Length)];
        perceptrons = [.. shapes.Select((shape, body) => new Perceptron(shape, parameters.AsMemory(bodyOffsets[body]..bodyOffsets[body + 1])))];
        bodies = Array.ConvertAll(perceptrons, perceptron => new PerceptronGradient(perceptron));
        constants.CopyTo(parameters.AsSpan(constantsOffset));
        flat = new FlatGradient(parameters.Length, adam);
        parts = new RowParts(team);
        (forwardPart, backwardPart) = (ForwardPart, BackwardPart);
        Initialize(options, ref random);
    }

    public int InputWidth { get; }

    public int OutputWidth => 1 + policyWidth + constantsCount;

    /// <summary>Every parameter.</summary>
    internal Span<float> Parameters => parameters;

    /// <summary>The gradient of each parameter.</summary>
    internal ReadOnlySpan<float> Gradient => flat.Gradient;

    /// <summary>The parameters that no observation changes, [C].</summary>
    public ReadOnlySpan<float> Constants => parameters.AsSpan(constantsOffset, constantsCount);

    /// <summary>A copy of what gives the policy's outputs.</summary>
    public Perceptron CopyPolicy()
    {
        var source = perceptrons[^1];
        var shape = source.Shape;
        var skipped = perceptrons.Length == 1 ? 1 : 0;
        var hidden = shape.Widths.AsSpan()[1..^1];
        var copy = new Perceptron(new PerceptronShape(shape.Inputs, hidden, policyWidth, shape.Activation));
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var skip = layer == shape.Layers - 1 ? skipped : 0;
            copy.WriteWeight(layer, source.ReadWeight(layer).AsSpan(skip * shape.Widths[layer]));
            copy.WriteBias(layer, source.ReadBias(layer).AsSpan(skip));
        }

        return copy;
    }

    public void Forward(ReadOnlySpan<float> inputs, int rows, Span<float> outputs) => ForwardForGradient(inputs, rows, outputs);

    public void ForwardForGradient(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        Reserve(rows);
        this.rows = rows;
        inputs[..(rows * InputWidth)].CopyTo(this.inputs);
        parts.Run(forwardPart, rows);
        this.outputs.AsSpan(0, rows * OutputWidth).CopyTo(outputs);
    }

    public void Backward(ReadOnlySpan<float> outputGradients)
    {
        outputGradients[..(rows * OutputWidth)].CopyTo(outputs);
        foreach (var body in bodies)
        {
            body.Prepare();
        }

        flat.Clear(RowParts.Count(rows));
        parts.Run(backwardPart, rows);
        flat.AddParts(RowParts.Count(rows));
    }

    public double Update(double learningRate, double? maximumGradientNorm = null) =>
        flat.Step(parameters, learningRate, maximumGradientNorm);

    public void Save(BinaryWriter writer)
    {
        writer.WriteSingles(parameters);
        flat.Save(writer);
    }

    public void Restore(BinaryReader reader)
    {
        reader.ReadSingles(parameters);
        flat.Restore(reader);
    }

    public void Dispose()
    {
        // Nothing outside the garbage collector's reach.
    }

    private void Initialize(ActorCriticOptions options, ref RandomStream random)
    {
        foreach (var perceptron in perceptrons)
        {
            if (options.Initialization == NetworkInitialization.Uniform)
            {
                PerceptronInitialization.Uniform(perceptron, ref random);
                continue;
            }

            var gains = new double[perceptron.OutputWidth];
            Array.Fill(gains, options.PolicyGain);
            if (perceptron == perceptrons[0])
            {
                gains[0] = 1;
            }

            PerceptronInitialization.Orthogonal(perceptron, gains, ref random);
        }
    }

    private void ForwardPart(int part)
    {
        var (first, count) = RowParts.Part(rows, part);
        for (var body = 0; body < bodies.Length; body++)
        {
            bodies[body].Forward(inputs, first, count, outputs.AsSpan(body), OutputWidth);
        }

        for (var row = first; row < first + count && constantsCount > 0; row++)
        {
            Constants.CopyTo(outputs.AsSpan(((row + 1) * OutputWidth) - constantsCount));
        }
    }

    private void BackwardPart(int part)
    {
        var (first, count) = RowParts.Part(rows, part);
        var gradient = flat.Part(part);
        for (var body = 0; body < bodies.Length; body++)
        {
            bodies[body].Backward(
                inputs, outputs.AsSpan(body), OutputWidth, first, count, gradient[bodyOffsets[body]..bodyOffsets[body + 1]]);
        }

        for (var row = first; row < first + count; row++)
        {
            for (var constant = 0; constant < constantsCount; constant++)
            {
                gradient[constantsOffset + constant] += outputs[((row + 1) * OutputWidth) - constantsCount + constant];
            }
        }
    }

    private void Reserve(int rows)
    {
        foreach (var body in bodies)
        {
            body.Reserve(rows);
        }

        if (inputs.Length < rows * InputWidth)
        {
            inputs = new float[rows * InputWidth];
            outputs = new float[rows * OutputWidth];
        }
    }
}
