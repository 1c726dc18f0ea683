using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

/// <summary>Names in a saved file are a contract. Those PyTorch has are held by <see cref="PyTorchParityTests"/>; here are the others.</summary>
public sealed class StateDictionaryTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(FeedForwardForm.SwiGlu)]
    [InlineData(FeedForwardForm.GeGlu)]
    public void A_gated_layer_has_a_third_matrix(FeedForwardForm form) =>
        Assert.Equal(
            [
                "layers.0.linear1.bias", "layers.0.linear1.weight",
                "layers.0.linear2.bias", "layers.0.linear2.weight",
                "layers.0.linear_gate.bias", "layers.0.linear_gate.weight",
                "layers.0.norm1.bias", "layers.0.norm1.weight",
                "layers.0.norm2.bias", "layers.0.norm2.weight",
                "layers.0.self_attn.in_proj_bias", "layers.0.self_attn.in_proj_weight",
                "layers.0.self_attn.out_proj.bias", "layers.0.self_attn.out_proj.weight",
                "norm.bias", "norm.weight",
            ],
            Names(new TransformerStack(Scenes.Small with { EncoderLayers = 1, FeedForward = form }, StackForm.Encoder)));

    [Theory]
    [InlineData(PositionForm.None, EmbeddingTying.None, new[] { "output.bias", "output.weight", "source_embedding.table.weight", "target_embedding.table.weight" })]
    [InlineData(PositionForm.Sinusoidal, EmbeddingTying.Output, new[] { "source_embedding.table.weight", "target_embedding.table.weight" })]
    [InlineData(PositionForm.Rotary, EmbeddingTying.All, new[] { "target_embedding.table.weight" })]
    [InlineData(PositionForm.Learned, EmbeddingTying.All, new[] { "target_embedding.positions.table.weight", "target_embedding.table.weight" })]
    public void A_token_transformer_names_its_tables(PositionForm positions, EmbeddingTying tying, string[] expected)
    {
        var model = new TokenTransformer(7, 7, Scenes.Small with { Positions = positions, Tying = tying });

        Assert.Equal(expected, Names(model).Where(name => !name.StartsWith("transformer.", StringComparison.Ordinal)));
        Assert.Contains("transformer.decoder.layers.1.multihead_attn.in_proj_weight", Names(model));
    }

    [Fact]
    public void A_token_stack_names_its_parts()
    {
        var names = Names(new TokenStack(7, Scenes.Small with { Positions = PositionForm.Learned }, StackForm.DecoderOnly));

        Assert.Equal(
            ["embedding.positions.table.weight", "embedding.table.weight", "output.bias", "output.weight"],
            names.Where(name => !name.StartsWith("stack.", StringComparison.Ordinal)));
        Assert.Contains("stack.layers.1.self_attn.in_proj_weight", names);
    }

    [Fact]
    public void A_saved_model_gives_the_same_bits()
    {
        var options = Scenes.Small with { Positions = PositionForm.Learned, Tying = EmbeddingTying.All };
        var (saved, loaded) = (new TokenTransformer(7, 7, options, random: Scenes.Random(1)), new TokenTransformer(7, 7, options, random: Scenes.Random(2)));
        var (source, target) = (Scenes.Ids(1, 7, 2, 5), Scenes.Ids(2, 7, 2, 4));

        File(saved, "model.").LoadModule(loaded, "model.");

        TensorAssert.Close(saved.Forward(source, target), loaded.Forward(source, target), 0);
    }

    [Fact]
    public void The_same_stream_gives_the_same_first_weights()
    {
        var (one, two) = (new TokenStack(7, Scenes.Small, StackForm.Encoder, random: Scenes.Random(3)), new TokenStack(7, Scenes.Small, StackForm.Encoder, random: Scenes.Random(3)));

        Assert.All(one.state_dict().Zip(two.state_dict()), pair => TensorAssert.Close(pair.First.Value, pair.Second.Value, 0, pair.First.Key));
    }

    [Fact]
    public void A_file_of_another_architecture_is_refused_with_both_shapes_or_the_names()
    {
        var model = new TransformerStack(Scenes.Small, StackForm.Encoder, random: Scenes.Random());
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());

        Assert.Equal(
            "layers.0.linear1.weight has the shape [64, 16] in the file and [32, 16] in the model: load it into a model made with the options it was saved with",
            Message(Scenes.Small with { InnerWidth = 64 }));
        Assert.Equal(
            "the file is of another architecture than the model: it lacks layers.1.self_attn.in_proj_weight, layers.1.self_attn.in_proj_bias, layers.1.self_attn.out_proj.weight and 9 more: load it into a model made with the options it was saved with",
            Message(Scenes.Small with { EncoderLayers = 1 }));
        Assert.Equal(
            "the file is of another architecture than the model: it has beyond it layers.0.linear_gate.bias, layers.0.linear_gate.weight, layers.1.linear_gate.bias and 1 more: load it into a model made with the options it was saved with",
            Message(Scenes.Small with { FeedForward = FeedForwardForm.GeGlu }));
        Assert.All(model.state_dict(), entry => TensorAssert.Close(before[entry.Key], entry.Value, 0, entry.Key));

        string Message(TransformerOptions other)
        {
            var file = File(new TransformerStack(other, StackForm.Encoder), "");
            return Assert.Throws<InvalidDataException>(() => file.LoadModule(model)).Message;
        }
    }

    private static string[] Names(nn.Module module) => [.. module.state_dict().Keys.Order(StringComparer.Ordinal)];

    private static SafetensorsFile File(nn.Module module, string prefix)
    {
        using var stream = new MemoryStream();
        new SafetensorsWriter().AddModule(module, prefix).WriteTo(stream);
        return SafetensorsFile.FromBytes(stream.ToArray(), "model");
    }
}
