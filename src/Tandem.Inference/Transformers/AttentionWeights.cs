namespace Tandem.Inference.Transformers;

// Legend: D model width, H heads, K = D / H.

/// <summary>
/// The products of one attention. Queries are scaled by 1 / √K once, in the weights.
/// </summary>
/// <param name="Queries">From the tokens: [D] queries; where they attend to themselves [3D], queries, keys and values.</param>
/// <param name="Memory">From the encoder's output: [2D], keys and values; null where tokens attend to themselves.</param>
/// <param name="Output">[D] to [D].</param>
internal sealed record AttentionWeights(PackedMatrix Queries, PackedMatrix? Memory, PackedMatrix Output)
{
    /// <summary>Reads in_proj_weight [3D, D] (queries, keys, values), in_proj_bias [3D] and out_proj.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="name">Of the module.</param>
    /// <param name="description">Width and heads.</param>
    /// <param name="attendsToMemory">Whether keys and values are made of the encoder's output.</param>
    public static AttentionWeights Read(WeightReader reader, string name, TransformerDescription description, bool attendsToMemory)
    {
        var width = description.Width;
        var weight = reader.Read($"{name}.in_proj_weight", 3 * width, width);
        var bias = reader.Read($"{name}.in_proj_bias", 3 * width);
        var scale = (float)(1 / Math.Sqrt(description.HeadWidth));
        Scale(weight.AsSpan(0, width * width), scale);
        Scale(bias.AsSpan(0, width), scale);
        var queryOutputs = attendsToMemory ? width : 3 * width;
        return new AttentionWeights(
            reader.Pack(weight.AsSpan(0, queryOutputs * width), bias.AsSpan(0, queryOutputs), queryOutputs, width),
            attendsToMemory ? reader.Pack(weight.AsSpan(width * width), bias.AsSpan(width), 2 * width, width) : null,
            reader.Matrix($"{name}.out_proj", width, width));
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref var value in values)
            value *= factor;
    }
}
