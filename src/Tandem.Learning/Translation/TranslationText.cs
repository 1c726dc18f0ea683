using Tandem.Text;

namespace Tandem.Learning.Translation;

/// <summary>A corpus with the subwords that its sentences fall into.</summary>
public sealed class TranslationText
{
    private readonly SentencePair[] sentences;

    private TranslationText(SentencePair[] sentences, TokenPair[] pairs, SubwordTokenizer source, SubwordTokenizer target, int overlong) =>
        (this.sentences, Pairs, SourceTokenizer, TargetTokenizer, Overlong, LongestSource) =
            (sentences, pairs, source, target, overlong, pairs.Max(pair => pair.SourceLength));

    /// <summary>The sentences that are kept.</summary>
    public IReadOnlyList<SentencePair> Sentences => sentences;

    /// <summary>Their tokens, without any dropout.</summary>
    public IReadOnlyList<TokenPair> Pairs { get; }

    /// <summary>Cuts sources.</summary>
    public SubwordTokenizer SourceTokenizer { get; }

    /// <summary>Cuts targets; the same where both languages share a vocabulary.</summary>
    public SubwordTokenizer TargetTokenizer { get; }

    /// <summary>How many pairs were dropped for their length.</summary>
    public int Overlong { get; }

    /// <summary>S: the tokens of the longest source, its end counted.</summary>
    public int LongestSource { get; }

    /// <summary>Learns subwords from a corpus and cuts it.</summary>
    /// <param name="sentences">The corpus.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">Nothing is left to learn from.</exception>
    public static TranslationText Learn(IReadOnlyCollection<SentencePair> sentences, TranslationOptions options)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.SharedVocabulary)
            return Cut(sentences, SubwordTokenizer.Train(sentences.Select(pair => pair.Source), options.Subwords), SubwordTokenizer.Train(sentences.Select(pair => pair.Target), options.Subwords), options.MaximumLength);
        var shared = SubwordTokenizer.Train(sentences.SelectMany(pair => new[] { pair.Source, pair.Target }), options.Subwords);
        return Cut(sentences, shared, shared, options.MaximumLength);
    }

    /// <summary>Cuts a corpus by subwords that are known.</summary>
    /// <param name="sentences">The corpus.</param>
    /// <param name="source">Cuts sources.</param>
    /// <param name="target">Cuts targets.</param>
    /// <param name="maximumLength">The most tokens of a side; null: any number.</param>
    /// <exception cref="ArgumentException">Nothing is left to learn from.</exception>
    public static TranslationText Cut(IEnumerable<SentencePair> sentences, SubwordTokenizer source, SubwordTokenizer target, int? maximumLength = null)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var (kept, pairs, overlong) = (new List<SentencePair>(), new List<TokenPair>(), 0);
        foreach (var sentence in sentences)
        {
            var pair = new TokenPair(source.Encode(sentence.Source), target.Encode(sentence.Target));
            if (maximumLength is { } most && Math.Max(pair.Source.Length, pair.Target.Length) > most)
            {
                overlong++;
                continue;
            }

            kept.Add(sentence);
            pairs.Add(pair);
        }

        return pairs.Count > 0
            ? new([.. kept], [.. pairs], source, target, overlong)
            : throw new ArgumentException(overlong == 0
                ? "the corpus has no pair of sentences to learn from: give two files of parallel lines"
                : $"each of the corpus's {overlong} pairs is longer than {maximumLength} tokens: raise the maximum length");
    }

    /// <summary>Cuts what is validated on by this corpus's subwords, without what is longer than a batch or than the model knows positions.</summary>
    /// <param name="sentences">What is validated on.</param>
    /// <param name="options">What is trained.</param>
    /// <exception cref="ArgumentException">Nothing is left to validate on.</exception>
    public TranslationText CutValidation(IEnumerable<SentencePair> sentences, TranslationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var longest = Math.Min(Math.Max(options.BatchTokens, options.MaximumLength ?? 0), options.Positions);
        return Cut(sentences, SourceTokenizer, TargetTokenizer, Math.Max(1, longest - 1));
    }

    /// <summary>The pairs cut anew, with some merges left out.</summary>
    /// <param name="dropout">The share of merges that is left out.</param>
    /// <param name="random">Which.</param>
    /// <param name="longest">The most tokens of a side, its end counted: a pair that leaving out merges makes longer stays as it is.</param>
    internal TokenPair[] Resegment(double dropout, RandomStream random, int longest)
    {
        var pairs = new TokenPair[sentences.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            var pair = new TokenPair(
                SourceTokenizer.Encode(sentences[i].Source, dropout, ref random),
                TargetTokenizer.Encode(sentences[i].Target, dropout, ref random));
            pairs[i] = pair.Length <= longest ? pair : Pairs[i];
        }

        return pairs;
    }
}
