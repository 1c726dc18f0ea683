namespace Tandem.Learning.Reinforcement;

/// <summary>What a policy-gradient loss says of a batch.</summary>
/// <param name="Loss">The loss that the gradient is of.</param>
/// <param name="Entropy">The policy's mean entropy, in nats.</param>
public readonly record struct PolicyGradientLoss(double Loss, double Entropy);

/// <summary>The policy-gradient loss over categorical actions and its gradient with respect to the logits.</summary>
public static class PolicyGradient
{
    /// <summary>
    /// L = −s·Σₜ (Aₜ·log π(aₜ) + β·H(πₜ)) (Williams, 1992, with the entropy bonus of Mnih et al., 2016);
    /// ∂L/∂z = s·(A·(p − onehot(a)) + β·p·(log p + H)) for each head.
    /// </summary>
    /// <param name="heads">What the logits mean.</param>
    /// <param name="logits">z, [steps, logits].</param>
    /// <param name="picks">a, the index drawn from each head, [steps, heads].</param>
    /// <param name="advantages">A, [steps].</param>
    /// <param name="entropyCoefficient">β.</param>
    /// <param name="scale">s: 1 sums over the steps.</param>
    /// <param name="gradients">Receives ∂L/∂z, [steps, logits].</param>
    public static PolicyGradientLoss Loss(
        CategoricalHeads heads,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<int> picks,
        ReadOnlySpan<double> advantages,
        double entropyCoefficient,
        double scale,
        Span<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(heads);
        var (loss, entropies, logit, pick) = (0.0, 0.0, 0, 0);
        foreach (var advantage in advantages)
        {
            foreach (var size in heads.Sizes)
            {
                var (logProbability, entropy) = Head(
                    logits.Slice(logit, size), picks[pick++], scale * advantage, scale * entropyCoefficient, gradients.Slice(logit, size));
                loss -= scale * ((advantage * logProbability) + (entropyCoefficient * entropy));
                entropies += entropy;
                logit += size;
            }
        }

        return new PolicyGradientLoss(loss, entropies / advantages.Length);
    }

    private static (double LogProbability, double Entropy) Head(
        ReadOnlySpan<float> logits, int pick, double advantage, double entropyCoefficient, Span<float> gradient)
    {
        Span<double> logProbabilities = logits.Length <= 256 ? stackalloc double[logits.Length] : new double[logits.Length];
        Categorical.LogProbabilities(logits, logProbabilities);
        var entropy = 0.0;
        foreach (var logProbability in logProbabilities)
        {
            entropy -= Math.Exp(logProbability) * logProbability;
        }

        for (var i = 0; i < gradient.Length; i++)
        {
            var probability = Math.Exp(logProbabilities[i]);
            var chosen = i == pick ? 1 : 0;
            gradient[i] = (float)((advantage * (probability - chosen))
                + (entropyCoefficient * probability * (logProbabilities[i] + entropy)));
        }

        return (logProbabilities[pick], entropy);
    }
}
