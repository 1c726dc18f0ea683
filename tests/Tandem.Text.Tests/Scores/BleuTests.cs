namespace Tandem.Text.Tests.Scores;

public sealed class BleuTests
{
    private static readonly BleuOptions None = new() { Tokenization = BleuTokenization.None };

    [Fact]
    public void Four_words_of_which_three_match_are_counted_by_hand()
    {
        // 3 of 4 words, 2 of 3 pairs, 1 of 2 triples match, and no four words: smoothed to half of one.
        var score = Bleu.Corpus(["a b c x"], ["a b c d"], None);

        Assert.Equal([75, 200.0 / 3, 50, 50], score.Precisions);
        Assert.Equal(100 * Math.Pow(0.75 * 2 / 3 * 0.5 * 0.5, 0.25), score.Score, 1e-9);
    }

    [Fact]
    public void A_short_translation_pays_for_its_brevity()
    {
        var score = Bleu.Corpus(["a b c d"], ["a b c d e f"], None);

        Assert.Equal(Math.Exp(1 - (6.0 / 4)), score.BrevityPenalty, 1e-12);
        Assert.Equal(100 * score.BrevityPenalty, score.Score, 1e-9);
        Assert.Equal((4, 6), (score.HypothesisLength, score.ReferenceLength));
    }

    [Fact]
    public void A_word_matches_at_most_as_often_as_the_reference_has_it() =>
        Assert.Equal(100 * 2.0 / 7, Bleu.Corpus(["the the the the the the the"], ["the cat is on the mat"], None).Precisions[0], 1e-9);

    [Fact]
    public void Of_several_references_each_ngram_matches_the_best_and_the_nearest_length_counts()
    {
        // Papineni's example: "the" twice in the first reference, so twice; seven words as in the second.
        string[][] references = [["the cat is on the mat"], ["there is a cat on the mat"]];
        var score = Bleu.Corpus(["the the the the the the the"], references, None);

        Assert.Equal(100 * 2.0 / 7, score.Precisions[0], 1e-9);
        Assert.Equal(7, score.ReferenceLength);
        Assert.StartsWith("nrefs:2|", score.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_references_as_near_in_length_the_shorter_counts() =>
        Assert.Equal(2, Bleu.Corpus(["a b c"], [["a b c d"], ["a b"]], None).ReferenceLength);

    [Fact]
    public void A_second_reference_never_lowers_what_matches()
    {
        var (hypotheses, references) = SacreBleuParityTests.LinesOf("heavy");
        var one = Bleu.Corpus(hypotheses, references);
        var two = Bleu.Corpus(hypotheses, [references, hypotheses]);

        Assert.True(two.Score > one.Score);
        Assert.Equal(100, two.Score, 1e-9);
    }

    [Fact]
    public void Nothing_against_nothing_is_zero_and_prints() =>
        Assert.EndsWith(" = 0.00 0.0/0.0/0.0/0.0 (BP = 1.000 ratio = 0.000 hyp_len = 0 ref_len = 0)", Bleu.Corpus([""], [""]).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Σ ΟΔΟΣ ΟΔΟΣ.", "σ οδος οδος.")]
    [InlineData("ΣΑΣ'Α", "σασ'α")]
    [InlineData("İstanbul", "i̇stanbul")]
    public void Lower_case_is_Unicodes(string text, string lower) => Assert.Equal(lower, PythonText.ToLower(text));

    [Fact]
    public void Signature_names_the_version_that_scored() =>
        Assert.Matches(@"^nrefs:1\|case:lc\|eff:no\|tok:13a\|smooth:exp\|version:tandem-\d+\.\d+\.\d+$", Bleu.Corpus(["a"], ["a"], new() { Lowercase = true }).Signature);

    [Fact]
    public void Unequal_counts_are_refused()
    {
        Assert.Equal(
            "2 hypotheses do not match 1 references: give one reference for each hypothesis, in the same order",
            Assert.Throws<ArgumentException>(() => Bleu.Corpus(["a", "b"], ["a"])).Message);
        Assert.Equal(
            "there are no lines to score: give at least 1",
            Assert.Throws<ArgumentException>(() => Bleu.Corpus([], Array.Empty<string>())).Message);
    }
}
