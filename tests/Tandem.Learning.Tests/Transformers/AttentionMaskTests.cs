using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class AttentionMaskTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Causal_queries_see_themselves_and_earlier_ones()
    {
        var allowed = AttentionMask.Causal.Allowed(1, 3, 3, CPU)!;

        Assert.Equal(tensor(new[,] { { true, false, false }, { true, true, false }, { true, true, true } }), allowed[0, 0]);
    }

    [Fact]
    public void Causal_queries_stand_behind_the_keys_that_came_before()
    {
        var allowed = AttentionMask.Causal.Allowed(1, 2, 4, CPU)!;

        Assert.Equal(tensor(new[,] { { true, true, true, false }, { true, true, true, true } }), allowed[0, 0]);
        Assert.Null(AttentionMask.Causal.Allowed(1, 1, 4, CPU));
    }

    [Fact]
    public void And_allows_what_both_allow()
    {
        var mask = AttentionMask.Causal.And(AttentionMask.FromLengths([2, 1], 2)).And(AttentionMask.Padding(tensor(new[,] { { false, true }, { true, true } })));

        var allowed = mask.Allowed(2, 2, 2, CPU)!;

        Assert.Equal(tensor(new[,] { { false, false }, { false, true } }), allowed[0, 0]);
        Assert.Equal(tensor(new[,] { { true, false }, { true, false } }), allowed[1, 0]);
    }

    [Fact]
    public void What_is_no_mask_is_refused()
    {
        Assert.Equal("an attention mask holds Float32: give bool, true where a query may attend", Message(() => AttentionMask.Padding(zeros(2, 3))));
        Assert.Equal("a padding mask has the shape [3]: give [batch, length]", Message(() => AttentionMask.Padding(ones([3], ScalarType.Bool))));
        Assert.Equal("sequence 1 has 4 tokens in a batch of length 3: give 0 to 3", Message(() => AttentionMask.FromLengths([3, 4], 3)));
        Assert.Equal(
            "a mask of pairs has the shape [3]: give [queries, keys] or [batch, queries, keys]",
            Message(() => AttentionMask.Pairs(ones([3], ScalarType.Bool))));
    }

    private static string Message(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
}
