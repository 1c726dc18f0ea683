namespace Tandem.Text.Tests.Scores;

public sealed class ChrFTests
{
    [Fact]
    public void Two_letters_of_which_one_matches_are_counted_by_hand()
    {
        // "ab" against "ac": 1 of 2 letters, 0 of 1 pairs; longer ones do not exist. P = R = F = 1/4.
        Assert.Equal(25, ChrF.Corpus(["ab"], ["ac"]).Score, 1e-9);
    }

    [Fact]
    public void Recall_weighs_four_times_as_much_as_precision()
    {
        // "ab" against "a": P = 1/2 and R = 1 of the letters, the only order that both have.
        Assert.Equal(100 * 5 * 0.5 * 1 / ((4 * 0.5) + 1), ChrF.Corpus(["ab"], ["a"]).Score, 1e-9);
    }

    [Fact]
    public void White_space_does_not_count_and_a_letter_beyond_the_basic_plane_is_one() =>
        Assert.Equal(25, ChrF.Corpus([" 🚲 b "], ["🚲c"]).Score, 1e-9);

    [Fact]
    public void The_reference_with_which_a_sentence_scores_best_counts() =>
        Assert.Equal(100, ChrF.Corpus(["ab", "cd"], [["ab", "xx"], ["yy", "cd"]]).Score, 1e-9);

    [Fact]
    public void Case_is_ignored_on_demand()
    {
        Assert.Equal(100, ChrF.Corpus(["AB"], ["ab"], new() { Lowercase = true }).Score, 1e-9);
        Assert.Equal(0, ChrF.Corpus(["AB"], ["ab"]).Score);
    }

    [Fact]
    public void Nothing_against_something_is_zero() => Assert.Equal(0, ChrF.Corpus([""], ["a b"], ChrFOptions.PlusPlus).Score);

    [Fact]
    public void Its_text_names_score_and_signature() => Assert.Matches(
        @"^chrF2\+\+\|nrefs:1\|case:mixed\|eff:yes\|nc:6\|nw:2\|space:no\|version:tandem-.* = 100\.00$",
        ChrF.Corpus(["ab"], ["ab"], ChrFOptions.PlusPlus).ToString());
}
