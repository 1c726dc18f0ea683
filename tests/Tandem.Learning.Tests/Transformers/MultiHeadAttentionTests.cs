using CsCheck;
using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class MultiHeadAttentionTests : IDisposable
{
    private const int Width = Scenes.Width;
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void One_head_with_identity_weights_is_plain_attention()
    {
        var attention = new MultiHeadAttention(new AttentionOptions(Width, 1));
        using (no_grad())
        {
            foreach (var (name, parameter) in attention.named_parameters())
            {
                if (name.EndsWith("weight", StringComparison.Ordinal))
                    parameter.copy_(eye(Width).repeat(parameter.shape[0] / Width, 1));
            }
        }
        var (query, key, value) = (Scenes.Normal(1, 2, 3, Width), Scenes.Normal(2, 2, 5, Width), Scenes.Normal(3, 2, 5, Width));

        var expected = (query.bmm(key.transpose(1, 2)) / Math.Sqrt(Width)).softmax(-1).bmm(value);

        TensorAssert.Close(expected, attention.Forward(query, key, value), 1e-5);
    }

    [Fact]
    public void Weights_of_each_row_sum_to_one_and_shun_what_is_masked()
    {
        var attention = new MultiHeadAttention(new AttentionOptions(Width, 4), Scenes.Random());
        var x = Scenes.Normal(1, 2, 5, Width);

        var weights = attention.Explain(x, x, x, AttentionMask.FromLengths([5, 3], 5));

        TensorAssert.Close(ones(2, 4, 5), weights.sum(-1), 1e-6);
        TensorAssert.Zero(weights[1].narrow(-1, 3, 2));
    }

    [Fact]
    public void A_row_with_nothing_to_attend_to_gives_zeros_and_no_gradient()
    {
        var attention = new MultiHeadAttention(new AttentionOptions(Width, 4), Scenes.Random());
        using (no_grad())
            attention.get_parameter("out_proj.bias")!.fill_(1);
        var x = Scenes.Normal(1, 1, 3, Width).requires_grad_();
        var allowed = tensor(new[,] { { true, true, false }, { false, false, false }, { true, false, false } });

        var y = attention.Forward(x, x, x, AttentionMask.Pairs(allowed));
        y[0, 1].sum().backward();

        TensorAssert.Zero(y[0, 1], "the row");
        TensorAssert.Zero(x.grad!, "its gradient");
        foreach (var (name, parameter) in attention.named_parameters())
            TensorAssert.Zero(parameter.grad!, $"gradient of {name}");
        Assert.True(y.isfinite().all().ToBoolean());
        Assert.True(y[0, 0].abs().max().ToSingle() > 0);
    }

    [Fact]
    public void A_batch_of_nothing_but_padding_gives_zeros()
    {
        var attention = new MultiHeadAttention(new AttentionOptions(Width, 4), Scenes.Random());
        var x = Scenes.Normal(1, 2, 3, Width);

        TensorAssert.Zero(attention.Forward(x, x, x, AttentionMask.FromLengths([0, 0], 3)));
        TensorAssert.Zero(attention.Explain(x, x, x, AttentionMask.FromLengths([0, 0], 3)));
    }

    [Fact]
    public void The_order_of_keys_does_not_matter()
    {
        var attention = new MultiHeadAttention(new AttentionOptions(Width, 4), Scenes.Random());
        var (query, key) = (Scenes.Normal(1, 2, 3, Width), Scenes.Normal(2, 2, 6, Width));
        var expected = attention.Forward(query, key, key);

        Gen.Shuffle(Enumerable.Range(0, 6).Select(index => (long)index).ToArray()).Sample(
            order =>
            {
                using var inner = NewDisposeScope();
                var shuffled = key.index_select(1, tensor(order));
                TensorAssert.Close(expected, attention.Forward(query, shuffled, shuffled), 1e-5);
            },
            iter: 20,
            threads: 1);
    }

    [Theory]
    [InlineData(10, 4, "model width 10 is not divisible by 4 heads: give width 8 or 12, or other heads")]
    [InlineData(2, 4, "model width 2 is not divisible by 4 heads: give width 4, or fewer heads")]
    public void Heads_must_divide_the_width(int width, int heads, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new MultiHeadAttention(new AttentionOptions(width, heads))).Message);

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        var attention = new MultiHeadAttention(new AttentionOptions(Width, 4));

        Assert.Equal(
            "keys have the shape [2, 5, 8]: give [batch, length, 16]",
            Message(() => attention.Forward(zeros(2, 3, Width), zeros(2, 5, 8), zeros(2, 5, Width))));
        Assert.Equal(
            "queries [2, 3, 16], keys [2, 5, 16] and values [2, 4, 16] do not fit: give one batch for all, and as many keys as values",
            Message(() => attention.Forward(zeros(2, 3, Width), zeros(2, 5, Width), zeros(2, 4, Width))));
        Assert.Equal(
            "the attention mask has the shape [2, 4], and there are 2 sequences of 3 queries and 5 keys: give [2, 5]",
            Message(() => attention.Forward(zeros(2, 3, Width), zeros(2, 5, Width), zeros(2, 5, Width), AttentionMask.FromLengths([1, 2], 4))));
    }

    private static string Message(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
}
