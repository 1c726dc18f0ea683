namespace Tandem.Text.Tests.Scores;

public sealed class BootstrapTests
{
    private static readonly (string[] Hypotheses, string[] References) Corpus = SacreBleuParityTests.LinesOf("corpus_300");

    private static readonly BootstrapOptions Quick = new() { Resamples = 400 };

    [Fact]
    public void Interval_of_one_proportion_is_the_binomials()
    {
        // chrF of one letter each is the share of right ones: 60 of 100, whose standard error is √(0.6 · 0.4 / 100).
        var letters = Enumerable.Range(0, 100).Select(line => line < 60 ? "a" : "b").ToArray();
        var statistics = ChrF.Statistics(letters, [.. Enumerable.Repeat("a", 100)]);
        var interval = Bootstrap.Interval(statistics, new() { Resamples = 4000 });

        Assert.Equal(60, interval.Score, 1e-9);
        Assert.Equal(60, interval.Mean, 0.5);
        Assert.Equal(2 * 1.96 * 100 * Math.Sqrt(0.6 * 0.4 / 100), interval.High - interval.Low, 1.5);
    }

    [Fact]
    public void Same_seed_same_interval_and_another_seed_another()
    {
        var statistics = Bleu.Statistics(Corpus.Hypotheses, Corpus.References);

        Assert.Equal(Bootstrap.Interval(statistics, Quick), Bootstrap.Interval(statistics, Quick));
        Assert.NotEqual(Bootstrap.Interval(statistics, Quick), Bootstrap.Interval(statistics, Quick with { Seed = 1 }));
    }

    [Fact]
    public void Statistics_add_up_to_the_corpus()
    {
        var statistics = Bleu.Statistics(Corpus.Hypotheses, Corpus.References);

        Assert.Equal(Bleu.Corpus(Corpus.Hypotheses, Corpus.References).Score, statistics.Score);
        Assert.Equal(statistics.Score, statistics.ScoreOf([.. Enumerable.Range(0, 300).Reverse()]));
        Assert.Equal(Bleu.Corpus([Corpus.Hypotheses[7], Corpus.Hypotheses[7]], [Corpus.References[7], Corpus.References[7]]).Score, statistics.ScoreOf([7, 7]));
    }

    [Fact]
    public void A_system_is_not_better_than_itself()
    {
        var statistics = Bleu.Statistics(Corpus.Hypotheses, Corpus.References);
        var comparison = Bootstrap.Compare(statistics, statistics, Quick);

        Assert.Equal(1, comparison.PValue);
        Assert.Equal(new ScoreInterval { Score = 0, Mean = 0, Low = 0, High = 0 }, comparison.Difference);
    }

    [Fact]
    public void A_system_that_is_better_on_every_sentence_always_wins()
    {
        var baseline = Bleu.Statistics(Corpus.Hypotheses, Corpus.References);
        var perfect = Bleu.Statistics(Corpus.References, Corpus.References);

        Assert.Equal(1.0 / 401, Bootstrap.Compare(baseline, perfect, Quick).PValue, 1e-12);
        Assert.True(Bootstrap.Compare(perfect, baseline, Quick).Difference.High < 0);
    }

    [Fact]
    public void One_sentence_of_three_hundred_is_no_proof()
    {
        // The better one wins only where its one sentence is drawn: on 1 − (1 − 1/300)³⁰⁰ = 63% of the sets.
        string[] changed = [Corpus.References[0], .. Corpus.Hypotheses[1..]];
        var baseline = Bleu.Statistics(Corpus.Hypotheses, Corpus.References);
        var comparison = Bootstrap.Compare(baseline, Bleu.Statistics(changed, Corpus.References), new() { Resamples = 1000 });

        Assert.Equal(Math.Pow(299.0 / 300, 300), comparison.PValue, 0.05);
    }

    [Fact]
    public void Scores_that_do_not_compare_are_refused()
    {
        var baseline = Bleu.Statistics(["a"], ["a"]);
        Assert.StartsWith(
            "1 and 2 sentences cannot be compared in pairs:",
            Assert.Throws<ArgumentException>(() => Bootstrap.Compare(baseline, Bleu.Statistics(["a", "b"], ["a", "b"]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "do not compare: take both with the same options",
            Assert.Throws<ArgumentException>(() => Bootstrap.Compare(baseline, ChrF.Statistics(["a"], ["a"]))).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "39 resamples are out of range: give 40 to 1000000",
            Assert.Throws<ArgumentException>(() => new BootstrapOptions { Resamples = 39 }).Message);
    }
}
