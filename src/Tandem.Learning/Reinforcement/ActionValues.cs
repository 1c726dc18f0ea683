namespace Tandem.Learning.Reinforcement;

/// <summary>How far a value may be off before its error counts less.</summary>
public enum ValueLoss
{
    /// <summary>½d² within 1, |d| − ½ beyond: an outlier pulls no harder than 1.</summary>
    Huber,

    /// <summary>½d².</summary>
    Squared,
}

/// <summary>What a loss of action values says of a batch.</summary>
/// <param name="Loss">The loss that the gradient is of.</param>
/// <param name="MeanValue">The mean value of the actions that were taken.</param>
/// <param name="MeanError">The mean distance from the targets.</param>
public readonly record struct ActionValueLoss(double Loss, double MeanValue, double MeanError);

/// <summary>
/// Targets and losses of action values Q(s, a). Legend: B rows, K actions; R returns over n steps, d their discounts
/// (γⁿ, 0 after a termination), s′ what followed, Q⁻ the target network's values.
/// </summary>
public static class ActionValues
{
    /// <summary>y = R + d·maxₐ Q⁻(s′, a) (Mnih et al., "Human-level control through deep reinforcement learning", 2015).</summary>
    /// <param name="returns">R, [B].</param>
    /// <param name="discounts">d, [B].</param>
    /// <param name="targetValues">Q⁻(s′, ·), [B, K].</param>
    /// <param name="targets">Receives y, [B].</param>
    public static void Targets(
        ReadOnlySpan<double> returns, ReadOnlySpan<double> discounts, ReadOnlySpan<float> targetValues, Span<double> targets) =>
        DoubleTargets(returns, discounts, targetValues, targetValues, targets);

    /// <summary>
    /// y = R + d·Q⁻(s′, argmaxₐ Q(s′, a)): one network chooses, the other judges, so that the largest of noisy values is not
    /// taken for the value of the best (van Hasselt, Guez and Silver, "Deep reinforcement learning with double Q-learning", 2016).
    /// </summary>
    /// <param name="returns">R, [B].</param>
    /// <param name="discounts">d, [B].</param>
    /// <param name="onlineValues">Q(s′, ·), [B, K].</param>
    /// <param name="targetValues">Q⁻(s′, ·), [B, K].</param>
    /// <param name="targets">Receives y, [B].</param>
    public static void DoubleTargets(
        ReadOnlySpan<double> returns,
        ReadOnlySpan<double> discounts,
        ReadOnlySpan<float> onlineValues,
        ReadOnlySpan<float> targetValues,
        Span<double> targets)
    {
        var actions = targetValues.Length / returns.Length;
        for (var row = 0; row < returns.Length; row++)
        {
            var chosen = Categorical.Mode(onlineValues.Slice(row * actions, actions));
            targets[row] = returns[row] + (discounts[row] * targetValues[(row * actions) + chosen]);
        }
    }

    /// <summary>L = 1/B·Σ ℓ(Q(s, a) − y); ∂L/∂Q(s, a) = ℓ′/B for the action that was taken, 0 for the others.</summary>
    /// <param name="form">ℓ.</param>
    /// <param name="values">Q(s, ·), [B, K].</param>
    /// <param name="taken">a, the index of the action that was taken, [B].</param>
    /// <param name="targets">y, [B].</param>
    /// <param name="gradients">Receives ∂L/∂Q, [B, K].</param>
    public static ActionValueLoss Loss(
        ValueLoss form, ReadOnlySpan<float> values, ReadOnlySpan<int> taken, ReadOnlySpan<double> targets, Span<float> gradients)
    {
        var rows = targets.Length;
        var actions = values.Length / rows;
        var (loss, sum, errors) = (0.0, 0.0, 0.0);
        gradients[..values.Length].Clear();
        for (var row = 0; row < rows; row++)
        {
            var place = (row * actions) + taken[row];
            var error = values[place] - targets[row];
            var isFar = form == ValueLoss.Huber && Math.Abs(error) > 1;
            loss += isFar ? Math.Abs(error) - 0.5 : 0.5 * error * error;
            gradients[place] = (float)((isFar ? Math.Sign(error) : error) / rows);
            sum += values[place];
            errors += Math.Abs(error);
        }

        return new ActionValueLoss(loss / rows, sum / rows, errors / rows);
    }
}
