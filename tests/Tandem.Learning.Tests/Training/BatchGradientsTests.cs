using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Training;

public sealed class BatchGradientsTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_number_of_workers_changes_no_bit_dropout_included(int workers) => Assert.Equal(Gradients(1), Gradients(workers));

    [Fact]
    public void Another_seed_drops_other_numbers() => Assert.NotEqual(Gradients(2, seed: 8), Gradients(2));

    [Fact]
    public void A_loss_of_no_parameter_is_refused()
    {
        using var gradients = new BatchGradients([ones(2).requires_grad_()], workers: 1);

        var error = Assert.Throws<InvalidOperationException>(() => gradients.Compute([() => zeros(1)], 1, seed: 0));

        Assert.StartsWith("the task gave a loss that depends on no parameter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_worker_throws_is_thrown_here()
    {
        var x = ones(2).requires_grad_();
        using var gradients = new BatchGradients([x], workers: 2);

        var error = Assert.Throws<InvalidDataException>(() => gradients.Compute([() => x.sum(), () => throw new InvalidDataException("broken")], 1, seed: 0));

        Assert.Equal("broken", error.Message);
    }

    [Fact]
    public void Parameters_that_a_loss_does_not_know_get_no_gradient_and_none_shares_anothers_memory()
    {
        var (x, y, unknown) = (ones(3).requires_grad_(), ones(3).requires_grad_(), ones(3).requires_grad_());

        using var gradients = new BatchGradients([x, y, unknown], workers: 1);
        var loss = gradients.Compute([() => (x + y).sum(), () => (x + y).sum()], targets: 2, seed: 0);
        x.grad!.mul_(5);

        Assert.Equal(6, loss);
        Assert.Equal([1f, 1f, 1f], y.grad!.data<float>().ToArray());
        Assert.Null(unknown.grad);
    }

    [Fact]
    public void A_loss_that_is_no_finite_number_is_told_and_leaves_no_gradient()
    {
        var x = ones(1).requires_grad_();

        using var gradients = new BatchGradients([x], workers: 2);
        var loss = gradients.Compute([() => x.sum(), () => (x / 0).sum()], targets: 1, seed: 0);

        Assert.False(double.IsFinite(loss));
        Assert.Null(x.grad);
    }

    private static float[] Gradients(int workers, ulong seed = 7)
    {
        using var generator = new Generator(5, CPU);
        using var model = new TokenTransformer(
            20, 20, new TransformerOptions { Width = 8, Heads = 2, InnerWidth = 16, EncoderLayers = 1, DecoderLayers = 1, Dropout = 0.3, Tying = EmbeddingTying.All }, Precision.Float32, generator);
        var parameters = model.parameters().ToArray();
        var loss = new LabelSmoothedCrossEntropy(0.1);
        Func<Tensor> Batch(int number) => () =>
        {
            using var words = new Generator((ulong)number, CPU);
            var tokens = randint(20, [2, 3 + number], ScalarType.Int64, generator: words);
            return model.SummedLoss(tokens, tokens, tokens.flatten().data<long>().ToArray(), loss);
        };

        using var gradients = new BatchGradients(parameters, workers);
        gradients.Compute([.. Enumerable.Range(0, 5).Select(Batch)], targets: 50, seed);

        return [.. parameters.SelectMany(parameter => parameter.grad!.data<float>().ToArray())];
    }
}
