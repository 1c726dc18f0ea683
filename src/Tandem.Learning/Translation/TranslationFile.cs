using Tandem.Inference.Translation;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;

namespace Tandem.Learning.Translation;

/// <summary>A translation model as one safetensors file that <see cref="Translator"/> reads: network, architecture and subwords.</summary>
internal static class TranslationFile
{
    public static SafetensorsWriter Write(TokenTransformer model, TranslationText text)
    {
        var writer = new SafetensorsWriter();
        foreach (var (name, value) in Translator.Describe(model.Describe(), text.SourceTokenizer, text.TargetTokenizer, text.LongestSource))
            writer.Metadata[name] = value;
        return writer.AddModule(model, Translator.Prefix);
    }

    public static void ReadWeights(SafetensorsFile file, TokenTransformer model) => file.LoadModule(model, Translator.Prefix);
}
