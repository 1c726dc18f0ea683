using Tandem.Environments;
using Tandem.Inference.Transformers;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Tests.Transformers;

/// <summary>Models with random weights. That their numbers are libtorch's is tested where libtorch is: Tandem.Learning.Tests.</summary>
internal static class RandomTransformer
{
    public static TransformerDescription Small { get; } = new()
    {
        SourceVocabulary = 29,
        TargetVocabulary = 41,
        Width = 24,
        Heads = 3,
        InnerWidth = 40,
        EncoderLayers = 2,
        DecoderLayers = 2,
        Norm = NormPlacement.After,
        FeedForward = FeedForwardForm.Relu,
        Positions = PositionForm.Sinusoidal,
        MaximumLength = 20,
        Tying = EmbeddingTying.Output,
    };

    public static TransformerModel Model(TransformerDescription description, int threads = 1) => TransformerModel.From(File(description), "test", threads);

    /// <param name="description">What the file is to hold.</param>
    /// <param name="change">Changes tensors and metadata before they are written.</param>
    public static SafetensorsFile File(TransformerDescription description, Action<Dictionary<string, long[]>, IDictionary<string, string>>? change = null)
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        var writer = new SafetensorsWriter { Metadata = { [TransformerDescription.MetadataName] = description.ToJson() } };
        var shapes = Shapes(description);
        change?.Invoke(shapes, writer.Metadata);
        foreach (var (name, shape) in shapes)
        {
            var values = new float[shape.Aggregate(1L, (product, extent) => product * extent)];
            foreach (ref var value in values.AsSpan())
                value = (float)random.NextDouble(-0.4, 0.4);
            writer.Add(name, shape, values);
        }
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return SafetensorsFile.FromBytes(stream.ToArray(), "test");
    }

    /// <summary>The names and shapes of a saved model: a contract with Learning's modules.</summary>
    public static Dictionary<string, long[]> Shapes(TransformerDescription description)
    {
        var shapes = new Dictionary<string, long[]>();
        var width = description.Width;
        AddEmbedding("target", description.TargetVocabulary);
        if (description.Tying != EmbeddingTying.All)
            AddEmbedding("source", description.SourceVocabulary);
        if (description.Tying == EmbeddingTying.None)
            AddLinear("output", description.TargetVocabulary, width);
        AddStack("encoder", description.EncoderLayers, ["self_attn"], norms: 2);
        AddStack("decoder", description.DecoderLayers, ["self_attn", "multihead_attn"], norms: 3);
        return shapes;

        void AddEmbedding(string side, int vocabulary)
        {
            shapes[$"{side}_embedding.table.weight"] = [vocabulary, width];
            if (description.Positions == PositionForm.Learned)
                shapes[$"{side}_embedding.positions.table.weight"] = [description.MaximumLength, width];
        }

        void AddStack(string stack, int layers, string[] attentions, int norms)
        {
            AddNorm($"transformer.{stack}.norm");
            for (var layer = 0; layer < layers; layer++)
                AddLayer($"transformer.{stack}.layers.{layer}", attentions, norms);
        }

        void AddLayer(string name, string[] attentions, int norms)
        {
            foreach (var attention in attentions)
            {
                shapes[$"{name}.{attention}.in_proj_weight"] = [3 * width, width];
                shapes[$"{name}.{attention}.in_proj_bias"] = [3 * width];
                AddLinear($"{name}.{attention}.out_proj", width, width);
            }
            for (var norm = 1; norm <= norms; norm++)
                AddNorm($"{name}.norm{norm}");
            AddLinear($"{name}.linear1", description.InnerWidth, width);
            AddLinear($"{name}.linear2", width, description.InnerWidth);
            if (description.FeedForward is FeedForwardForm.SwiGlu or FeedForwardForm.GeGlu)
                AddLinear($"{name}.linear_gate", description.InnerWidth, width);
        }

        void AddNorm(string name) => (shapes[$"{name}.weight"], shapes[$"{name}.bias"]) = ([width], [width]);

        void AddLinear(string name, int outputs, int inputs) => (shapes[$"{name}.weight"], shapes[$"{name}.bias"]) = ([outputs, inputs], [outputs]);
    }
}
