using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class OutputLossTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(40, 8, 37, 0.1, true)]
    [InlineData(40, 8, 37, 0.0, false)]
    [InlineData(1, 4, 16, 0.1, false)]
    [InlineData(40, 4, 150_000, 0.1, true)]     // three chunks
    public void It_is_the_cross_entropy_of_the_product_with_its_gradients(int tokens, int width, int vocabulary, double smoothing, bool hasBias)
    {
        random.manual_seed(3);
        var (hidden, table, bias) = (randn(tokens, width).requires_grad_(), randn(vocabulary, width).requires_grad_(), hasBias ? randn(vocabulary).requires_grad_() : null);
        var targets = randint(vocabulary, [tokens], ScalarType.Int64);
        var exact = new[] { hidden, table, bias }.Select(part => part?.detach().to(ScalarType.Float64).requires_grad_()).ToArray();
        var expected = new LabelSmoothedCrossEntropy(smoothing).Sum(nn.functional.linear(exact[0]!, exact[1]!, exact[2]), targets);
        expected.backward();

        var loss = OutputLoss.Sum(hidden, table, bias, [.. targets.data<long>().Select(target => (int)target)], smoothing, ScalarType.Float32);
        (loss * 3).backward();

        Assert.Equal(1, loss.ToDouble() / expected.ToDouble(), 1e-6);
        foreach (var (found, right) in new[] { hidden, table, bias }.Zip(exact).Where(pair => pair.First is not null))
            TensorAssert.Close((right!.grad! * 3).to(ScalarType.Float32), found!.grad!, 2e-5 * (right.grad! * 3).abs().max().ToDouble());
    }

    [Fact]
    public void In_bfloat16_it_is_as_close_as_the_format_is()
    {
        random.manual_seed(4);
        var (hidden, table) = (randn(64, 32), randn(1000, 32) / 8);
        var targets = randint(1000, [64], ScalarType.Int64);
        var exact = Gradients(ScalarType.Float32);
        var rounded = Gradients(ScalarType.BFloat16);

        Assert.Equal(1, rounded.Value / exact.Value, 2e-3);
        TensorAssert.Close(exact.Hidden, rounded.Hidden, 2e-2f * exact.Hidden.abs().max().ToSingle());
        TensorAssert.Close(exact.Table, rounded.Table, 2e-2f * exact.Table.abs().max().ToSingle());

        (double Value, Tensor Hidden, Tensor Table) Gradients(ScalarType format)
        {
            var (x, w) = (hidden.clone().requires_grad_(), table.clone().requires_grad_());
            var loss = OutputLoss.Sum(x, w, null, [.. targets.data<long>().Select(target => (int)target)], 0.1, format);
            loss.backward();
            return (loss.ToDouble(), x.grad!, w.grad!);
        }
    }

    [Fact]
    public void A_model_gives_the_same_loss_with_and_without_its_logits_and_padding_counts_for_nothing()
    {
        using var model = new TokenTransformer(11, 13, new TransformerOptions { Width = 8, Heads = 2, InnerWidth = 12, EncoderLayers = 1, DecoderLayers = 1, Dropout = 0 }, Precision.Float32);
        var (source, target) = (randint(11, [3, 5], ScalarType.Int64), randint(1, 13, [3, 4], ScalarType.Int64));
        long[] next = [1, 2, 3, 0, 4, 0, 0, 0, 5, 6, 7, 8];
        var loss = new LabelSmoothedCrossEntropy(0.1, ignored: 0);

        var separate = loss.Sum(model.Forward(source, target), tensor(next, [3, 4]));
        var joint = model.SummedLoss(source, target, next, loss);

        Assert.Equal(separate.ToDouble(), joint.ToDouble(), 1e-4);
        using (no_grad())
            Assert.Equal(separate.ToDouble(), model.SummedLoss(source, target, next, loss).ToDouble(), 1e-4);
    }

    [Fact]
    public void The_exponential_is_right_to_two_units_in_the_last_place()
    {
        for (var x = 0f; x > -87.3f; x -= 0.0137f)
        {
            var found = VectorExponential.Of(System.Runtime.Intrinsics.Vector512.Create(x))[3];
            Assert.Equal(1, found / Math.Exp(x), 3e-7);
        }

        Assert.Equal(0, VectorExponential.Of(System.Runtime.Intrinsics.Vector512.Create(float.NegativeInfinity))[0]);
        Assert.Equal(0, VectorExponential.Of(System.Runtime.Intrinsics.Vector512.Create(-1000f))[0]);
    }
}
