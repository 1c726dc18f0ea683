namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The default network of a reinforcement algorithm: a perceptron in plain .NET with its gradient and Adam.
/// For small networks it is many times faster than libtorch, whose calls cost more than the arithmetic.
/// </summary>
/// <remarks>Rows are divided into parts whose number depends on the rows alone: any number of threads gives the same bits.</remarks>
public sealed class PerceptronNetwork : ICriticNetwork
{
    private readonly FlatGradient flat;
    private readonly PerceptronGradient body;
    private readonly RowParts parts;
    private readonly Action<int> forwardPart;
    private readonly Action<int> backwardPart;
    private float[] inputs = [];
    private float[] outputs = [];
    private float[] inputSlopes = [];
    private bool toInputs;
    private int rows;

    /// <summary>Trains the given perceptron, which stays the caller's.</summary>
    /// <param name="perceptron">The perceptron.</param>
    /// <param name="threads">How many threads compute; it changes no bit.</param>
    public PerceptronNetwork(Perceptron perceptron, int threads = 1)
        : this(perceptron, AdamConstants.Default, new ThreadTeam(threads))
    {
    }

    /// <summary>A new perceptron with PyTorch's initial distribution of a linear layer, U(−1/√inputs, 1/√inputs) for weights and biases.</summary>
    /// <param name="shape">The widths.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="threads">How many threads compute; it changes no bit.</param>
    public PerceptronNetwork(PerceptronShape shape, ref RandomStream random, int threads = 1)
        : this(shape, ref random, new ThreadTeam(threads))
    {
    }

    internal PerceptronNetwork(PerceptronShape shape, ref RandomStream random, ThreadTeam team)
        : this(new Perceptron(shape), AdamConstants.Default, team) => PerceptronInitialization.Uniform(Perceptron, ref random);

    internal PerceptronNetwork(Perceptron perceptron, AdamConstants constants, ThreadTeam team)
    {
        ArgumentNullException.ThrowIfNull(perceptron);
        Perceptron = perceptron;
        flat = new FlatGradient(perceptron.Parameters.Length, constants);
        body = new PerceptronGradient(perceptron);
        parts = new RowParts(team);
        (forwardPart, backwardPart) = (ForwardPart, BackwardPart);
    }

    /// <summary>The perceptron that is trained.</summary>
    public Perceptron Perceptron { get; }

    /// <inheritdoc/>
    public int InputWidth => Perceptron.InputWidth;

    /// <inheritdoc/>
    public int OutputWidth => Perceptron.OutputWidth;

    /// <summary>The gradient of each parameter, laid out like <see cref="Perceptron.Parameters"/>.</summary>
    internal ReadOnlySpan<float> Gradient => flat.Gradient;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> inputs, int rows, Span<float> outputs) => Perceptron.Forward(inputs, rows, outputs);

    /// <inheritdoc/>
    public void ForwardForGradient(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        Reserve(rows);
        this.rows = rows;
        inputs[..(rows * InputWidth)].CopyTo(this.inputs);
        parts.Run(forwardPart, rows);
        this.outputs.AsSpan(0, rows * OutputWidth).CopyTo(outputs);
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> outputGradients)
    {
        GoBack(outputGradients, toInputs: false);
        flat.AddParts(RowParts.Count(rows));
    }

    /// <inheritdoc/>
    public void InputGradient(ReadOnlySpan<float> outputGradients, Span<float> inputGradients)
    {
        GoBack(outputGradients, toInputs: true);
        for (var row = 0; row < rows; row++)
        {
            inputSlopes.AsSpan(row * body.InputStride, InputWidth).CopyTo(inputGradients[(row * InputWidth)..]);
        }
    }

    /// <inheritdoc/>
    public double Update(double learningRate, double? maximumGradientNorm = null) =>
        flat.Step(Perceptron.Parameters, learningRate, maximumGradientNorm);

    /// <inheritdoc/>
    public void Follow(ICriticNetwork other, double rate)
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
        flat.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.ReadSingles(Perceptron.Parameters);
        flat.Restore(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing outside the garbage collector's reach.
    }

    private void GoBack(ReadOnlySpan<float> outputGradients, bool toInputs)
    {
        this.toInputs = toInputs;
        outputGradients[..(rows * OutputWidth)].CopyTo(outputs);
        body.Prepare(toInputs);
        flat.Clear(RowParts.Count(rows));
        parts.Run(backwardPart, rows);
    }

    private void ForwardPart(int part)
    {
        var (first, count) = RowParts.Part(rows, part);
        body.Forward(inputs, first, count, outputs, OutputWidth);
    }

    private void BackwardPart(int part)
    {
        var (first, count) = RowParts.Part(rows, part);
        body.Backward(inputs, outputs, OutputWidth, first, count, toInputs ? default : flat.Part(part), toInputs ? inputSlopes : default);
    }

    private void Reserve(int rows)
    {
        body.Reserve(rows);
        if (inputs.Length < rows * InputWidth)
        {
            inputs = new float[rows * InputWidth];
            inputSlopes = new float[rows * body.InputStride];
        }

        if (outputs.Length < rows * OutputWidth)
        {
            outputs = new float[rows * OutputWidth];
        }
    }
}
