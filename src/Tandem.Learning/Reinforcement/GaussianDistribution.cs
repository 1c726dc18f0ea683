namespace Tandem.Learning.Reinforcement;

/// <summary>
/// A diagonal Gaussian whose deviations no observation changes: with z = (u − μ)/σ, log p = Σ −½z² − log σ − ½·log 2π and
/// H = Σ log σ + ½·log 2πe; ∂log p/∂μ = z/σ, ∂log p/∂log σ = z² − 1, ∂H/∂log σ = 1.
/// </summary>
/// <remarks>
/// A draw is u itself; only what the world is given is made to fit its box (Huang et al., 2022, details 25 and 27). A row of
/// outputs is [means, log deviations]; the scratch is each dimension's z, then its 1/σ.
/// </remarks>
internal sealed class GaussianDistribution : IActionDistribution
{
    private static readonly double HalfLogTwoPi = Math.Log(2 * Math.PI) / 2;

    private readonly Box actions;
    private readonly BoxFit fit;
    private readonly float[] constants;

    public GaussianDistribution(Box actions, ActionFit fit, double initialLogDeviation)
    {
        (this.actions, this.fit) = (actions, new BoxFit(actions, fit));
        constants = new float[actions.Width];
        Array.Fill(constants, (float)initialLogDeviation);
    }

    public int OutputWidth => 2 * constants.Length;

    public ReadOnlySpan<float> Constants => constants;

    public int DrawWidth => constants.Length;

    public int ScratchWidth => 2 * constants.Length;

    public double Sample(ReadOnlySpan<float> outputs, ref RandomStream random, Span<float> draw, Span<double> scratch)
    {
        var width = draw.Length;
        for (var i = 0; i < width; i++)
        {
            draw[i] = (float)(outputs[i] + (Math.Exp(outputs[width + i]) * random.NextNormal()));
        }

        return Evaluate(outputs, draw, scratch).LogProbability;
    }

    public void ToAction(ReadOnlySpan<float> draw, ActionBatch actions, int world)
    {
        var values = actions.Values.Slice(world * draw.Length, draw.Length);
        for (var i = 0; i < draw.Length; i++)
        {
            values[i] = fit.Apply(draw[i], i);
        }
    }

    public (double LogProbability, double Entropy) Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> draw, Span<double> scratch)
    {
        var (logProbability, entropy, width) = (0.0, 0.0, draw.Length);
        for (var i = 0; i < width; i++)
        {
            var logDeviation = (double)outputs[width + i];
            var inverse = Math.Exp(-logDeviation);
            var z = (draw[i] - (double)outputs[i]) * inverse;
            (scratch[i], scratch[width + i]) = (z, inverse);
            logProbability -= (z * z / 2) + logDeviation + HalfLogTwoPi;
            entropy += logDeviation + HalfLogTwoPi + 0.5;
        }

        return (logProbability, entropy);
    }

    public void Differentiate(
        ReadOnlySpan<float> draw, ReadOnlySpan<double> scratch, double logProbabilitySlope, double entropySlope, Span<float> gradient)
    {
        var width = draw.Length;
        for (var i = 0; i < width; i++)
        {
            var z = scratch[i];
            gradient[i] = (float)(logProbabilitySlope * z * scratch[width + i]);
            gradient[width + i] = (float)((logProbabilitySlope * ((z * z) - 1)) + entropySlope);
        }
    }

    public PolicyForm Form(ReadOnlySpan<float> constants) => new GaussianForm(actions, constants, fit.Fit);
}
