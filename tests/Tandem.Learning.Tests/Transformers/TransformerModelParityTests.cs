using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

/// <summary>Plain .NET, token by token with a cache, gives the numbers that libtorch gives in one pass over all tokens.</summary>
public sealed class TransformerModelParityTests : IDisposable
{
    private const int SourceVocabulary = 13;
    private const int TargetVocabulary = 11;
    private const double Tolerance = 1e-5;

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly IDisposable noGradient = no_grad();

    public static TheoryData<PositionForm, NormPlacement, FeedForwardForm> Forms { get; } = new MatrixTheoryData<PositionForm, NormPlacement, FeedForwardForm>(
        Enum.GetValues<PositionForm>(), Enum.GetValues<NormPlacement>(), Enum.GetValues<FeedForwardForm>());

    public void Dispose()
    {
        noGradient.Dispose();
        scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_gives_libtorchs_log_probabilities(PositionForm positions, NormPlacement norm, FeedForwardForm feedForward) =>
        AssertSame(Model(Scenes.Small with { Positions = positions, Norm = norm, FeedForward = feedForward }));

    [Theory]
    [InlineData(EmbeddingTying.None)]
    [InlineData(EmbeddingTying.Output)]
    [InlineData(EmbeddingTying.All)]
    public void Every_tying_gives_libtorchs_log_probabilities(EmbeddingTying tying) =>
        AssertSame(Model(Scenes.Small with { Tying = tying, Positions = PositionForm.Learned }));

    [Theory]
    [InlineData(48, 3, 40)]
    [InlineData(20, 2, 17)]
    [InlineData(6, 1, 1)]
    [InlineData(33, 3, 70)]
    [InlineData(128, 4, 256)]
    public void Widths_that_fill_vectors_or_do_not_give_libtorchs_log_probabilities(int width, int heads, int innerWidth) =>
        AssertSame(Model(Scenes.Small with { Width = width, Heads = heads, InnerWidth = innerWidth, EncoderLayers = 1, DecoderLayers = 3 }));

    [Fact]
    public void A_model_under_a_prefix_gives_libtorchs_log_probabilities()
    {
        using var model = Model(Scenes.Small);
        var file = SafetensorsFile.FromBytes(Bytes(new SafetensorsWriter().AddTransformer(model, "model.")), "test");
        AssertSame(model, TransformerModel.From(file, "test", prefix: "model."));
    }

    [Theory]
    [InlineData(PositionForm.Sinusoidal, NormPlacement.After)]
    [InlineData(PositionForm.Rotary, NormPlacement.Before)]
    public void Explaining_gives_libtorchs_attention(PositionForm positions, NormPlacement norm)
    {
        using var model = Model(Scenes.Small with { Positions = positions, Norm = norm });
        int[] source = [4, 9, 12, 1, 1];
        int[] target = [1, 3, 8, 2, 9, 10, 0];

        var maps = Managed(model).Explain(source, target);
        var (encoder, decoder) = model.Explain(Ids(source), Ids(target));

        for (var layer = 0; layer < 2; layer++)
        {
            AssertSame(encoder[layer].Own, maps.Encoder[layer].Own);
            Assert.Null(maps.Encoder[layer].Memory);
            AssertSame(decoder[layer].Own, maps.Decoder[layer].Own);
            AssertSame(decoder[layer].Memory!, maps.Decoder[layer].Memory!);
        }
    }

    private static void AssertSame(Tensor expected, AttentionMap actual) =>
        TensorAssert.Close(expected, tensor(actual.Weights.ToArray(), 1, actual.Heads, actual.Queries, actual.Keys), 1e-6, "attention");

    private static TokenTransformer Model(TransformerOptions options)
    {
        var sources = options.Tying == EmbeddingTying.All ? TargetVocabulary : SourceVocabulary;
        var model = new TokenTransformer(sources, TargetVocabulary, options, Precision.Float32, Scenes.Random());
        var random = Scenes.Random(2);
        // First weights have biases of zero and norms of one, which would hide that they are missing.
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 1))
            parameter.add_(empty(parameter.shape).normal_(0, 0.3, random));
        model.eval();
        return model;
    }

    private static TransformerModel Managed(TokenTransformer model) =>
        TransformerModel.From(SafetensorsFile.FromBytes(Bytes(new SafetensorsWriter().AddTransformer(model)), "test"), "test");

    private static void AssertSame(TokenTransformer model)
    {
        AssertSame(model, Managed(model));
        model.Dispose();
    }

    /// <summary>Sources of three lengths at once, each with a target of its own.</summary>
    private static void AssertSame(TokenTransformer model, TransformerModel managed)
    {
        int[][] sources = [[5, 0, 7, 10, 2, 2, 1], [3], [8, 4, 4, 6, 9, 1, 0, 5, 2, 2, 3, 7, 1, 10, 9, 8, 6, 0, 4, 5]];
        int[][] targets = [[1, 9, 2, 4, 7, 0], [1, 1, 1, 3, 10, 8], [1, 5, 6, 5, 6, 2]];
        using var rows = managed.Begin(sources);
        var given = new float[sources.Length * TargetVocabulary];
        var whole = sources.Zip(targets, (source, target) => nn.functional.log_softmax(model.Forward(Ids(source), Ids(target)), -1)).ToArray();
        for (var t = 0; t < targets[0].Length; t++)
        {
            rows.Extend([0, 1, 2], [.. targets.Select(target => target[t])], given);
            for (var row = 0; row < sources.Length; row++)
                TensorAssert.Close(whole[row][0, t], tensor(given.AsSpan(row * TargetVocabulary, TargetVocabulary).ToArray()), Tolerance, $"row {row}, token {t}");
        }
    }

    private static Tensor Ids(int[] tokens) => tensor(Array.ConvertAll(tokens, token => (long)token)).unsqueeze(0);

    private static byte[] Bytes(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }
}
