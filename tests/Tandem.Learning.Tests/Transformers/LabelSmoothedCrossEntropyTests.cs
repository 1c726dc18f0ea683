using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class LabelSmoothedCrossEntropyTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Two_even_logits_cost_the_logarithm_of_two_whatever_the_smoothing()
    {
        foreach (var smoothing in new[] { 0, 0.1, 0.5 })
            Assert.Equal(Math.Log(2), new LabelSmoothedCrossEntropy(smoothing).Mean(zeros(1, 2), zeros([1], ScalarType.Int64)).ToSingle(), 1e-6);
    }

    [Fact]
    public void Smoothing_spreads_its_share_over_all_tokens()
    {
        // −log p = (0.1269, 2.1269): 0.8 · 0.1269 + 0.2 · (0.1269 + 2.1269) / 2.
        var loss = new LabelSmoothedCrossEntropy(0.2).Sum(tensor(new[,] { { 1f, -1f } }), tensor(new long[] { 0 }));

        Assert.Equal((0.8 * 0.126928) + (0.2 * 1.126928), loss.ToSingle(), 1e-5);
    }

    [Fact]
    public void Parts_divided_by_all_targets_add_up_to_the_whole_and_its_gradient()
    {
        var loss = new LabelSmoothedCrossEntropy(0.1, ignored: 0);
        var (values, targets) = (Scenes.Normal(1, 4, 5, 9), Scenes.Ids(2, 9, 4, 5));
        var (whole, parts) = (values.clone().requires_grad_(), values.clone().requires_grad_());
        loss.Mean(whole, targets).backward();

        var total = 0.0;
        foreach (var row in new long[] { 0, 1, 2, 3 })
        {
            var part = loss.Sum(parts[row], targets[row]) / loss.Count(targets);
            part.backward();
            total += part.ToDouble();
        }

        Assert.Equal(loss.Mean(whole, targets).ToDouble(), total, 1e-6);
        TensorAssert.Close(whole.grad!, parts.grad!, 1e-6);
    }

    [Fact]
    public void Targets_that_are_all_padding_cost_nothing()
    {
        var logits = Scenes.Normal(1, 3, 9).requires_grad_();

        var loss = new LabelSmoothedCrossEntropy(0.1, ignored: 0).Mean(logits, zeros([3], ScalarType.Int64));
        loss.backward();

        Assert.Equal(0, loss.ToSingle());
        TensorAssert.Zero(logits.grad!);
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Assert.Equal(
            "label smoothing 1 is out of range: give 0 to below 1",
            Assert.Throws<ArgumentException>(() => new LabelSmoothedCrossEntropy(1)).Message);
        Assert.Equal(
            "logits have the shape [2, 3, 9] and targets [2, 4]: give one target for each row of logits",
            Assert.Throws<ArgumentException>(() => new LabelSmoothedCrossEntropy().Sum(zeros(2, 3, 9), zeros([2, 4], ScalarType.Int64))).Message);
    }
}
