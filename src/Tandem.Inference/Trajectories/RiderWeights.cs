using Tandem.Inference.Transformers;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Trajectories;

// Legend: D model width, W encoded observation width, N outputs, T timesteps.

/// <summary>A Decision Transformer's weights, packed for acting. Nothing here changes once it is read.</summary>
internal sealed class RiderWeights
{
    private const string Prefix = "model.";
    private const int LargestWhole = 3 << 19;     // 1.5 MB of a cache of 2

    private readonly float[]? returnWeights;       // [D]
    private readonly float[]? returnBiases;        // [D]
    private readonly PackedMatrix observations;    // [W] to [D]
    private readonly float[]? timesteps;           // [T, D]
    private readonly LayerNormalization embeddingNorm;
    private readonly float[] means;                // [W]
    private readonly float[] deviations;           // [W]

    /// <exception cref="InvalidDataException">The file lacks tensors, has others, or has them in other shapes.</exception>
    public RiderWeights(SafetensorsFile file, string source, RiderMetadata metadata)
    {
        Metadata = metadata;
        Stack = metadata.Stack;
        Encoder = new ObservationEncoder(metadata.Observations);
        Rotations = new TokenRotations(metadata.IsRotary ? Stack.HeadWidth : 0);
        var (reader, width) = (new WeightReader(file, source, Prefix, IsLarge(metadata)), metadata.Width);
        var moments = new WeightReader(file, source, "");
        (means, deviations) = (moments.Read("observation_means", Encoder.Width), moments.Read("observation_deviations", Encoder.Width));
        if (metadata.IsConditioned)
        {
            (returnWeights, returnBiases) = (reader.Read("return_embedding.weight", width, 1), reader.Read("return_embedding.bias", width));
            _ = reader.Read("unfinished_embedding", width);     // of use in training only: nobody asks for a ride that is cut
        }
        observations = reader.Matrix("observation_embedding", width, Encoder.Width);
        Actions = RideActions.Read(file, source, reader, metadata);
        timesteps = metadata.IsRotary ? null : reader.Read("timestep_embedding.weight", metadata.Timesteps, width);
        embeddingNorm = reader.Norm("embedding_norm", width);
        Layers = [.. Enumerable.Range(0, metadata.Layers).Select(layer => new StackLayer(reader, $"stack.layers.{layer}", Stack, attendsToMemory: false))];
        Norm = reader.Norm("stack.norm", width);
        Output = reader.Matrix("action_head", Actions.OutputWidth, width);
        reader.RequireNothingLeft();
    }

    public RiderMetadata Metadata { get; }

    public TransformerDescription Stack { get; }

    public ObservationEncoder Encoder { get; }

    /// <summary>How actions go in and come out.</summary>
    public RideActions Actions { get; }

    public TokenRotations Rotations { get; }

    public StackLayer[] Layers { get; }

    /// <summary>Behind the last layer.</summary>
    public LayerNormalization Norm { get; }

    /// <summary>[D] to outputs [N].</summary>
    public PackedMatrix Output { get; }

    /// <summary>Whether the layers' weights are more than a core's own cache keeps, beside all else, from one action to the next.</summary>
    private static bool IsLarge(RiderMetadata metadata) => 12L * metadata.Layers * metadata.Width * metadata.Width * sizeof(float) > LargestWhole;

    /// <summary>Encodes and normalises what is seen, rows of W.</summary>
    /// <param name="seen">[rows, observation width].</param>
    /// <param name="rows">How many.</param>
    /// <param name="encoded">Receives [rows, W].</param>
    public void Encode(ReadOnlySpan<float> seen, int rows, Span<float> encoded)
    {
        Encoder.Encode(seen, rows, encoded);
        for (var row = encoded[..(rows * means.Length)]; row.Length > 0; row = row[means.Length..])
        {
            for (var i = 0; i < means.Length; i++)
                row[i] = (row[i] - means[i]) / deviations[i];
        }
    }

    /// <summary>The line of several observations into the model, rows of the given stride, at least D rounded up to whole panels.</summary>
    public void Project(ReadOnlySpan<float> encoded, int rows, Span<float> vectors, int stride) =>
        observations.Forward(encoded, Encoder.Width, rows, vectors, stride);

    /// <summary>The line of a return into the model, [D].</summary>
    public void Project(double returnToGo, Span<float> vector)
    {
        var scaled = (float)returnToGo / (float)Metadata.ReturnScale;
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (scaled * returnWeights![i]) + returnBiases![i];
    }

    /// <summary>Makes a token of what was projected: with its timestep, and normalised.</summary>
    public void Finish(Span<float> vector, long step, Span<float> token)
    {
        if (timesteps is not null)
        {
            RowSum.Add(vector, timesteps.AsSpan((int)Math.Min(step, Metadata.Timesteps - 1) * vector.Length, vector.Length));
        }
        embeddingNorm.Apply(vector, token);
    }
}
