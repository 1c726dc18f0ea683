namespace Tandem.Learning.Reinforcement;

/// <summary>
/// A Gaussian whose draws are squashed, a = tanh u with u = μ + σ·ε (Haarnoja et al., "Soft actor-critic", 2018, appendix C).
/// Legend: B rows, A dimensions; a row of outputs is [A means, A log deviations], as <see cref="SquashedGaussianForm"/> reads it.
/// </summary>
public static class SquashedGaussian
{
    private static readonly double LogTwo = Math.Log(2);
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>Makes actions of noise, and says how likely each was: the reparameterisation.</summary>
    /// <param name="outputs">μ and log σ, [B, 2A].</param>
    /// <param name="noise">ε, draws from the standard normal distribution, [B, A].</param>
    /// <param name="actions">Receives a, each within ±1, [B, A].</param>
    /// <param name="logProbabilities">Receives log π(a), [B].</param>
    public static void Draw(ReadOnlySpan<float> outputs, ReadOnlySpan<double> noise, Span<float> actions, Span<double> logProbabilities)
    {
        var width = noise.Length / logProbabilities.Length;
        logProbabilities.Clear();
        for (var place = 0; place < noise.Length; place++)
        {
            var (row, mean) = (place / width, MeanOf(place, width));
            var (draw, logProbability) = Draw(outputs[mean], Bounded(outputs[mean + width]), noise[place]);
            actions[place] = (float)Math.Tanh(draw);
            logProbabilities[row] += logProbability;
        }
    }

    /// <summary>
    /// Leads the gradient of a loss back to μ and log σ, the noise held:
    /// ∂L/∂u = 2a·∂L/∂log π + (1 − a²)·∂L/∂a, ∂L/∂μ = ∂L/∂u, ∂L/∂log σ = σε·∂L/∂u − ∂L/∂log π.
    /// </summary>
    /// <remarks>A log deviation beyond its bounds is not moved.</remarks>
    /// <param name="outputs">μ and log σ, [B, 2A].</param>
    /// <param name="noise">ε, [B, A].</param>
    /// <param name="logProbabilityGradient">∂L/∂log π, the same for every row.</param>
    /// <param name="actionGradients">∂L/∂a, [B, A].</param>
    /// <param name="width">A.</param>
    /// <param name="gradients">Receives ∂L/∂outputs, [B, 2A].</param>
    public static void Gradient(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<double> noise,
        double logProbabilityGradient,
        ReadOnlySpan<float> actionGradients,
        int width,
        Span<float> gradients)
    {
        for (var place = 0; place < noise.Length; place++)
        {
            var mean = MeanOf(place, width);
            var logDeviation = Bounded(outputs[mean + width]);
            var (meanSlope, logDeviationSlope) = Gradient(
                outputs[mean], logDeviation, noise[place], logProbabilityGradient, actionGradients[place]);
            gradients[mean] = (float)meanSlope;
            gradients[mean + width] = logDeviation == outputs[mean + width] ? (float)logDeviationSlope : 0;
        }
    }

    /// <summary>
    /// u, and log π(tanh u) = log N(u; μ, σ²) − log(1 − tanh² u), where log(1 − tanh² u) = 2(log 2 − u − softplus(−2u)).
    /// </summary>
    internal static (double Draw, double LogProbability) Draw(double mean, double logDeviation, double noise)
    {
        var draw = mean + (Math.Exp(logDeviation) * noise);
        var logSlope = 2 * (LogTwo - draw - Softplus(-2 * draw));
        return (draw, (-0.5 * noise * noise) - logDeviation - HalfLogTwoPi - logSlope);
    }

    /// <summary>∂L/∂μ and ∂L/∂log σ of one dimension.</summary>
    internal static (double Mean, double LogDeviation) Gradient(
        double mean, double logDeviation, double noise, double logProbabilityGradient, double actionGradient)
    {
        var spread = Math.Exp(logDeviation) * noise;
        var action = Math.Tanh(mean + spread);
        var slope = (2 * action * logProbabilityGradient) + ((1 - (action * action)) * actionGradient);
        return (slope, (spread * slope) - logProbabilityGradient);
    }

    /// <summary>Where the mean of the action at a place stands in the outputs; its log deviation stands A further.</summary>
    private static int MeanOf(int place, int width) => place + (place / width * width);

    private static float Bounded(float logDeviation) =>
        Math.Clamp(logDeviation, SquashedGaussianForm.LeastLogDeviation, SquashedGaussianForm.GreatestLogDeviation);

    /// <summary>log(1 + eˣ), for any x.</summary>
    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
