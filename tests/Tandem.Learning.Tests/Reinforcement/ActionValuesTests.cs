using CsCheck;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class ActionValuesTests
{
    [Theory]
    [InlineData(ValueLoss.Huber)]
    [InlineData(ValueLoss.Squared)]
    public void The_gradient_is_that_of_the_loss(ValueLoss form) =>
        Gen.Float[-3, 3].Array[6].Select(Gen.Double[-3, 3].Array[2]).Sample((values, targets) =>
        {
            int[] taken = [2, 0];
            var gradients = new float[6];
            ActionValues.Loss(form, values, taken, targets, gradients);

            for (var i = 0; i < values.Length; i++)
            {
                var slope = FiniteDifference.Of(values, i, 1e-3f, q => ActionValues.Loss(form, q, taken, targets, new float[6]).Loss);
                Assert.Equal(slope, gradients[i], 2e-3);
            }
        }, iter: 50);

    [Fact]
    public void A_large_error_counts_by_its_size_alone()
    {
        var gradients = new float[4];

        var loss = ActionValues.Loss(ValueLoss.Huber, [0, 3, 0.5f, 0], [1, 0], [0, 0], gradients);

        Assert.Equal((2.5 + 0.125) / 2, loss.Loss, 1e-12);
        Assert.Equal(1.75, loss.MeanValue, 1e-12);
        Assert.Equal(1.75, loss.MeanError, 1e-12);
        Assert.Equal([0, 0.5f, 0.25f, 0], gradients);
    }

    [Fact]
    public void Double_targets_judge_another_networks_choice()
    {
        var (single, twofold) = (new double[1], new double[1]);

        ActionValues.Targets([1], [0.5], [2, 4], single);
        ActionValues.DoubleTargets([1], [0.5], [9, 8], [2, 4], twofold);

        Assert.Equal(3, single[0]);
        Assert.Equal(2, twofold[0]);
    }
}
