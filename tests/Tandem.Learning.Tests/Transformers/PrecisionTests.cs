using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class PrecisionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(NormPlacement.Before, FeedForwardForm.Relu)]
    [InlineData(NormPlacement.After, FeedForwardForm.SwiGlu)]
    public void Bfloat16_products_give_nearly_the_same_loss_and_gradients_in_float32(NormPlacement norm, FeedForwardForm feedForward)
    {
        var options = Scenes.Small with { Width = 64, InnerWidth = 128, Norm = norm, FeedForward = feedForward, Positions = PositionForm.Rotary };
        var (exact, rounded) = (Create(Precision.Float32), Create(Precision.BFloat16));

        var (exactLoss, roundedLoss) = (Loss(exact), Loss(rounded));

        Assert.Equal(ScalarType.Float32, roundedLoss.dtype);
        Assert.NotEqual(exactLoss.ToSingle(), roundedLoss.ToSingle());
        Assert.Equal(exactLoss.ToSingle(), roundedLoss.ToSingle(), 0.02);
        foreach (var ((name, one), (_, two)) in exact.named_parameters().Zip(rounded.named_parameters()))
        {
            Assert.Equal(ScalarType.Float32, two.grad!.dtype);
            var cosine = (one.grad! * two.grad!).sum() / (one.grad!.norm() * two.grad!.norm());
            if (!name.EndsWith("in_proj_bias", StringComparison.Ordinal))     // a third of it is rounding
                Assert.True(cosine.ToSingle() > 0.99, $"gradient of {name}: cosine {cosine.ToSingle()}");
        }

        TokenTransformer Create(Precision precision) => new(9, 9, options, precision, Scenes.Random());

        static Tensor Loss(TokenTransformer model)
        {
            var (source, target) = (Scenes.Ids(1, 9, 4, 6), Scenes.Ids(2, 9, 4, 5));
            var loss = new LabelSmoothedCrossEntropy(0.1).Mean(model.Forward(source, target, AttentionMask.FromLengths([6, 5, 4, 3], 6)), target);
            loss.backward();
            return loss;
        }
    }

    [Fact]
    public void A_wide_model_acts_in_float32_unless_asked()
    {
        var options = Scenes.Small with { Width = 256, DecoderLayers = 1 };
        var tokens = Scenes.Ids(1, 9, 2, 5);
        using var noGradient = no_grad();

        var automatic = Acting(Precision.Auto);

        Assert.Equal(ScalarType.Float32, automatic.dtype);
        TensorAssert.Close(Acting(Precision.Float32), automatic, 0);
        Assert.Equal(ScalarType.BFloat16, Acting(Precision.BFloat16).dtype);

        Tensor Acting(Precision precision)
        {
            var model = new TokenStack(9, options, StackForm.DecoderOnly, precision, Scenes.Random());
            model.eval();
            return model.Forward(tokens);
        }
    }

    [Fact]
    public void A_narrow_model_trains_in_float32_unless_asked()
    {
        var model = new TokenStack(9, Scenes.Small, StackForm.DecoderOnly);

        Assert.Equal(ScalarType.Float32, model.Forward(Scenes.Ids(1, 9, 2, 5)).dtype);
    }
}
