namespace Tandem.Text;

/// <summary>
/// BLEU over a corpus (Papineni et al., "BLEU: a method for automatic evaluation of machine translation", 2002), with
/// the tokenisations and the exponential smoothing of sacreBLEU (Post, "A call for clarity in reporting BLEU scores", 2018).
/// </summary>
/// <remarks>
/// BLEU = BP · exp(¼ Σ ln pₙ) for n of 1 to 4, where pₙ is the share of the hypotheses' n-grams that their references
/// have, each counted at most as often as there, and BP = min(1, exp(1 − r / h)) for r and h words in references and
/// hypotheses. The k-th precision without a match becomes 1 / (2ᵏ · n-grams). Lines are expected detokenised.
/// </remarks>
public static class Bleu
{
    private const int Orders = 4;
    private const int WordBits = 32;

    // What is counted for each sentence: words of both sides, then matches and n-grams by order.
    private const int HypothesisLength = 0;
    private const int ReferenceLength = 1;
    private const int Matches = 2;
    private const int Totals = Matches + Orders;
    private const int Width = Totals + Orders;

    /// <summary>Scores translations against one reference each.</summary>
    /// <param name="hypotheses">The translations, a line each.</param>
    /// <param name="references">As many references, in the same order.</param>
    /// <param name="options">Tokenisation and case; sacreBLEU's defaults if not given.</param>
    /// <exception cref="ArgumentException">There are no lines, or not as many on both sides.</exception>
    public static BleuScore Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, BleuOptions? options = null) =>
        Corpus(hypotheses, [references], options);

    /// <summary>Scores translations against several references each.</summary>
    /// <param name="hypotheses">The translations, a line each.</param>
    /// <param name="referenceSets">Sets of references, each with a line for every hypothesis.</param>
    /// <param name="options">Tokenisation and case; sacreBLEU's defaults if not given.</param>
    /// <exception cref="ArgumentException">There are no lines, or not as many on both sides.</exception>
    public static BleuScore Corpus(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets, BleuOptions? options = null)
    {
        var statistics = Statistics(hypotheses, referenceSets, options);
        return Score(statistics.Sums(), statistics.Signature);
    }

    /// <summary>Counts what BLEU needs of each sentence, for <see cref="Bootstrap"/>.</summary>
    /// <param name="hypotheses">The translations, a line each.</param>
    /// <param name="references">As many references, in the same order.</param>
    /// <param name="options">Tokenisation and case; sacreBLEU's defaults if not given.</param>
    /// <exception cref="ArgumentException">There are no lines, or not as many on both sides.</exception>
    public static SentenceStatistics Statistics(
        IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, BleuOptions? options = null) =>
        Statistics(hypotheses, [references], options);

    /// <summary>Counts what BLEU needs of each sentence, for <see cref="Bootstrap"/>.</summary>
    /// <param name="hypotheses">The translations, a line each.</param>
    /// <param name="referenceSets">Sets of references, each with a line for every hypothesis.</param>
    /// <param name="options">Tokenisation and case; sacreBLEU's defaults if not given.</param>
    /// <exception cref="ArgumentException">There are no lines, or not as many on both sides.</exception>
    public static SentenceStatistics Statistics(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets, BleuOptions? options = null)
    {
        options ??= new BleuOptions();
        ScoredLines.Require(hypotheses, referenceSets);
        var words = new WordNumbers();
        var counts = new long[hypotheses.Count, Width];
        for (var line = 0; line < hypotheses.Count; line++)
        {
            var row = SentenceStatistics.Row(counts, line);
            Count(NumbersOf(hypotheses[line]), [.. referenceSets.Select(set => NumbersOf(set[line]))], row);
        }

        return new SentenceStatistics(counts, sums => Score(sums, string.Empty).Score, SignatureOf(options, referenceSets.Count));

        int[] NumbersOf(string text) => words.Of(BleuTokenizer.Split(text, options));
    }

    private static void Count(int[] hypothesis, int[][] references, Span<long> row)
    {
        var found = NGrams.Of(hypothesis, Orders, WordBits);
        var wanted = NGrams.Of(references[0], Orders, WordBits);
        foreach (var reference in references.AsSpan(1))
            wanted.RaiseTo(NGrams.Of(reference, Orders, WordBits));

        row[HypothesisLength] = hypothesis.Length;
        row[ReferenceLength] = NearestLength(hypothesis.Length, references);
        for (var order = 1; order <= Orders; order++)
        {
            row[Matches + order - 1] = found.Matches(wanted, order);
            row[Totals + order - 1] = found.Total(order);
        }
    }

    /// <summary>The length of the reference nearest to the hypothesis; of two as near, the shorter.</summary>
    private static int NearestLength(int hypothesis, int[][] references) =>
        references.Select(reference => reference.Length).MinBy(length => (Math.Abs(length - hypothesis), length));

    private static BleuScore Score(ReadOnlySpan<long> sums, string signature)
    {
        var (hypothesis, reference) = (sums[HypothesisLength], sums[ReferenceLength]);
        var penalty = hypothesis >= reference ? 1 : hypothesis == 0 ? 0 : Math.Exp(1 - ((double)reference / hypothesis));
        var precisions = Precisions(sums.Slice(Matches, Orders), sums.Slice(Totals, Orders));
        return new BleuScore
        {
            Score = penalty * GeometricMean(precisions),
            Precisions = precisions,
            BrevityPenalty = penalty,
            HypothesisLength = hypothesis,
            ReferenceLength = reference,
            Signature = signature,
        };
    }

    /// <summary>pₙ in percent; smoothing starts where some n-gram of any order matched, and ends where hypotheses have none of an order.</summary>
    private static double[] Precisions(ReadOnlySpan<long> matches, ReadOnlySpan<long> totals)
    {
        var precisions = new double[Orders];
        if (!matches.ContainsAnyExcept(0))
            return precisions;

        var halvings = 1.0;
        for (var order = 0; order < Orders && totals[order] > 0; order++)
        {
            precisions[order] = matches[order] > 0
                ? 100.0 * matches[order] / totals[order]
                : 100.0 / ((halvings *= 2) * totals[order]);
        }

        return precisions;
    }

    /// <summary>Zero if any of them is.</summary>
    private static double GeometricMean(double[] precisions) => Math.Exp(precisions.Average(Math.Log));

    private static string SignatureOf(BleuOptions options, int references) =>
        $"nrefs:{references}|case:{(options.Lowercase ? "lc" : "mixed")}|eff:no|tok:{BleuTokenizer.NameOf(options.Tokenization)}|smooth:exp|{ScoredLines.Version}";
}
