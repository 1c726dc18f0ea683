namespace Tandem.Inference.Transformers;

// Legend: D model width, K width of a head, P positions.

/// <summary>A vector for each position; those that a formula gives are computed once, as sequences grow.</summary>
/// <param name="width">Numbers for each position.</param>
/// <param name="fill">Writes a position's vector; null where there are no others than the first.</param>
/// <param name="first">[P, width]: the vectors that are known.</param>
internal sealed class PositionTable(int width, Action<int, Span<float>>? fill, float[] first)
{
    private const double LongestWave = 10_000;
    private const int LeastLength = 64;

    private readonly Lock growing = new();
    private volatile float[] table = first;

    /// <summary>Nothing to add.</summary>
    public static PositionTable Empty { get; } = new(0, null, []);

    /// <summary>What is added to embedded tokens: sines, learned vectors or nothing.</summary>
    /// <param name="description">Form and width.</param>
    /// <param name="learned">[P, D] where positions are learned.</param>
    public static PositionTable Added(TransformerDescription description, float[]? learned) => description.Positions switch
    {
        PositionForm.Sinusoidal => new(description.Width, Sinusoids, []),
        PositionForm.Learned => new(description.Width, null, learned!),
        _ => Empty,
    };

    /// <summary>What heads are turned by: cosines [K/2], then sines [K/2].</summary>
    public static PositionTable Turned(TransformerDescription description) => description.Positions == PositionForm.Rotary
        ? new(description.HeadWidth, Rotations, [])
        : Empty;

    /// <summary>The table, [at least length, width]; empty where positions have no vectors.</summary>
    /// <exception cref="ArgumentException">There are fewer learned positions.</exception>
    public float[] Upto(int length)
    {
        if (table.Length >= length * width)
            return table;
        if (fill is null)
            throw new ArgumentException($"a sequence of {length} tokens is longer than the {table.Length / width} learned positions: give shorter sequences, or train with a greater maximum length");
        lock (growing)
        {
            return table.Length >= length * width ? table : table = Grown(Math.Max(LeastLength, 2 * length));
        }
    }

    private float[] Grown(int length)
    {
        var grown = new float[length * width];
        for (var position = 0; position < length; position++)
            fill!(position, grown.AsSpan(position * width, width));
        return grown;
    }

    /// <summary>Vaswani et al. (2017), section 3.5: sin(p / 10000^(2i / D)) at 2i, the cosine of the same at 2i + 1.</summary>
    private static void Sinusoids(int position, Span<float> vector)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            var angle = position * Frequency(i / 2, vector.Length);
            vector[i] = (float)(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }
    }

    private static void Rotations(int position, Span<float> vector)
    {
        var half = vector.Length / 2;
        for (var i = 0; i < half; i++)
        {
            var angle = position * Frequency(i, vector.Length);
            (vector[i], vector[half + i]) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
        }
    }

    private static double Frequency(int pair, int width) => Math.Exp(2 * pair * (-Math.Log(LongestWave) / width));
}
