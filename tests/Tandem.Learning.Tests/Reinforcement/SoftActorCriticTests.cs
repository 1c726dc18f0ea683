using CsCheck;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class SoftActorCriticTests
{
    [Fact]
    public void A_target_is_the_smaller_value_and_the_entropy_that_follow()
    {
        var targets = new double[3];

        SoftActorCritic.Targets([1, 1, 1], [0.5, 0.5, 0], [4, 6, 6], [5, 3, 3], [-2, 2, 2], temperature: 0.25, targets);

        Assert.Equal([1 + (0.5 * (4 + 0.5)), 1 + (0.5 * (3 - 0.5)), 1], targets);
    }

    [Fact]
    public void The_critics_gradient_is_that_of_its_loss() =>
        Gen.Float[-3, 3].Array[3].Select(Gen.Double[-3, 3].Array[3]).Sample((values, targets) =>
        {
            var gradients = new float[3];
            SoftActorCritic.CriticLoss(values, targets, gradients);
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(FiniteDifference.Of(values, i, 1e-2f, q => SoftActorCritic.CriticLoss(q, targets, new float[3]).Loss), gradients[i], 1e-3);
            }
        }, iter: 20);

    [Fact]
    public void The_actor_climbs_the_smaller_critic_alone()
    {
        float[] first = [1, 4];
        float[] second = [2, 3];
        var (firstGradients, secondGradients) = (new float[2], new float[2]);

        var loss = SoftActorCritic.ActorLoss([-1, 3], first, second, temperature: 0.5, firstGradients, secondGradients);

        Assert.Equal((((0.5 * -1) - 1) + ((0.5 * 3) - 3)) / 2, loss, 1e-12);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(FiniteDifference.Of(first, i, 1e-2f, q => Loss(q, second)), firstGradients[i], 1e-4);
            Assert.Equal(FiniteDifference.Of(second, i, 1e-2f, q => Loss(first, q)), secondGradients[i], 1e-4);
        }

        static double Loss(float[] first, float[] second) =>
            SoftActorCritic.ActorLoss([-1, 3], first, second, 0.5, new float[2], new float[2]);
    }

    [Fact]
    public void The_temperature_rises_while_the_entropy_is_too_low()
    {
        // Entropy 1 where 2 is wanted: the slope of the loss with respect to log α is negative, so α rises.
        var slope = (SoftActorCritic.TemperatureLoss([-1, -1], Math.Exp(0.3 + 1e-6), 2) - SoftActorCritic.TemperatureLoss([-1, -1], Math.Exp(0.3 - 1e-6), 2)) / 2e-6;

        Assert.Equal(-Math.Exp(0.3), slope, 1e-6);
        Assert.Equal(slope, SoftActorCritic.TemperatureLoss([-1, -1], Math.Exp(0.3), 2), 1e-6);
        Assert.True(SoftActorCritic.TemperatureLoss([-3, -3], 1, 2) > 0);
    }
}
