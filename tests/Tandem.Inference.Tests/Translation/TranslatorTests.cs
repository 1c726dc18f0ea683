using Tandem.Inference.Decoding;
using Tandem.Inference.Transformers;
using Tandem.Inference.Translation;

namespace Tandem.Inference.Tests.Translation;

public sealed class TranslatorTests
{
    private static readonly DecodingOptions Short = new() { Beam = 3, LengthRatio = 1, LengthAllowance = 4 };

    [Fact]
    public void A_line_gets_the_same_translation_alone_and_among_others()
    {
        var translator = SmallModel.Load(longestSource: 50);
        string[] lines = ["the cat sat", "", "a dog ran on the mat", "  ", "mat"];

        var together = translator.Translate(lines, Short);

        Assert.Equal(("", ""), (together[1], together[3]));
        foreach (var line in new[] { 0, 2, 4 })
            Assert.Equal(translator.Translate([lines[line]], Short)[0], together[line]);
    }

    [Fact]
    public void A_line_beyond_twice_the_longest_source_is_translated_in_parts()
    {
        var translator = SmallModel.Load(longestSource: 8);

        Assert.Equal(16, translator.GreatestSource);
        Assert.Equal(1, translator.TranslateLines([Words(translator, 16)], Short)[0].Parts);
        Assert.InRange(translator.TranslateLines([Words(translator, 17)], Short)[0].Parts, 2, 17);
    }

    [Fact]
    public void A_part_is_translated_as_the_same_text_by_itself()
    {
        var translator = SmallModel.Load(longestSource: 10);
        var line = string.Join(' ', Enumerable.Repeat("the cat sat. a dog ran!", 4));
        var parts = new LineSplitter(text => translator.CountTokens(text) - 1, 9).Split(line).ToArray();

        var split = translator.TranslateLines([line], Short)[0];

        Assert.Equal(parts.Length, split.Parts);
        Assert.Equal(string.Concat(parts.Select(part => part.Space + translator.Translate([part.Text], Short)[0])), split.Text);
    }

    [Fact]
    public void An_overlong_line_is_refused_where_it_is_not_to_be_split()
    {
        var translator = SmallModel.Load(longestSource: 4);

        var error = Assert.Throws<ArgumentException>(() => translator.TranslateLines(["cat", Words(translator, 9)], Short, OverlongLines.Refuse));

        Assert.Equal("line 2 has 9 tokens and this model translates 8 at once: give shorter lines, or let long ones be split", error.Message);
    }

    [Fact]
    public void A_file_that_does_not_say_its_longest_source_translates_all_lines_whole()
    {
        var translator = SmallModel.Load(longestSource: null);

        Assert.Equal((null, int.MaxValue), (translator.LongestSource, translator.GreatestSource));
        Assert.Equal(1, translator.TranslateLines([Words(translator, 60)], Short with { LengthRatio = 0.1 })[0].Parts);
    }

    [Fact]
    public void Learned_positions_bound_what_is_translated_at_once()
    {
        var translator = SmallModel.Load(longestSource: 20, PositionForm.Learned, learned: 24);

        var split = translator.TranslateLines([Words(translator, 70)], Short with { LengthAllowance = 100 })[0];

        Assert.Equal(24, translator.GreatestSource);
        Assert.True(split.Parts >= 4);
    }

    [Fact]
    public void N_best_are_ordered_and_the_first_is_the_translation()
    {
        var translator = SmallModel.Load(longestSource: 50);

        var line = translator.TranslateLines(["the cat sat"], Short with { NBest = 3 })[0];

        Assert.Equal(3, line.Candidates.Count);
        Assert.Equal(line.Candidates.OrderByDescending(candidate => candidate.Score), line.Candidates);
        Assert.Equal(translator.Translate(["the cat sat"], Short)[0], line.Text);
    }

    [Fact]
    public void N_best_of_a_split_line_are_the_best_combinations_of_its_parts()
    {
        TranslationCandidate[] first = [Candidate("a", -1), Candidate("b", -2)];
        TranslationCandidate[] second = [Candidate("c", -1), Candidate("d", -1.5), Candidate("e", -4)];

        var joined = TranslatedLine.Join([("", first), (" ", second)], most: 3);

        Assert.Equal([("a c", -2), ("a d", -2.5), ("b c", -3)], joined.Candidates.Select(candidate => (candidate.Text, candidate.Score)));
        Assert.Equal(2, joined.Parts);
    }

    [Fact]
    public void An_explanation_says_where_each_written_token_looked()
    {
        var translator = SmallModel.Load(longestSource: 50);

        var explanation = translator.Explain("the cat sat", Short);

        Assert.Equal(translator.Translate(["the cat sat"], Short)[0], explanation.Translation);
        Assert.Equal(translator.CountTokens("the cat sat"), explanation.Source.Count);
        Assert.Equal(("</s>", "</s>"), (explanation.Source[^1], explanation.Target[^1]));
        Assert.Equal("the cat sat", string.Concat(explanation.Source.SkipLast(1)).TrimStart());
        for (var target = 0; target < explanation.Target.Count; target++)
            Assert.Equal(1, explanation.Attention(target).ToArray().Sum(), 1e-5);
    }

    [Fact]
    public void An_explanation_is_the_mean_over_heads_and_layers()
    {
        var translator = SmallModel.Load(longestSource: 50);
        var explanation = translator.Explain("a dog", Short);
        int[] source = [.. SmallModel.Tokenizer.Encode("a dog"), SmallModel.Tokenizer.End];

        var maps = translator.Model.Explain(source, [SmallModel.Tokenizer.Beginning]);

        var mean = Enumerable.Range(0, source.Length)
            .Select(key => maps.Decoder.Average(layer => (layer.Memory!.Weights[key] + layer.Memory.Weights[source.Length + key]) / 2)).ToArray();
        Assert.All(mean.Zip(explanation.Attention(0).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void What_cannot_be_explained_is_refused()
    {
        var translator = SmallModel.Load(longestSource: 4);

        Assert.Equal("a blank line is not translated: give one with words", Assert.Throws<ArgumentException>(() => translator.Explain(" ")).Message);
        Assert.Throws<ArgumentException>(() => translator.Explain(Words(translator, 9)));
    }

    [Fact]
    public void A_damaged_longest_source_is_refused()
    {
        var metadata = new Dictionary<string, string>(SmallModel.Describe(8)) { [Translator.LongestSourceName] = "-3" };

        var error = Assert.Throws<InvalidDataException>(() => Translator.From(SmallModel.File(metadata), "model.safetensors"));

        Assert.Equal("model.safetensors is damaged: its metadata give '-3' as 'longestSource', which is no number of tokens: restore it from a copy", error.Message);
    }

    private static TranslationCandidate Candidate(string text, double score) => new(text, score, score, IsWhole: true);

    /// <summary>A line of so many tokens, its end counted.</summary>
    private static string Words(Translator translator, int tokens)
    {
        var line = "the";
        while (translator.CountTokens(line) < tokens)
            line += " a";
        Assert.Equal(tokens, translator.CountTokens(line));
        return line;
    }
}
