using System.Runtime.Intrinsics;
using Tandem.Environments;
using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

// Legend: B batch, L queries, S keys, H heads, K width of a head, D = H K.

public sealed class FusedAttentionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<int, int, int, int, MaskForm> Shapes => new()
    {
        { 1, 1, 1, 16, MaskForm.None },
        { 2, 5, 2, 16, MaskForm.Padding },
        { 2, 16, 1, 32, MaskForm.Causal },
        { 3, 17, 4, 32, MaskForm.CausalAndPadding },
        { 1, 60, 1, 128, MaskForm.Banded },
        { 2, 33, 2, 48, MaskForm.Pairs },
    };

    public enum MaskForm
    {
        None,
        Padding,
        Causal,
        CausalAndPadding,
        Banded,
        Pairs,
    }

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Tokens_attend_to_each_other_as_by_two_products_and_a_softmax(int batch, int length, int heads, int width, MaskForm form)
    {
        var packed = Scenes.Normal(1, batch, length, 3 * heads * width);
        var mask = Mask(form, batch, length, length);
        foreach (var rotation in new[] { null, new RotaryPositions(0, length, width, CPU) })
        {
            var (expected, expectedGradient) = Differentiate(packed, x => Plain(x, x, heads, [0, 1, 2], mask, rotation));
            var (found, foundGradient) = Differentiate(packed, x => FusedAttention.AttendSelf(x, heads, mask, rotation, 0));

            TensorAssert.Close(expected, found, 2e-6, "what is seen");
            TensorAssert.Close(expectedGradient, foundGradient, 1e-5, "gradient");
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 16)]
    [InlineData(3, 7, 20, 4, 32)]
    [InlineData(2, 40, 3, 2, 16)]
    public void Tokens_attend_to_an_encoder(int batch, int queries, int keys, int heads, int width)
    {
        var (query, memory) = (Scenes.Normal(1, batch, queries, heads * width), Scenes.Normal(2, batch, keys, 2 * heads * width));
        var mask = Mask(MaskForm.Padding, batch, queries, keys);

        var (expected, toQuery) = Differentiate(query, x => Plain(x, memory, heads, [0, 0, 1], mask, null));
        var (_, toMemory) = Differentiate(memory, x => Plain(query, x, heads, [0, 0, 1], mask, null));
        var (found, foundQuery) = Differentiate(query, x => FusedAttention.AttendMemory(x, memory, heads, mask, 0));
        var (_, foundMemory) = Differentiate(memory, x => FusedAttention.AttendMemory(query, x, heads, mask, 0));

        TensorAssert.Close(expected, found, 2e-6, "what is seen");
        TensorAssert.Close(toQuery, foundQuery, 1e-5, "gradient of the queries");
        TensorAssert.Close(toMemory, foundMemory, 1e-5, "gradient of keys and values");
    }

    [Fact]
    public void In_bfloat16_it_is_as_close_as_the_format_is()
    {
        var packed = Scenes.Normal(1, 2, 21, 3 * 64).to(ScalarType.BFloat16);
        var mask = Mask(MaskForm.CausalAndPadding, 2, 21, 21);

        var (expected, expectedGradient) = Differentiate(packed.to(ScalarType.Float32), x => FusedAttention.AttendSelf(x, 2, mask, null, 0));
        var (found, foundGradient) = Differentiate(packed, x => FusedAttention.AttendSelf(x, 2, mask, null, 0));

        Assert.Equal(ScalarType.BFloat16, found.dtype);
        TensorAssert.Close(expected, found, expected.abs().max().ToSingle() / 256);
        TensorAssert.Close(expectedGradient, foundGradient, expectedGradient.abs().max().ToSingle() / 64);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void A_mask_counts_on_the_way_back_too_when_its_tensors_are_gone(ScalarType format)
    {
        var packed = Scenes.Normal(1, 2, 9, 3 * 32);
        var (_, expected) = Differentiate(packed, x => Plain(x, x, 2, [0, 1, 2], Mask(MaskForm.Causal, 2, 9, 9), null));

        var leaf = packed.detach().clone().requires_grad_();
        Tensor found;
        using (var inner = NewDisposeScope())
        {
            var mask = ScoreMask.Create(AttentionMask.Causal, 2, 9, 9, empty(1, format));
            found = FusedAttention.AttendSelf(leaf, 2, mask, null, 0).MoveToOuterDisposeScope();
        }

        using var overwritten = full([2, 9, 9], 7f);
        TensorAssert.Close(expected, autograd.grad([found], [leaf], [Scenes.Normal(9, [.. found.shape])])[0], 1e-5, "gradient");
    }

    [Fact]
    public void Both_ways_drop_the_same_weights()
    {
        const int batch = 2, length = 19, heads = 2, width = 16;
        var packed = Scenes.Normal(1, batch, length, 3 * heads * width);
        var mask = Mask(MaskForm.Causal, batch, length, length);
        DropoutStream.Use(RandomStream.Create(5, StreamPurpose.Dropout));
        var (found, foundGradient) = Differentiate(packed, x => FusedAttention.AttendSelf(x, heads, mask, null, 0.25));
        DropoutStream.Forget();

        var seed = RandomStream.Create(5, StreamPurpose.Dropout).NextUInt64();
        var factors = Factors(new DropoutPlan(1 << 14, seed), batch, heads, length, length);
        var (expected, expectedGradient) = Differentiate(packed, x => Plain(x, x, heads, [0, 1, 2], mask, null, factors));

        Assert.Equal(0.25, factors.eq(0).to(ScalarType.Float64).mean().ToDouble(), 0.05);
        TensorAssert.Close(expected, found, 2e-6, "what is seen");
        TensorAssert.Close(expectedGradient, foundGradient, 1e-5, "gradient");
    }

    [Fact]
    public void What_it_cannot_do_is_left_to_others()
    {
        var x = Scenes.Normal(1, 2, 3, 48);
        var empty = ScoreMask.Create(AttentionMask.FromLengths([3, 0], 3), 2, 3, 3, x);

        Assert.True(FusedAttention.Fits(x, 3, 3, 16, null));
        Assert.False(FusedAttention.Fits(x, 3, 3, 24, null));
        Assert.False(FusedAttention.Fits(x, 3, 3, 16, empty));
        Assert.False(FusedAttention.Fits(x, 1_000, 1_000, 16, null));
        Assert.False(FusedAttention.Fits(x.to(ScalarType.Float64), 3, 3, 16, null));
        Assert.False(FusedAttention.Fits(x.transpose(0, 1), 3, 3, 16, null));
    }

    private static (Tensor Value, Tensor Gradient) Differentiate(Tensor x, Func<Tensor, Tensor> function)
    {
        var leaf = x.detach().clone().requires_grad_();
        var value = function(leaf);
        var weights = Scenes.Normal(9, [.. value.shape]).to(value.dtype);
        return (value.detach(), autograd.grad([value], [leaf], [weights])[0]);
    }

    /// <summary>Queries from one tensor, keys and values from another, at the given multiples of D in their rows.</summary>
    private static Tensor Plain(Tensor from, Tensor to, int heads, int[] places, ScoreMask? mask, RotaryPositions? rotation, Tensor? factors = null)
    {
        var width = Math.Min(from.shape[2], to.shape[2] / (places[2] + 1));
        var (query, key, value) = (Heads(from, places[0]), Heads(to, places[1]), Heads(to, places[2]));
        if (rotation is not null)
            (query, key) = (rotation.Apply(query), rotation.Apply(key));
        var scores = query.matmul(key.transpose(-2, -1)) / Math.Sqrt(width / (double)heads);
        var weights = (mask?.Apply(scores) ?? scores).softmax(-1);
        return (factors is null ? weights : weights * factors).matmul(value).transpose(1, 2).flatten(2);

        Tensor Heads(Tensor x, int place) => x.narrow(2, place * width, width).view(x.shape[0], x.shape[1], heads, width / heads).transpose(1, 2);
    }

    private static ScoreMask? Mask(MaskForm form, int batch, int queries, int keys)
    {
        var padding = AttentionMask.FromLengths([.. Enumerable.Range(0, batch).Select(sequence => Math.Max(1, keys - (2 * sequence)))], keys);
        var mask = form switch
        {
            MaskForm.None => null,
            MaskForm.Padding => padding,
            MaskForm.Causal => AttentionMask.Causal,
            MaskForm.CausalAndPadding => AttentionMask.Causal.And(padding),
            MaskForm.Banded => AttentionMask.Causal.And(AttentionMask.Banded(3, 3)),
            _ => AttentionMask.Pairs(Scenes.Normal(3, batch, queries, keys).gt(-0.5).logical_or(eye(queries, keys, ScalarType.Bool))),
        };
        return ScoreMask.Create(mask, batch, queries, keys, empty(1));
    }

    /// <summary>Dropout's factors as the kernel draws them: for each sequence head after head, a row for each key.</summary>
    private static Tensor Factors(DropoutPlan plan, int batch, int heads, int queries, int keys)
    {
        var padded = (queries + 15) / 16 * 16;
        var all = new float[batch, heads, queries, keys];
        for (var sequence = 0; sequence < batch; sequence++)
        {
            var stream = plan.Stream(sequence);
            for (var head = 0; head < heads; head++)
            {
                var factors = new float[(keys * padded) + Vector512<float>.Count];
                for (var i = 0; i < keys * padded; i += 2 * Vector512<float>.Count)
                {
                    var (lower, upper) = plan.Next(ref stream);
                    lower.CopyTo(factors, i);
                    upper.CopyTo(factors, i + Vector512<float>.Count);
                }

                for (var query = 0; query < queries; query++)
                {
                    for (var key = 0; key < keys; key++)
                        all[sequence, head, query, key] = factors[(key * padded) + query];
                }
            }
        }

        return tensor(all);
    }
}
