using Tandem.Runs.Safetensors;

namespace Tandem.Learning.Transformers;

/// <summary>A <see cref="TokenTransformer"/> in a file that describes itself, so that <see cref="TransformerModel"/> computes it in plain .NET.</summary>
public static class TransformerFile
{
    /// <summary>Adds a model's weights and its description.</summary>
    /// <param name="writer">The file to be.</param>
    /// <param name="model">The model.</param>
    /// <param name="prefix">What each tensor's name begins with in the file.</param>
    /// <returns>The writer.</returns>
    public static SafetensorsWriter AddTransformer(this SafetensorsWriter writer, TokenTransformer model, string prefix = "")
    {
        writer.Metadata[TransformerDescription.MetadataName] = model.Describe().ToJson();
        return writer.AddModule(model, prefix);
    }

    /// <summary>A model's architecture: all that computing needs beside the weights.</summary>
    public static TransformerDescription Describe(this TokenTransformer model)
    {
        var options = model.Options;
        var target = Vocabulary(model, "target_embedding");
        return new TransformerDescription
        {
            SourceVocabulary = options.Tying == EmbeddingTying.All ? target : Vocabulary(model, "source_embedding"),
            TargetVocabulary = target,
            Width = options.Width,
            Heads = options.Heads,
            InnerWidth = options.InnerWidth,
            EncoderLayers = options.EncoderLayers,
            DecoderLayers = options.DecoderLayers,
            Norm = options.Norm,
            FeedForward = options.FeedForward,
            Positions = options.Positions,
            MaximumLength = options.MaximumLength,
            Tying = options.Tying,
        };
    }

    private static int Vocabulary(TokenTransformer model, string embedding) =>
        (int)model.get_parameter($"{embedding}.table.weight")!.shape[0];
}
