using Tandem.Inference.Translation;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using Tandem.Text;

namespace Tandem.Learning.Translation;

/// <summary>A translation model as one safetensors file that <see cref="Translator"/> reads: network, architecture and subwords.</summary>
internal static class TranslationFile
{
    public static SafetensorsWriter Write(TokenTransformer model, SubwordTokenizer source, SubwordTokenizer target)
    {
        var writer = new SafetensorsWriter();
        foreach (var (name, value) in Translator.Describe(model.Describe(), source, target))
            writer.Metadata[name] = value;
        return writer.AddModule(model, Translator.Prefix);
    }

    public static void ReadWeights(SafetensorsFile file, TokenTransformer model) => file.LoadModule(model, Translator.Prefix);
}
