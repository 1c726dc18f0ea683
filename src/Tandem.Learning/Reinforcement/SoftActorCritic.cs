namespace Tandem.Learning.Reinforcement;

/// <summary>What a loss of SAC's critic says of a batch.</summary>
/// <param name="Loss">The loss that the gradient is of.</param>
/// <param name="MeanValue">The mean value of the actions that were taken.</param>
public readonly record struct SoftValueLoss(double Loss, double MeanValue);

/// <summary>
/// Targets and losses of soft actor-critic (Haarnoja et al., "Soft actor-critic algorithms and applications", 2018).
/// Legend: B rows; R rewards, d discounts (γ, 0 after a termination), s′ what followed, α the temperature, H̄ the entropy that
/// the policy is to keep.
/// </summary>
public static class SoftActorCritic
{
    /// <summary>
    /// y = R + d·(min(Q⁻₁(s′, a′), Q⁻₂(s′, a′)) − α·log π(a′|s′)), a′ drawn from the policy (equations 3 and 5, with the
    /// smaller of two critics after Fujimoto et al., 2018).
    /// </summary>
    /// <param name="returns">R, [B].</param>
    /// <param name="discounts">d, [B].</param>
    /// <param name="firstValues">Q⁻₁(s′, a′), [B].</param>
    /// <param name="secondValues">Q⁻₂(s′, a′), [B].</param>
    /// <param name="logProbabilities">log π(a′|s′), [B].</param>
    /// <param name="temperature">α.</param>
    /// <param name="targets">Receives y, [B].</param>
    public static void Targets(
        ReadOnlySpan<double> returns,
        ReadOnlySpan<double> discounts,
        ReadOnlySpan<float> firstValues,
        ReadOnlySpan<float> secondValues,
        ReadOnlySpan<double> logProbabilities,
        double temperature,
        Span<double> targets)
    {
        for (var row = 0; row < targets.Length; row++)
        {
            var softValue = Math.Min(firstValues[row], secondValues[row]) - (temperature * logProbabilities[row]);
            targets[row] = returns[row] + (discounts[row] * softValue);
        }
    }

    /// <summary>L = 1/B·Σ ½(Q(s, a) − y)²; ∂L/∂Q = (Q − y)/B (equation 5).</summary>
    /// <param name="values">Q(s, a), [B].</param>
    /// <param name="targets">y, [B].</param>
    /// <param name="gradients">Receives ∂L/∂Q, [B].</param>
    public static SoftValueLoss CriticLoss(ReadOnlySpan<float> values, ReadOnlySpan<double> targets, Span<float> gradients)
    {
        var (loss, sum) = (0.0, 0.0);
        for (var row = 0; row < values.Length; row++)
        {
            var error = values[row] - targets[row];
            loss += 0.5 * error * error;
            sum += values[row];
            gradients[row] = (float)(error / values.Length);
        }

        return new SoftValueLoss(loss / values.Length, sum / values.Length);
    }

    /// <summary>
    /// L = 1/B·Σ (α·log π(a|s) − min(Q₁(s, a), Q₂(s, a))); ∂L/∂Q = −1/B for the smaller of the two, 0 for the other, and
    /// ∂L/∂log π = α/B (equation 7).
    /// </summary>
    /// <param name="logProbabilities">log π(a|s), [B].</param>
    /// <param name="firstValues">Q₁(s, a), [B].</param>
    /// <param name="secondValues">Q₂(s, a), [B].</param>
    /// <param name="temperature">α.</param>
    /// <param name="firstGradients">Receives ∂L/∂Q₁, [B].</param>
    /// <param name="secondGradients">Receives ∂L/∂Q₂, [B].</param>
    public static double ActorLoss(
        ReadOnlySpan<double> logProbabilities,
        ReadOnlySpan<float> firstValues,
        ReadOnlySpan<float> secondValues,
        double temperature,
        Span<float> firstGradients,
        Span<float> secondGradients)
    {
        var rows = logProbabilities.Length;
        var loss = 0.0;
        for (var row = 0; row < rows; row++)
        {
            var isFirst = firstValues[row] <= secondValues[row];
            loss += (temperature * logProbabilities[row]) - (isFirst ? firstValues[row] : secondValues[row]);
            firstGradients[row] = isFirst ? -1f / rows : 0;
            secondGradients[row] = isFirst ? 0 : -1f / rows;
        }

        return loss / rows;
    }

    /// <summary>
    /// L = −α·1/B·Σ (log π(a|s) + H̄), whose derivative with respect to log α is L itself: the temperature rises while the policy's
    /// entropy is below H̄ (equation 18).
    /// </summary>
    /// <param name="logProbabilities">log π(a|s), [B].</param>
    /// <param name="temperature">α.</param>
    /// <param name="targetEntropy">H̄, in nats.</param>
    public static double TemperatureLoss(ReadOnlySpan<double> logProbabilities, double temperature, double targetEntropy)
    {
        var sum = 0.0;
        foreach (var logProbability in logProbabilities)
        {
            sum += logProbability + targetEntropy;
        }

        return -temperature * sum / logProbabilities.Length;
    }
}
