using CsCheck;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class PolicyGradientTests
{
    [Theory]
    [InlineData(ActionHeads.Joint)]
    [InlineData(ActionHeads.Parts)]
    public void The_gradient_is_that_of_the_loss(ActionHeads form)
    {
        var heads = new CategoricalHeads(new MultiDiscrete(2, 3), form);
        Gen.Float[-2, 2].Array[3 * heads.LogitCount].Select(Gen.Double[-3, 3].Array[3], Gen.Double[0, 1]).Sample((logits, advantages, entropyCoefficient) =>
        {
            var picks = form == ActionHeads.Joint ? new[] { 4, 0, 2 } : [1, 2, 0, 0, 1, 1];
            var gradients = new float[logits.Length];
            PolicyGradient.Loss(heads, logits, picks, advantages, entropyCoefficient, 0.5, gradients);

            for (var i = 0; i < logits.Length; i++)
            {
                var slope = FiniteDifference.Of(logits, i, 1e-2f, z => PolicyGradient.Loss(
                    heads, z, picks, advantages, entropyCoefficient, 0.5, new float[z.Length]).Loss);
                Assert.Equal(slope, gradients[i], 2e-3);
            }
        }, iter: 20);
    }

    [Fact]
    public void Loss_and_entropy_of_equal_logits_are_known()
    {
        var heads = new CategoricalHeads(new Discrete(4));
        var gradients = new float[4];

        var loss = PolicyGradient.Loss(heads, [1, 1, 1, 1], [2], [3.0], 0.1, 1, gradients);

        Assert.Equal((3 * Math.Log(4)) - (0.1 * Math.Log(4)), loss.Loss, 1e-12);
        Assert.Equal(Math.Log(4), loss.Entropy, 1e-12);
        Assert.Equal([0.75f, 0.75f, -2.25f, 0.75f], gradients);
    }
}
