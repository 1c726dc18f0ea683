using Tandem.Inference.Translation;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using Tandem.Text;

namespace Tandem.Learning.Translation;

/// <summary>A translation model as one safetensors file that <see cref="Translator"/> reads: network, architecture and subwords.</summary>
internal static class TranslationFile
{
    public static SafetensorsWriter Write(TokenTransformer model, TranslationText text)
    {
        var writer = new SafetensorsWriter();
        var (source, target) = (text.SourceTokenizer, text.TargetTokenizer);
        foreach (var (name, value) in Translator.Describe(Describe(model.Options, source, target), source, target, text.LongestSource))
            writer.Metadata[name] = value;
        return writer.AddModule(model, Translator.Prefix);
    }

    public static void ReadWeights(SafetensorsFile file, TokenTransformer model) => file.LoadModule(model, Translator.Prefix);

    private static TransformerDescription Describe(TransformerOptions options, SubwordTokenizer source, SubwordTokenizer target) => new()
    {
        SourceVocabulary = source.VocabularySize,
        TargetVocabulary = target.VocabularySize,
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
