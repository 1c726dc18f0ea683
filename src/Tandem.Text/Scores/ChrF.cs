namespace Tandem.Text;

/// <summary>
/// chrF2 and chrF2++ over a corpus (Popović, "chrF: character n-gram F-score for automatic MT evaluation", 2015, and
/// "chrF++: words helping character n-grams", 2017), as sacreBLEU 2 takes them.
/// </summary>
/// <remarks>
/// F = 5 P R / (4 P + R), where P and R are the means of precision and recall over character n-grams of 1 to 6
/// characters without white space, and word n-grams if asked; orders that one side has none of are left out. Of
/// several references, the one with which a sentence scores best counts.
/// </remarks>
public static class ChrF
{
    private const int CharacterOrders = 6;
    private const int CharacterBits = 21;
    private const int WordBits = 32;
    private const double BetaSquared = 4;

    /// <summary>Scores translations against one reference each.</summary>
    /// <param name="hypotheses">The translations, a line each.</param>
    /// <param name="references">As many references, in the same order.</param>
    /// <param name="options">Words and case; chrF2 if not given.</param>
    /// <exception cref="ArgumentException">There are no lines, or not as many on both sides.</exception>
    public static ChrFScore Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, ChrFOptions? options = null) =>
        Corpus(hypotheses, [references], options);

    /// <summary>Scores translations against several references each.</summary>
    /// <param name="hypotheses">The translations, a line each.</param>
    /// <param name="referenceSets">Sets of references, each with a line for every hypothesis.</param>
    /// <param name="options">Words and case; chrF2 if not given.</param>
    /// <exception cref="ArgumentException">There are no lines, or not as many on both sides.</exception>
    public static ChrFScore Corpus(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets, ChrFOptions? options = null)
    {
        var statistics = Statistics(hypotheses, referenceSets, options);
        return new ChrFScore
        {
            Name = "chrF2" + new string('+', options?.WordOrder ?? 0),
            Score = statistics.Score,
            Signature = statistics.Signature,
        };
    }

    /// <summary>Counts what chrF needs of each sentence, for <see cref="Bootstrap"/>.</summary>
    /// <param name="hypotheses">The translations, a line each.</param>
    /// <param name="references">As many references, in the same order.</param>
    /// <param name="options">Words and case; chrF2 if not given.</param>
    /// <exception cref="ArgumentException">There are no lines, or not as many on both sides.</exception>
    public static SentenceStatistics Statistics(
        IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, ChrFOptions? options = null) =>
        Statistics(hypotheses, [references], options);

    /// <summary>Counts what chrF needs of each sentence, for <see cref="Bootstrap"/>.</summary>
    /// <param name="hypotheses">The translations, a line each.</param>
    /// <param name="referenceSets">Sets of references, each with a line for every hypothesis.</param>
    /// <param name="options">Words and case; chrF2 if not given.</param>
    /// <exception cref="ArgumentException">There are no lines, or not as many on both sides.</exception>
    public static SentenceStatistics Statistics(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets, ChrFOptions? options = null)
    {
        options ??= new ChrFOptions();
        ScoredLines.Require(hypotheses, referenceSets);
        var words = new WordNumbers();
        var counts = new long[hypotheses.Count, 3 * (CharacterOrders + options.WordOrder)];
        for (var line = 0; line < hypotheses.Count; line++)
        {
            var hypothesis = Sentence.Of(hypotheses[line], options, words);
            var row = SentenceStatistics.Row(counts, line);
            var best = -1.0;
            foreach (var references in referenceSets)
            {
                var counted = hypothesis.Against(Sentence.Of(references[line], options, words));
                if (FScore(counted) <= best)
                    continue;

                best = FScore(counted);
                counted.CopyTo(row);
            }
        }

        return new SentenceStatistics(counts, FScore, SignatureOf(options, referenceSets.Count));
    }

    /// <summary>From matches, the hypothesis's n-grams and the reference's n-grams of each order.</summary>
    private static double FScore(ReadOnlySpan<long> counts)
    {
        var (precision, recall, orders) = (0.0, 0.0, 0);
        for (var place = 0; place < counts.Length; place += 3)
        {
            var (matches, hypothesis, reference) = (counts[place], counts[place + 1], counts[place + 2]);
            if (hypothesis == 0 || reference == 0)
                continue;

            precision += (double)matches / hypothesis;
            recall += (double)matches / reference;
            orders++;
        }

        return precision + recall == 0 ? 0
            : 100 * (1 + BetaSquared) * precision * recall / (((BetaSquared * precision) + recall) * orders);
    }

    private static string SignatureOf(ChrFOptions options, int references) =>
        $"nrefs:{references}|case:{(options.Lowercase ? "lc" : "mixed")}|eff:yes|nc:{CharacterOrders}|nw:{options.WordOrder}|space:no|{ScoredLines.Version}";

    /// <summary>The n-grams of one sentence, of characters and of words.</summary>
    private readonly record struct Sentence(NGrams Characters, NGrams Words, int WordOrders)
    {
        public static Sentence Of(string line, ChrFOptions options, WordNumbers numbers)
        {
            var words = PythonText.Split(options.Lowercase ? PythonText.ToLower(line) : line);
            int[] characters = [.. string.Concat(words).EnumerateRunes().Select(rune => rune.Value)];
            return new Sentence(
                NGrams.Of(characters, CharacterOrders, CharacterBits),
                NGrams.Of(numbers.Of([.. words.SelectMany(PunctuationApart)]), options.WordOrder, WordBits),
                options.WordOrder);
        }

        public long[] Against(Sentence reference)
        {
            var counts = new long[3 * (CharacterOrders + WordOrders)];
            for (var order = 1; order <= CharacterOrders; order++)
                Count(Characters, reference.Characters, order, counts.AsSpan(3 * (order - 1)));

            for (var order = 1; order <= WordOrders; order++)
                Count(Words, reference.Words, order, counts.AsSpan(3 * (CharacterOrders + order - 1)));

            return counts;
        }

        /// <summary>A hypothesis's n-grams do not count where the reference is too short to have any, as in sacreBLEU.</summary>
        private static void Count(NGrams hypothesis, NGrams reference, int order, Span<long> counts)
        {
            counts[0] = hypothesis.Matches(reference, order);
            counts[1] = reference.Total(order) > 0 ? hypothesis.Total(order) : 0;
            counts[2] = reference.Total(order);
        }

        /// <summary>A word without the punctuation mark at its end, else at its start, and that mark: '(hi)' is '(hi' and ')'.</summary>
        private static string[] PunctuationApart(string word) => word switch
        {
            { Length: 1 } => [word],
            _ when IsPunctuation(word[^1]) => [word[..^1], word[^1..]],
            _ when IsPunctuation(word[0]) => [word[..1], word[1..]],
            _ => [word],
        };

        /// <summary>Python's <c>string.punctuation</c>.</summary>
        private static bool IsPunctuation(char character) =>
            char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character));
    }
}
