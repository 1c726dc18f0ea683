namespace Tandem.Inference;

/// <summary>A categorical distribution given by logits: p = softmax(logits).</summary>
public static class Categorical
{
    /// <summary>The index at which the cumulative probability passes a uniform number from [0, 1).</summary>
    public static int Sample(ReadOnlySpan<float> logits, double uniform)
    {
        var largest = Largest(logits);
        var total = 0.0;
        foreach (var logit in logits)
        {
            total += MathF.Exp(logit - largest);
        }

        var remaining = uniform * total;
        for (var i = 0; i < logits.Length - 1; i++)
        {
            remaining -= MathF.Exp(logits[i] - largest);
            if (remaining < 0)
            {
                return i;
            }
        }

        return logits.Length - 1;
    }

    /// <summary>The index of the largest logit, the first where several are equal.</summary>
    public static int Mode(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>log softmax: the logarithm of each probability, computed in double.</summary>
    public static void LogProbabilities(ReadOnlySpan<float> logits, Span<double> logProbabilities)
    {
        var largest = Largest(logits);
        var total = 0.0;
        foreach (var logit in logits)
        {
            total += Math.Exp(logit - (double)largest);
        }

        var logTotal = Math.Log(total);
        for (var i = 0; i < logits.Length; i++)
        {
            logProbabilities[i] = logits[i] - (double)largest - logTotal;
        }
    }

    private static float Largest(ReadOnlySpan<float> logits)
    {
        var largest = logits[0];
        foreach (var logit in logits)
        {
            largest = MathF.Max(largest, logit);
        }

        return largest;
    }
}
