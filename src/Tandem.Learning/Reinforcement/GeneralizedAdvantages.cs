namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Generalised advantage estimation (Schulman et al., "High-dimensional continuous control using generalized advantage
/// estimation", 2016, equations 11 and 16), bootstrapped through truncation:
/// δₜ = rₜ + γ·V(sₜ₊₁)·(1 − terminatedₜ) − V(sₜ), Âₜ = δₜ + γλ·Âₜ₊₁·(1 − endedₜ), ended where terminated or truncated.
/// Legend: T steps, N worlds.
/// </summary>
internal static class GeneralizedAdvantages
{
    /// <summary>Computes the advantages of a rollout.</summary>
    /// <param name="rewards">r, [T, N].</param>
    /// <param name="values">V(sₜ), [T, N].</param>
    /// <param name="nextValues">V(sₜ₊₁), [T, N]: where an episode ended, the value of its final observation.</param>
    /// <param name="terminated">[T, N].</param>
    /// <param name="truncated">[T, N].</param>
    /// <param name="worlds">N.</param>
    /// <param name="discount">γ.</param>
    /// <param name="decay">λ: 0 looks one step ahead, 1 to the end.</param>
    /// <param name="advantages">Receives Â, [T, N].</param>
    public static void Compute(
        ReadOnlySpan<double> rewards,
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> nextValues,
        ReadOnlySpan<bool> terminated,
        ReadOnlySpan<bool> truncated,
        int worlds,
        double discount,
        double decay,
        Span<double> advantages)
    {
        for (var at = rewards.Length - 1; at >= 0; at--)
        {
            var following = at + worlds < rewards.Length && !terminated[at] && !truncated[at] ? advantages[at + worlds] : 0;
            var ahead = terminated[at] ? 0 : discount * nextValues[at];
            advantages[at] = rewards[at] + ahead - values[at] + (discount * decay * following);
        }
    }
}
