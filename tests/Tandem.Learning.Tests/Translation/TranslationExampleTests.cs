using Tandem.Learning.Translation;
using Tandem.Text;

namespace Tandem.Learning.Tests.Translation;

public sealed class TranslationExampleTests
{
    private static readonly Lazy<ExampleCorpus> Corpus = new(() => TranslationExample.Dates.Generate(seed: 0));

    [Fact]
    public void The_corpus_has_a_test_that_training_never_saw()
    {
        var corpus = Corpus.Value;

        Assert.Equal((100_000, 500, 1_000), (corpus.Train.Count, corpus.Validation.Count, corpus.Test.Count));
        Assert.Empty(corpus.Train.Select(pair => pair.Target).Intersect(corpus.Test.Select(pair => pair.Target)));
    }

    [Fact]
    public void A_date_or_a_number_is_spelled_character_by_character()
    {
        var text = TranslationText.Learn([.. Corpus.Value.Train.Take(5_000)], TranslationExample.Dates.Options);

        Assert.All(Corpus.Value.Test, pair => Assert.Equal(pair.Target.Length, text.TargetTokenizer.Encode(pair.Target).Length));
        Assert.Contains(text.SourceTokenizer.Encode("March the third, 1987"), token => text.SourceTokenizer.TokenText(token) == " third");
    }

    [Fact]
    public void It_is_found_by_its_name()
    {
        Assert.Same(TranslationExample.Dates, TranslationExample.Find("dates"));
        Assert.Equal("there is no example 'times': give dates", Assert.Throws<ArgumentException>(() => TranslationExample.Find("times")).Message);
    }
}
