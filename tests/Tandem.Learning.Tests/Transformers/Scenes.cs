using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

/// <summary>Small models and inputs, the same each time.</summary>
internal static class Scenes
{
    public const int Width = 16;

    public static TransformerOptions Small { get; } = new()
    {
        Width = Width,
        Heads = 4,
        InnerWidth = 32,
        EncoderLayers = 2,
        DecoderLayers = 2,
        Dropout = 0,
        MaximumLength = 32,
    };

    public static Generator Random(ulong seed = 1) => new(seed);

    public static Tensor Normal(ulong seed, params long[] shape) => empty(shape).normal_(0, 1, Random(seed));

    public static Tensor Ids(ulong seed, long vocabulary, params long[] shape) => empty(shape).uniform_(0, vocabulary, Random(seed)).floor().to(ScalarType.Int64);
}
