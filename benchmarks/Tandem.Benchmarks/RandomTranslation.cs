using System.Text.Json;
using System.Text.Json.Serialization;
using Tandem.Environments;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

/// <summary>
/// A translation model with random weights: width 128, 4 + 4 layers, 4 heads, feed-forward 256, one table of 9,712 tokens.
/// Its last norm is set so that probabilities are as sharp as a trained model's, and sentences end.
/// </summary>
internal static class RandomTranslation
{
    private const int Vocabulary = 9_712;
    private const int Begin = 1;
    private const int End = 2;
    private const int Sentences = 500;
    private const double Sharpness = 2.5;
    private const double LeaningToEnd = 6;
    private const string MetadataName = "transformer";

    private static readonly TransformerOptions Shape = new()
    {
        Width = 128,
        Heads = 4,
        InnerWidth = 256,
        EncoderLayers = 4,
        DecoderLayers = 4,
        Norm = NormPlacement.After,
        Tying = EmbeddingTying.All,
    };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Writes the model's file.</summary>
    /// <returns>Random sentences for it, as long as Multi30k's.</returns>
    public static DecodingRequest Write(string path)
    {
        using var scope = NewDisposeScope();
        using var model = new TokenTransformer(Vocabulary, Vocabulary, Shape, Precision.Float32, new Generator(1));
        using (no_grad())
        {
            var weights = model.state_dict();
            var end = weights["target_embedding.table.weight"][End];
            weights["transformer.decoder.norm.weight"].fill_(Sharpness);
            weights["transformer.decoder.norm.bias"].copy_(end * LeaningToEnd / end.square().sum());
        }
        var writer = new SafetensorsWriter().AddModule(model);
        var described = JsonSerializer.SerializeToNode(Shape, Json)!;
        (described["sourceVocabulary"], described["targetVocabulary"]) = (Vocabulary, Vocabulary);
        writer.Metadata[MetadataName] = described.ToJsonString();
        writer.Save(path);

        var random = RandomStream.Create(1, StreamPurpose.Generation);
        var sources = new int[Sentences][];
        for (var i = 0; i < Sentences; i++)
        {
            sources[i] = new int[8 + random.NextInt32(13)];
            for (var j = 0; j < sources[i].Length; j++)
                sources[i][j] = 3 + random.NextInt32(Vocabulary - 3);
        }
        return new DecodingRequest(Begin, End, [0, Begin], sources);
    }

    /// <summary>A model's file, in evaluation mode.</summary>
    public static TokenTransformer Read(string path)
    {
        var file = SafetensorsFile.Read(path);
        if (!file.Metadata.TryGetValue(MetadataName, out var json))
            throw new InvalidDataException($"{path} does not describe itself: give a model whose metadata have '{MetadataName}'");
        var shape = JsonSerializer.Deserialize<TransformerOptions>(json, Json)!;
        var prefix = file.Names.First(name => name.EndsWith("target_embedding.table.weight", StringComparison.Ordinal))[..^"target_embedding.table.weight".Length];
        var target = file.Info(prefix + "target_embedding.table.weight").Shape[0];
        var source = file.Contains(prefix + "source_embedding.table.weight") ? file.Info(prefix + "source_embedding.table.weight").Shape[0] : target;
        var model = new TokenTransformer((int)source, (int)target, shape, Precision.Float32);
        file.LoadModule(model, prefix);
        model.eval();
        return model;
    }
}
