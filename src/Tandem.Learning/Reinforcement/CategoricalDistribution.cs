namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Categorical distributions over the parts of an action, independent of each other: log p = Σ log softmax(z)[pick] and
/// H = Σ −p·log p over the heads; ∂log p/∂z = onehot − p, ∂H/∂z = −p·(log p + H) for each head.
/// </summary>
/// <remarks>A draw is the pick of each head. The scratch is each choice's probability, then its logarithm.</remarks>
internal sealed class CategoricalDistribution(Space actions, ActionHeads form) : IActionDistribution
{
    private readonly CategoricalHeads heads = new(actions, form);

    public int OutputWidth => heads.LogitCount;

    public ReadOnlySpan<float> Constants => [];

    public int DrawWidth => heads.Sizes.Length;

    public int ScratchWidth => 2 * heads.LogitCount;

    public double Sample(ReadOnlySpan<float> outputs, ref RandomStream random, Span<float> draw, Span<double> scratch)
    {
        var (logProbability, offset, logits) = (0.0, 0, heads.LogitCount);
        for (var head = 0; head < draw.Length; head++)
        {
            var size = heads.Sizes[head];
            var probabilities = scratch.Slice(offset, size);
            var logs = scratch.Slice(logits + offset, size);
            Softmax(outputs.Slice(offset, size), probabilities, logs);
            var pick = Pick(probabilities, random.NextDouble());
            draw[head] = pick;
            logProbability += logs[pick];
            offset += size;
        }

        return logProbability;
    }

    public void ToAction(ReadOnlySpan<float> draw, ActionBatch actions, int world)
    {
        Span<int> picks = stackalloc int[CategoricalHeads.MaximumCount];
        for (var head = 0; head < draw.Length; head++)
        {
            picks[head] = (int)draw[head];
        }

        heads.ToAction(picks[..draw.Length], actions.Choices.Slice(world * actions.Space.Width, actions.Space.Width));
    }

    public (double LogProbability, double Entropy) Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> draw, Span<double> scratch)
    {
        var (logProbability, entropy, offset, logits) = (0.0, 0.0, 0, heads.LogitCount);
        for (var head = 0; head < draw.Length; head++)
        {
            var size = heads.Sizes[head];
            var probabilities = scratch.Slice(offset, size);
            var logs = scratch.Slice(logits + offset, size);
            Softmax(outputs.Slice(offset, size), probabilities, logs);
            entropy += Entropy(probabilities, logs);
            logProbability += logs[(int)draw[head]];
            offset += size;
        }

        return (logProbability, entropy);
    }

    public void Differentiate(
        ReadOnlySpan<float> draw, ReadOnlySpan<double> scratch, double logProbabilitySlope, double entropySlope, Span<float> gradient)
    {
        var (offset, logits) = (0, heads.LogitCount);
        for (var head = 0; head < draw.Length; head++)
        {
            var size = heads.Sizes[head];
            var probabilities = scratch.Slice(offset, size);
            var logs = scratch.Slice(logits + offset, size);
            var entropy = Entropy(probabilities, logs);
            var pick = (int)draw[head];
            for (var choice = 0; choice < size; choice++)
            {
                var probability = probabilities[choice];
                gradient[offset + choice] = (float)((logProbabilitySlope * ((choice == pick ? 1 : 0) - probability))
                    - (entropySlope * probability * (logs[choice] + entropy)));
            }

            offset += size;
        }
    }

    public PolicyForm Form(ReadOnlySpan<float> constants) => new CategoricalForm(actions, form);

    private static void Softmax(ReadOnlySpan<float> logits, Span<double> probabilities, Span<double> logs)
    {
        var largest = logits[0];
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var total = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            logs[i] = logits[i] - (double)largest;
            probabilities[i] = Math.Exp(logs[i]);
            total += probabilities[i];
        }

        var (scale, logTotal) = (1 / total, Math.Log(total));
        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] *= scale;
            logs[i] -= logTotal;
        }
    }

    private static int Pick(ReadOnlySpan<double> probabilities, double uniform)
    {
        for (var i = 0; i < probabilities.Length - 1; i++)
        {
            uniform -= probabilities[i];
            if (uniform < 0)
            {
                return i;
            }
        }

        return probabilities.Length - 1;
    }

    private static double Entropy(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> logs)
    {
        var entropy = 0.0;
        for (var i = 0; i < logs.Length; i++)
        {
            entropy -= probabilities[i] * logs[i];
        }

        return entropy;
    }
}
