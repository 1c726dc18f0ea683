using CsCheck;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class SquashedGaussianTests
{
    private readonly GoldenLearning golden = new("squashed_gaussian");

    [Fact]
    public void Actions_log_probabilities_and_gradients_are_PyTorchs_in_double()
    {
        var (means, logDeviations, noise) = (golden.Numbers("mean"), golden.Numbers("log_std"), golden.Numbers("noise"));
        for (var row = 0; row < 4; row++)
        {
            var logProbability = 0.0;
            for (var place = 2 * row; place < (2 * row) + 2; place++)
            {
                var (draw, part) = SquashedGaussian.Draw(means[place], logDeviations[place], noise[place]);
                var (mean, logDeviation) = SquashedGaussian.Gradient(means[place], logDeviations[place], noise[place], 0.2 / 4, -1.0 / 4);
                logProbability += part;

                Assert.Equal(golden.Numbers("action")[place], Math.Tanh(draw), 1e-9);
                Assert.Equal(golden.Numbers("gradient_mean")[place], mean, 1e-9);
                Assert.Equal(golden.Numbers("gradient_log_std")[place], logDeviation, 1e-9);
            }

            Assert.Equal(golden.Numbers("log_probability")[row], logProbability, 1e-9);
        }
    }

    [Fact]
    public void Rows_of_outputs_give_the_same_in_single_precision()
    {
        var outputs = Outputs();
        var (actions, logProbabilities, gradients) = (new float[8], new double[4], new float[16]);

        SquashedGaussian.Draw(outputs, golden.Numbers("noise"), actions, logProbabilities);
        SquashedGaussian.Gradient(outputs, golden.Numbers("noise"), 0.2 / 4, [.. Enumerable.Repeat(-0.25f, 8)], 2, gradients);

        for (var place = 0; place < 8; place++)
        {
            var at = place + (place / 2 * 2);
            Assert.Equal(golden.Numbers("action")[place], actions[place], 1e-5);
            Assert.Equal(golden.Numbers("gradient_mean")[place], gradients[at], 1e-5);
            Assert.Equal(golden.Numbers("gradient_log_std")[place], gradients[at + 2], 1e-5);
        }

        for (var row = 0; row < 4; row++)
        {
            Assert.Equal(golden.Numbers("log_probability")[row], logProbabilities[row], 1e-5);
        }
    }

    [Fact]
    public void The_gradient_is_that_of_log_probability_and_action() =>
        Gen.Select(Gen.Float[-1, 1], Gen.Float[-2, 1], Gen.Double[-2, 2]).Sample((mean, logDeviation, noise) =>
        {
            float[] outputs = [mean, logDeviation];
            var gradients = new float[2];
            SquashedGaussian.Gradient(outputs, [noise], 0.7, [1.3f], 1, gradients);

            for (var i = 0; i < 2; i++)
            {
                var slope = FiniteDifference.Of(outputs, i, 1e-3f, point =>
                {
                    var (draw, logProbability) = SquashedGaussian.Draw(point[0], point[1], noise);
                    return (0.7 * logProbability) + (1.3 * Math.Tanh(draw));
                });
                Assert.Equal(slope, gradients[i], 2e-3);
            }
        }, iter: 100);

    [Fact]
    public void The_probabilities_of_all_actions_add_up_to_one()
    {
        // ∫ π(a) da over a = tanh u; u = mean + deviation · noise.
        var (mean, logDeviation, sum) = (0.4, -0.3, 0.0);
        const int Pieces = 200_000;
        for (var piece = 0; piece < Pieces; piece++)
        {
            var action = -1 + (2 * (piece + 0.5) / Pieces);
            var noise = (Math.Atanh(action) - mean) / Math.Exp(logDeviation);
            sum += Math.Exp(SquashedGaussian.Draw(mean, logDeviation, noise).LogProbability) * 2 / Pieces;
        }

        Assert.Equal(1, sum, 1e-6);
    }

    [Fact]
    public void Far_out_nothing_overflows_and_a_deviation_at_its_bound_stays()
    {
        float[] outputs = [-200, 30];
        var (actions, logProbabilities, gradients) = (new float[1], new double[1], new float[2]);

        SquashedGaussian.Draw(outputs, [1], actions, logProbabilities);
        SquashedGaussian.Gradient(outputs, [1], 1, [1], 1, gradients);

        Assert.Equal(-1, actions[0]);
        Assert.True(double.IsFinite(logProbabilities[0]));
        Assert.Equal([-2, 0], gradients);
    }

    private float[] Outputs()
    {
        var (means, logDeviations) = (golden.Singles("mean"), golden.Singles("log_std"));
        return [.. Enumerable.Range(0, 4).SelectMany(row => means[(2 * row)..((2 * row) + 2)].Concat(logDeviations[(2 * row)..((2 * row) + 2)]))];
    }
}
