using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Transformers;

// Legend: D model width, V target vocabulary.

/// <summary>A Transformer's weights, packed for computing. Nothing here changes once it is read.</summary>
internal sealed class TransformerWeights
{
    private readonly PositionTable sourcePositions;
    private readonly PositionTable targetPositions;
    private readonly float[] sourceTable;     // [source vocabulary, D], times √D as Vaswani et al. (2017), section 3.4
    private readonly float[] targetTable;     // [V, D], the same

    /// <exception cref="InvalidDataException">The file lacks tensors, has others, or has them in other shapes.</exception>
    public TransformerWeights(SafetensorsFile file, string source, string prefix, TransformerDescription description)
    {
        Description = description;
        var reader = new WeightReader(file, source, prefix);
        var target = reader.Read("target_embedding.table.weight", description.TargetVocabulary, description.Width);
        Output = ReadOutput(reader, target, description);
        (targetTable, targetPositions) = (Scaled(target, description), ReadPositions(reader, "target_embedding", description));
        (sourceTable, sourcePositions) = description.Tying == EmbeddingTying.All
            ? (targetTable, targetPositions)
            : (Scaled(reader.Read("source_embedding.table.weight", description.SourceVocabulary, description.Width), description),
                ReadPositions(reader, "source_embedding", description));
        Rotations = PositionTable.Turned(description);
        Encoder = ReadLayers(reader, "transformer.encoder", description.EncoderLayers, attendsToMemory: false);
        EncoderNorm = reader.Norm("transformer.encoder.norm", description.Width);
        Decoder = ReadLayers(reader, "transformer.decoder", description.DecoderLayers, attendsToMemory: true);
        DecoderNorm = reader.Norm("transformer.decoder.norm", description.Width);
        reader.RequireNothingLeft();
    }

    public TransformerDescription Description { get; }

    public StackLayer[] Encoder { get; }

    public LayerNormalization EncoderNorm { get; }

    public StackLayer[] Decoder { get; }

    public LayerNormalization DecoderNorm { get; }

    /// <summary>[D] to logits [V].</summary>
    public PackedMatrix Output { get; }

    /// <summary>How heads are turned.</summary>
    public PositionTable Rotations { get; }

    /// <summary>What is added to source tokens up to a length, [positions, D] or empty.</summary>
    public float[] SourcePositions(int length) => sourcePositions.Upto(length);

    /// <summary>What is added to target tokens up to a length, [positions, D] or empty.</summary>
    public float[] TargetPositions(int length) => targetPositions.Upto(length);

    /// <summary>Writes a source token's vector at a position, [D].</summary>
    public void EmbedSource(int token, ReadOnlySpan<float> position, Span<float> vector) => Embed(sourceTable, token, position, vector);

    /// <summary>Writes a target token's vector at a position, [D].</summary>
    public void EmbedTarget(int token, ReadOnlySpan<float> position, Span<float> vector) => Embed(targetTable, token, position, vector);

    private static void Embed(float[] table, int token, ReadOnlySpan<float> position, Span<float> vector)
    {
        table.AsSpan(token * vector.Length, vector.Length).CopyTo(vector);
        for (var i = 0; i < position.Length; i++)
            vector[i] += position[i];
    }

    private StackLayer[] ReadLayers(WeightReader reader, string name, int count, bool attendsToMemory) =>
        [.. Enumerable.Range(0, count).Select(layer => new StackLayer(reader, $"{name}.layers.{layer}", Description, attendsToMemory))];

    private static PackedMatrix ReadOutput(WeightReader reader, float[] target, TransformerDescription description) =>
        description.Tying == EmbeddingTying.None
            ? reader.Matrix("output", description.TargetVocabulary, description.Width)
            : new PackedMatrix(target, [], description.TargetVocabulary, description.Width);

    private static PositionTable ReadPositions(WeightReader reader, string name, TransformerDescription description) =>
        PositionTable.Added(description, description.Positions == PositionForm.Learned
            ? reader.Read($"{name}.positions.table.weight", description.MaximumLength, description.Width)
            : null);

    private static float[] Scaled(float[] table, TransformerDescription description)
    {
        var scale = (float)Math.Sqrt(description.Width);
        return Array.ConvertAll(table, value => value * scale);
    }
}
