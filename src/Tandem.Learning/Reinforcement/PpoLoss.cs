namespace Tandem.Learning.Reinforcement;

/// <summary>The constants of PPO's loss.</summary>
/// <param name="Clip">ε: how far a probability may move before its gradient ends.</param>
/// <param name="ClipValues">Whether the value may not move further than ε either.</param>
/// <param name="ValueCoefficient">c₁.</param>
/// <param name="EntropyCoefficient">c₂.</param>
internal readonly record struct PpoCoefficients(double Clip, bool ClipValues, double ValueCoefficient, double EntropyCoefficient);

/// <summary>What some rows contribute to the loss and its diagnostics: means once all rows of a minibatch are added up.</summary>
/// <param name="Policy">−min(ρ·Â, clip(ρ, 1 − ε, 1 + ε)·Â).</param>
/// <param name="Value">½·(V − target)².</param>
/// <param name="Entropy">H, in nats.</param>
/// <param name="ApproximateKl">(ρ − 1) − log ρ, Schulman's k3: an unbiased, never negative estimate of KL(old‖new).</param>
/// <param name="ClipFraction">How many rows' ρ lie beyond the clip.</param>
internal readonly record struct PpoTerms(double Policy, double Value, double Entropy, double ApproximateKl, double ClipFraction)
{
    public static PpoTerms operator +(PpoTerms left, PpoTerms right) => new(
        left.Policy + right.Policy,
        left.Value + right.Value,
        left.Entropy + right.Entropy,
        left.ApproximateKl + right.ApproximateKl,
        left.ClipFraction + right.ClipFraction);

    public static PpoTerms operator *(PpoTerms terms, double factor) => new(
        terms.Policy * factor, terms.Value * factor, terms.Entropy * factor, terms.ApproximateKl * factor, terms.ClipFraction * factor);

    /// <summary>L.</summary>
    public double Loss(PpoCoefficients coefficients) =>
        Policy + (coefficients.ValueCoefficient * Value) - (coefficients.EntropyCoefficient * Entropy);
}

/// <summary>What the rows of a minibatch were when they were ridden.</summary>
/// <param name="Draws">What was drawn, [R, A].</param>
/// <param name="LogProbabilities">How likely it was, [R].</param>
/// <param name="Values">What was expected, [R].</param>
/// <param name="Advantages">Â, [R].</param>
/// <param name="Targets">What the value is to learn, [R].</param>
internal readonly ref struct PpoRows(
    ReadOnlySpan<float> Draws,
    ReadOnlySpan<double> LogProbabilities,
    ReadOnlySpan<double> Values,
    ReadOnlySpan<double> Advantages,
    ReadOnlySpan<double> Targets)
{
    public ReadOnlySpan<float> Draws { get; } = Draws;

    public ReadOnlySpan<double> LogProbabilities { get; } = LogProbabilities;

    public ReadOnlySpan<double> Values { get; } = Values;

    public ReadOnlySpan<double> Advantages { get; } = Advantages;

    public ReadOnlySpan<double> Targets { get; } = Targets;
}

/// <summary>
/// The loss of proximal policy optimisation (Schulman et al., 2017, equations 7 and 9) and its gradient with respect to the
/// network's outputs: L = mean(−min(ρÂ, clip(ρ)Â) + c₁·½(V − target)² − c₂·H) with ρ = π(a)/π_old(a); where values are clipped,
/// the value's loss is the greater of that of V and of V_old + clip(V − V_old, ±ε) (Huang et al., 2022, detail 9).
/// Legend: R rows, O policy outputs; a row of outputs is [value, O policy outputs].
/// </summary>
internal static class PpoLoss
{
    /// <summary>The terms of some rows, each times the scale, and their gradient.</summary>
    /// <param name="distribution">What the policy's outputs mean.</param>
    /// <param name="coefficients">The constants.</param>
    /// <param name="rows">What the rows were when they were ridden.</param>
    /// <param name="outputs">What the network says of them now, [R, 1 + O].</param>
    /// <param name="scale">1 / the rows of the minibatch.</param>
    /// <param name="scratch">Room for the distribution.</param>
    /// <param name="gradients">Receives ∂L/∂outputs, [R, 1 + O]; may be the outputs themselves.</param>
    public static PpoTerms Compute(
        IActionDistribution distribution,
        PpoCoefficients coefficients,
        PpoRows rows,
        ReadOnlySpan<float> outputs,
        double scale,
        Span<double> scratch,
        Span<float> gradients)
    {
        var (sum, width, drawWidth) = (default(PpoTerms), 1 + distribution.OutputWidth, distribution.DrawWidth);
        for (var row = 0; row < rows.Advantages.Length; row++)
        {
            var draw = rows.Draws.Slice(row * drawWidth, drawWidth);
            var output = outputs.Slice(row * width, width);
            var gradient = gradients.Slice(row * width, width);
            var (logProbability, entropy) = distribution.Evaluate(output[1..], draw, scratch);
            var (value, valueSlope) = Value(output[0], rows.Values[row], rows.Targets[row], coefficients);
            var (policy, policySlope, ratio) = Policy(logProbability - rows.LogProbabilities[row], rows.Advantages[row], coefficients.Clip);
            sum += new PpoTerms(
                policy,
                value,
                entropy,
                ratio - 1 - (logProbability - rows.LogProbabilities[row]),
                Math.Abs(ratio - 1) > coefficients.Clip ? 1 : 0);
            gradient[0] = (float)(scale * coefficients.ValueCoefficient * valueSlope);
            distribution.Differentiate(draw, scratch, scale * policySlope, -scale * coefficients.EntropyCoefficient, gradient[1..]);
        }

        return sum * scale;
    }

    /// <summary>−min(ρÂ, clip(ρ)Â) and its slope by log ρ: −ρÂ, or 0 where the clipped product is the smaller.</summary>
    private static (double Loss, double Slope, double Ratio) Policy(double logRatio, double advantage, double clip)
    {
        var ratio = Math.Exp(logRatio);
        var plain = -advantage * ratio;
        var clipped = -advantage * Math.Clamp(ratio, 1 - clip, 1 + clip);
        return plain >= clipped ? (plain, plain, ratio) : (clipped, 0, ratio);
    }

    /// <summary>The value's loss and its slope; not a number stays one.</summary>
    private static (double Loss, double Slope) Value(double value, double oldValue, double target, PpoCoefficients coefficients)
    {
        var plain = value - target;
        if (!coefficients.ClipValues)
        {
            return (plain * plain / 2, plain);
        }

        var clipped = oldValue + Math.Clamp(value - oldValue, -coefficients.Clip, coefficients.Clip) - target;
        return clipped * clipped > plain * plain ? (clipped * clipped / 2, 0) : (plain * plain / 2, plain);
    }
}
