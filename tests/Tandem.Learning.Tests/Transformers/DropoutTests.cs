using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class DropoutTests : IDisposable
{
    private const ushort ATenth = 6554;     // of 65536
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(ScalarType.Float32, 65536.0 / (65536 - ATenth))]
    [InlineData(ScalarType.BFloat16, 1.109375)]
    public void A_mask_drops_its_share_and_lifts_the_rest(ScalarType format, double kept)
    {
        var mask = Dropout.Mask([1000, 1001], format, ATenth, seed: 5).to(ScalarType.Float64);

        // Four standard deviations of the mean of a million draws.
        Assert.Equal(0.1, mask.eq(0).to(ScalarType.Float64).mean().ToDouble(), 4 * Math.Sqrt(0.09 / 1_001_000));
        Assert.Equal(0, mask.ne(0).logical_and((mask - kept).abs().gt(1e-6)).sum().ToInt64());
    }

    [Fact]
    public void Neighbours_drop_independently()
    {
        var dropped = Dropout.Mask([1_000_000], ScalarType.Float32, 32768, seed: 9).eq(0).to(ScalarType.Float64);

        foreach (var distance in new long[] { 1, 4, 16, 32, 64 })
        {
            var both = (dropped.narrow(0, 0, 1_000_000 - distance) * dropped.narrow(0, distance, 1_000_000 - distance)).mean().ToDouble();
            Assert.Equal(0.25, both, 0.002);
        }
    }

    [Fact]
    public void A_seed_gives_its_mask_again_and_another_gives_another()
    {
        var mask = Dropout.Mask([77], ScalarType.Float32, 32768, seed: 1);

        TensorAssert.Close(mask, Dropout.Mask([77], ScalarType.Float32, 32768, seed: 1), 0);
        Assert.NotEqual(0, (mask - Dropout.Mask([77], ScalarType.Float32, 32768, seed: 2)).abs().sum().ToSingle());
    }

    [Fact]
    public void Calls_draw_different_masks_and_gradients_follow_the_mask()
    {
        var x = ones(50, 50).requires_grad_();

        var (one, two) = (Dropout.Apply(x, 0.5, training: true), Dropout.Apply(x, 0.5, training: true));
        one.sum().backward();

        Assert.NotEqual(0, (one - two).abs().sum().ToSingle());
        TensorAssert.Close(one, x.grad!, 0);
    }

    [Fact]
    public void Outside_of_training_and_for_a_share_of_nothing_it_is_the_same_tensor()
    {
        var x = ones(3);

        Assert.Same(x, Dropout.Apply(x, 0.5, training: false));
        Assert.Same(x, Dropout.Apply(x, 0, training: true));
    }
}
