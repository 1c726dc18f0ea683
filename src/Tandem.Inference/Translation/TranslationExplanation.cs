using Tandem.Inference.Transformers;

namespace Tandem.Inference.Translation;

// Legend: S source tokens, T target tokens.

/// <summary>Where a model looked while it wrote a translation: the mean over all heads of all of the decoder's layers.</summary>
public sealed class TranslationExplanation
{
    private readonly float[] weights;     // [T, S]

    internal TranslationExplanation(string translation, string[] source, string[] target, TransformerAttentionMaps maps)
    {
        (Translation, Source, Target) = (translation, source, target);
        weights = new float[target.Length * source.Length];
        var attentions = maps.Decoder.Select(layer => layer.Memory!).ToArray();
        var share = 1f / attentions.Sum(attention => attention.Heads);
        foreach (var attention in attentions)
        {
            for (var i = 0; i < attention.Weights.Length; i++)
                weights[i % weights.Length] += share * attention.Weights[i];
        }
    }

    /// <summary>What was written.</summary>
    public string Translation { get; }

    /// <summary>[S] what the encoder read: subwords with the space before them, and last the end of the sentence.</summary>
    public IReadOnlyList<string> Source { get; }

    /// <summary>[T] what the decoder wrote, and last the end of the sentence.</summary>
    public IReadOnlyList<string> Target { get; }

    /// <summary>With what weight each source token was looked at when a target token was written, [S]; they sum to 1.</summary>
    /// <param name="target">Which target token, 0 to T − 1.</param>
    public ReadOnlySpan<float> Attention(int target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)target, (uint)Target.Count, nameof(target));
        return weights.AsSpan(target * Source.Count, Source.Count);
    }
}
