using Tandem.Environments;
using Tandem.Inference.Transformers;
using Tandem.Inference.Translation;
using Tandem.Runs.Safetensors;
using Tandem.Text;

namespace Tandem.Inference.Tests.Translation;

/// <summary>A translation model of random weights: what it writes means nothing, but follows from the source.</summary>
internal static class SmallModel
{
    private const int Width = 16, Inner = 24;

    public static SubwordTokenizer Tokenizer { get; } =
        SubwordTokenizer.Train(["the cat sat on the mat", "a dog ran", "the dog sat"], new SubwordOptions { Merges = 30, MinimumCount = 1, AllowFewer = true });

    public static Translator Load(int? longestSource, PositionForm positions = PositionForm.Sinusoidal, int learned = 64) =>
        Translator.From(File(Describe(longestSource, positions, learned), positions, learned), "model.safetensors");

    public static IReadOnlyDictionary<string, string> Describe(int? longestSource, PositionForm positions = PositionForm.Sinusoidal, int learned = 64) =>
        Translator.Describe(
            new TransformerDescription
            {
                SourceVocabulary = Tokenizer.VocabularySize,
                TargetVocabulary = Tokenizer.VocabularySize,
                Width = Width,
                Heads = 2,
                InnerWidth = Inner,
                EncoderLayers = 1,
                DecoderLayers = 2,
                Norm = NormPlacement.After,
                FeedForward = FeedForwardForm.Relu,
                Positions = positions,
                MaximumLength = learned,
                Tying = EmbeddingTying.All,
            },
            Tokenizer,
            Tokenizer,
            longestSource);

    public static SafetensorsFile File(IReadOnlyDictionary<string, string> metadata, PositionForm positions = PositionForm.Sinusoidal, int learned = 64)
    {
        var weights = new RandomWeights();
        weights.Add("target_embedding.table.weight", Tokenizer.VocabularySize, Width);
        if (positions == PositionForm.Learned)
            weights.Add("target_embedding.positions.table.weight", learned, Width);
        weights.AddLayer("transformer.encoder.layers.0", attendsToMemory: false);
        for (var layer = 0; layer < 2; layer++)
            weights.AddLayer($"transformer.decoder.layers.{layer}", attendsToMemory: true);
        weights.AddNorm("transformer.encoder.norm");
        weights.AddNorm("transformer.decoder.norm");
        foreach (var (name, value) in metadata)
            weights.Writer.Metadata[name] = value;
        using var stream = new MemoryStream();
        weights.Writer.WriteTo(stream);
        return SafetensorsFile.FromBytes(stream.ToArray(), "model.safetensors");
    }

    private sealed class RandomWeights
    {
        private RandomStream random = RandomStream.Create(3, StreamPurpose.Initialization);

        public SafetensorsWriter Writer { get; } = new();

        public void Add(string name, params long[] shape)
        {
            var values = new float[shape.Aggregate((product, size) => product * size)];
            foreach (ref var value in values.AsSpan())
                value = (float)(0.5 * random.NextNormal());
            Writer.Add(Translator.Prefix + name, shape, values);
        }

        public void AddLayer(string name, bool attendsToMemory)
        {
            AddAttention($"{name}.self_attn");
            if (attendsToMemory)
                AddAttention($"{name}.multihead_attn");
            AddProduct($"{name}.linear1", Inner, Width);
            AddProduct($"{name}.linear2", Width, Inner);
            for (var norm = 1; norm <= (attendsToMemory ? 3 : 2); norm++)
                AddNorm($"{name}.norm{norm}");
        }

        public void AddNorm(string name)
        {
            Add($"{name}.weight", Width);
            Add($"{name}.bias", Width);
        }

        private void AddAttention(string name)
        {
            Add($"{name}.in_proj_weight", 3 * Width, Width);
            Add($"{name}.in_proj_bias", 3 * Width);
            AddProduct($"{name}.out_proj", Width, Width);
        }

        private void AddProduct(string name, int outputs, int inputs)
        {
            Add($"{name}.weight", outputs, inputs);
            Add($"{name}.bias", outputs);
        }
    }
}
