namespace Tandem.Learning.Reinforcement;

/// <summary>What some rows contribute to the loss of A2C: means once all rows of an update are added up.</summary>
/// <param name="Policy">−Â·log π(a).</param>
/// <param name="Value">½·(V − target)².</param>
/// <param name="Entropy">H, in nats.</param>
internal readonly record struct A2cTerms(double Policy, double Value, double Entropy)
{
    public static A2cTerms operator +(A2cTerms left, A2cTerms right) =>
        new(left.Policy + right.Policy, left.Value + right.Value, left.Entropy + right.Entropy);

    public static A2cTerms operator *(A2cTerms terms, double factor) => new(terms.Policy * factor, terms.Value * factor, terms.Entropy * factor);
}

/// <summary>
/// The loss of the advantage actor–critic (Mnih et al., "Asynchronous methods for deep reinforcement learning", 2016, section 4)
/// and its gradient with respect to the network's outputs: L = mean(−Â·log π(a) + c₁·½(V − target)² − c₂·H).
/// Legend: R rows, O policy outputs; a row of outputs is [value, O policy outputs].
/// </summary>
internal static class A2cLoss
{
    /// <summary>The terms of some rows, each times the scale, and their gradient.</summary>
    /// <param name="distribution">What the policy's outputs mean.</param>
    /// <param name="draws">What was drawn, [R, A].</param>
    /// <param name="advantages">Â, [R].</param>
    /// <param name="targets">What the value is to learn, [R].</param>
    /// <param name="valueCoefficient">c₁.</param>
    /// <param name="entropyCoefficient">c₂.</param>
    /// <param name="outputs">What the network says of the rows, [R, 1 + O].</param>
    /// <param name="scale">1 / the rows of the update.</param>
    /// <param name="scratch">Room for the distribution.</param>
    /// <param name="gradients">Receives ∂L/∂outputs, [R, 1 + O]; may be the outputs themselves.</param>
    public static A2cTerms Compute(
        IActionDistribution distribution,
        ReadOnlySpan<float> draws,
        ReadOnlySpan<double> advantages,
        ReadOnlySpan<double> targets,
        double valueCoefficient,
        double entropyCoefficient,
        ReadOnlySpan<float> outputs,
        double scale,
        Span<double> scratch,
        Span<float> gradients)
    {
        var (sum, width, drawWidth) = (default(A2cTerms), 1 + distribution.OutputWidth, distribution.DrawWidth);
        for (var row = 0; row < advantages.Length; row++)
        {
            var draw = draws.Slice(row * drawWidth, drawWidth);
            var output = outputs.Slice(row * width, width);
            var gradient = gradients.Slice(row * width, width);
            var (logProbability, entropy) = distribution.Evaluate(output[1..], draw, scratch);
            var error = output[0] - targets[row];
            sum += new A2cTerms(-advantages[row] * logProbability, error * error / 2, entropy);
            gradient[0] = (float)(scale * valueCoefficient * error);
            distribution.Differentiate(draw, scratch, -scale * advantages[row], -scale * entropyCoefficient, gradient[1..]);
        }

        return sum * scale;
    }
}
