using CsCheck;
using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class TransformerStackTests : IDisposable
{
    private const int Width = Scenes.Width;
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(NormPlacement.Before, FeedForwardForm.SwiGlu)]
    [InlineData(NormPlacement.After, FeedForwardForm.GeGlu)]
    public void Without_positions_an_encoder_gives_shuffled_tokens_shuffled_results(NormPlacement norm, FeedForwardForm feedForward)
    {
        var options = Scenes.Small with { Positions = PositionForm.None, Norm = norm, FeedForward = feedForward };
        var stack = new TransformerStack(options, StackForm.Encoder, random: Scenes.Random());
        var x = Scenes.Normal(1, 2, 6, Width);
        var y = stack.Forward(x);

        Gen.Shuffle(Enumerable.Range(0, 6).Select(index => (long)index).ToArray()).Sample(
            order =>
            {
                using var inner = NewDisposeScope();
                TensorAssert.Close(y.index_select(1, tensor(order)), stack.Forward(x.index_select(1, tensor(order))), 1e-5);
            },
            iter: 20,
            threads: 1);
    }

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(0.5, 0, 0, true)]
    [InlineData(0, 0.5, 0, true)]
    [InlineData(0, 0, 0.5, true)]
    public void Each_place_drops_by_its_own_share(double parts, double attention, double inner, bool drops)
    {
        var options = Scenes.Small with { Dropout = parts, AttentionDropout = attention, InnerDropout = inner };
        var stack = new TransformerStack(options, StackForm.Encoder, random: Scenes.Random());
        var x = Scenes.Normal(1, 2, 6, Width);

        stack.train();
        var (one, two) = (stack.Forward(x), stack.Forward(x));

        Assert.Equal(drops, (one - two).abs().max().ToSingle() > 0);
    }

    [Theory]
    [InlineData(PositionForm.None)]
    [InlineData(PositionForm.Rotary)]
    public void A_later_token_never_changes_an_earlier_output(PositionForm positions)
    {
        var stack = new TransformerStack(Scenes.Small with { Positions = positions }, StackForm.DecoderOnly, random: Scenes.Random());
        var x = Scenes.Normal(1, 2, 6, Width);
        var y = stack.Forward(x);

        Gen.Int[0, 5].Sample(
            place =>
            {
                using var inner = NewDisposeScope();
                var changed = x.clone();
                changed.narrow(1, place, 1).copy_(Scenes.Normal(2, 2, 1, Width));
                var z = stack.Forward(changed);
                if (place > 0)
                    TensorAssert.Close(y.narrow(1, 0, place), z.narrow(1, 0, place), 0, "earlier outputs");
                Assert.True((y - z).narrow(1, place, 6 - place).abs().amax([0, 2]).min().ToSingle() > 1e-4, "later outputs must change");
            },
            iter: 12,
            threads: 1);
    }

    [Theory]
    [InlineData(StackForm.Encoder, PositionForm.None)]
    [InlineData(StackForm.Encoder, PositionForm.Rotary)]
    [InlineData(StackForm.DecoderOnly, PositionForm.Rotary)]
    public void Padding_changes_nothing_for_the_tokens(StackForm form, PositionForm positions)
    {
        var stack = new TransformerStack(Scenes.Small with { Positions = positions }, form, random: Scenes.Random());
        var x = Scenes.Normal(1, 1, 4, Width);
        var expected = stack.Forward(x);

        for (var padding = 1; padding <= 3; padding++)
        {
            var padded = cat([x, Scenes.Normal((ulong)padding, 1, padding, Width) * 100], 1);
            var y = stack.Forward(padded, AttentionMask.FromLengths([4], 4 + padding));
            TensorAssert.Close(expected, y.narrow(1, 0, 4), 1e-5, $"{padding} of padding");
        }
    }

    [Fact]
    public void A_batch_of_nothing_but_padding_stays_finite_with_finite_gradients()
    {
        var stack = new TransformerStack(Scenes.Small, StackForm.Encoder, random: Scenes.Random());

        var y = stack.Forward(Scenes.Normal(1, 2, 3, Width), AttentionMask.FromLengths([0, 0], 3));
        y.sum().backward();

        Assert.True(y.isfinite().all().ToBoolean());
        Assert.All(stack.parameters(), parameter => Assert.True(parameter.grad!.isfinite().all().ToBoolean()));
    }

    [Fact]
    public void Explaining_gives_one_set_of_weights_for_each_layer_and_head()
    {
        var transformer = new Transformer(Scenes.Small with { DecoderLayers = 3 }, random: Scenes.Random());

        var (encoder, decoder) = transformer.Explain(Scenes.Normal(1, 2, 5, Width), Scenes.Normal(2, 2, 4, Width), AttentionMask.FromLengths([5, 3], 5));

        Assert.Equal((2, 3), (encoder.Count, decoder.Count));
        Assert.Equal([2, 4, 5, 5], encoder[0].Own.shape);
        Assert.Null(encoder[0].Memory);
        Assert.Equal([2, 4, 4, 5], decoder[2].Memory!.shape);
        TensorAssert.Close(ones(2, 4, 4), decoder[2].Memory!.sum(-1), 1e-6);
        TensorAssert.Zero(decoder[0].Own.triu(1), "weights of later tokens");
        TensorAssert.Zero(decoder[1].Memory![1].narrow(-1, 3, 2), "weights of padding");
    }

    [Fact]
    public void A_stack_can_be_moved_to_another_format()
    {
        var stack = new TransformerStack(Scenes.Small, StackForm.Encoder, random: Scenes.Random());
        var x = Scenes.Normal(1, 2, 3, Width);
        var expected = stack.Forward(x);

        stack.to(ScalarType.Float64);

        var y = stack.Forward(x.to(ScalarType.Float64), AttentionMask.FromLengths([3, 3], 3));
        Assert.Equal(ScalarType.Float64, y.dtype);
        TensorAssert.Close(expected, y, 1e-5);
    }

    [Fact]
    public void What_does_not_fit_is_said_in_one_sentence()
    {
        var encoder = new TransformerStack(Scenes.Small, StackForm.Encoder);
        var decoder = new TransformerStack(Scenes.Small, StackForm.Decoder);
        using var cache = new DecodingCache();

        Assert.Equal(
            "the batch is empty, of shape [0, 5, 16]: give at least one sequence of at least one token",
            Message(() => encoder.Forward(zeros(0, 5, Width))));
        Assert.Equal("embedded tokens have the shape [2, 5, 8]: give [batch, length, 16]", Message(() => encoder.Forward(zeros(2, 5, 8))));
        Assert.Equal(
            "an encoder has no use for a cache, since earlier tokens attend to later ones: give all tokens in one call",
            Message(() => encoder.Forward(zeros(1, 2, Width), cache: cache)));
        Assert.Equal(
            "a stack of form Encoder attends to no encoder's output: leave it out, or make a stack of form Decoder",
            Message(() => encoder.Forward(zeros(1, 2, Width), zeros(1, 2, Width))));
        Assert.Equal(
            "a decoder attends to an encoder's output: give it, or make a stack of form DecoderOnly",
            Message(() => decoder.Forward(zeros(1, 2, Width))));
        Assert.Equal(
            "the decoder has 1 sequences and the encoder's output 2: give one batch for both",
            Message(() => decoder.Forward(zeros(1, 2, Width), zeros(2, 2, Width))));
    }

    private static string Message(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
}
