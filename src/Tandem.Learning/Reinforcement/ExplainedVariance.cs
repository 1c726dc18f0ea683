namespace Tandem.Learning.Reinforcement;

/// <summary>How much of what came was expected: 1 − Var(target − expected) / Var(target).</summary>
internal static class ExplainedVariance
{
    /// <summary>1: foreseen exactly; 0: no better than the mean; not a number where all targets are equal.</summary>
    public static double Of(ReadOnlySpan<double> expected, ReadOnlySpan<double> targets)
    {
        var (targetMean, errorMean) = (0.0, 0.0);
        for (var i = 0; i < targets.Length; i++)
        {
            targetMean += targets[i];
            errorMean += targets[i] - expected[i];
        }

        targetMean /= targets.Length;
        errorMean /= targets.Length;
        var (targetSquares, errorSquares) = (0.0, 0.0);
        for (var i = 0; i < targets.Length; i++)
        {
            var (target, error) = (targets[i] - targetMean, targets[i] - expected[i] - errorMean);
            targetSquares += target * target;
            errorSquares += error * error;
        }

        return targetSquares == 0 ? double.NaN : 1 - (errorSquares / targetSquares);
    }
}
