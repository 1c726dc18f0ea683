using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

/// <summary>Model, loss and optimiser together.</summary>
public sealed class TrainingStepTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void A_batch_is_memorised_and_steps_leave_no_tensor_behind(Precision precision)
    {
        var options = Scenes.Small with { Width = 32, Tying = EmbeddingTying.Output, Positions = PositionForm.Rotary };
        var model = new TokenTransformer(20, 20, options, precision, Scenes.Random());
        using var adam = new FusedAdam(model, new AdamOptions());
        var loss = new LabelSmoothedCrossEntropy(ignored: 0);
        var (source, target) = (Scenes.Ids(1, 20, 4, 6), Scenes.Ids(2, 20, 4, 6));
        var (given, wanted) = (target.narrow(1, 0, 5), target.narrow(1, 1, 5));
        var last = 0.0;
        long live = 0;

        for (var step = 0; step < 120; step++)
        {
            using var inner = NewDisposeScope();
            if (step == 20)
                live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            var value = loss.Mean(model.Forward(source, given), wanted);
            value.backward();
            adam.Step(3e-3, maximumGradientNorm: 1);
            last = value.ToDouble();
        }

        using (NewDisposeScope())
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(last < 0.05, $"the loss is {last}");
    }

    [Fact]
    public void The_first_lessons_random_batch_is_learned_by_heart()
    {
        // 32 sequences of 10 random tokens out of 10,000, teacher forcing, Adam: all there is to learn is the batch itself.
        const int Vocabulary = 10_000;
        var options = new TransformerOptions { Width = 64, Heads = 4, InnerWidth = 128, EncoderLayers = 1, DecoderLayers = 1, Dropout = 0 };
        var model = new TokenTransformer(Vocabulary, Vocabulary, options, Precision.Float32, Scenes.Random());
        using var adam = new FusedAdam(model, new AdamOptions());
        var loss = new LabelSmoothedCrossEntropy(ignored: 0);
        var (source, target) = (Scenes.Ids(1, Vocabulary, 32, 10), Scenes.Ids(2, Vocabulary, 32, 10));
        var (given, wanted) = (target.narrow(1, 0, 9), target.narrow(1, 1, 9));
        var last = double.PositiveInfinity;

        for (var update = 0; update < 200 && last >= 0.05; update++)
        {
            using var inner = NewDisposeScope();
            var value = loss.Mean(model.Forward(source, given), wanted);
            value.backward();
            adam.Step(3e-3, maximumGradientNorm: 1);
            last = value.ToDouble();
        }

        Assert.True(last < 0.05, $"the loss is {last}");
    }
}
