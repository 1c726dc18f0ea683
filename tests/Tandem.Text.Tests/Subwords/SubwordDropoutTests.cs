using System.Text;
using CsCheck;

namespace Tandem.Text.Tests.Subwords;

public sealed class SubwordDropoutTests
{
    [Fact]
    public void Without_dropout_a_text_is_cut_up_as_ever_and_nothing_is_drawn() =>
        UnicodeText.Any.Sample(text =>
        {
            var random = RandomStream.Create(1, StreamPurpose.Segmentation);
            var before = random;
            return Trained.OnUnicode.Encode(text, dropout: 0, ref random).SequenceEqual(Trained.OnUnicode.Encode(text)) && random == before;
        }, iter: 500);

    [Fact]
    public void With_dropout_1_single_bytes_are_left()
    {
        var random = RandomStream.Create(1, StreamPurpose.Segmentation);

        var tokens = Trained.OnUnicode.Encode("a dog über", dropout: 1, ref random);

        Assert.Equal([" ", "a", " ", "d", "o", "g", " ", "<0xC3>", "<0xBC>", "b", "e", "r"], Trained.OnUnicode.Pieces(tokens));
    }

    [Fact]
    public void However_it_is_cut_up_the_text_comes_back() =>
        Gen.Select(UnicodeText.Any, Gen.Double[0, 1], Gen.ULong).Sample((text, dropout, seed) =>
        {
            var random = RandomStream.Create(seed, StreamPurpose.Segmentation);
            return Trained.OnUnicode.Decode(Trained.OnUnicode.Encode(text, dropout, ref random)) == text;
        }, iter: 2_000);

    /// <summary>The coins of a word that stays whole are drawn without cutting it up, one for each merge, as if it were.</summary>
    [Fact]
    public void Remembered_words_fall_apart_as_words_met_for_the_first_time() =>
        Gen.Select(UnicodeText.Any, Gen.Double[0, 0.5], Gen.ULong).Sample((text, dropout, seed) =>
        {
            var random = RandomStream.Create(seed, StreamPurpose.Segmentation);
            var same = random;
            Assert.Equal(CutUp(Trained.OnUnicodeAsItIs.Vocabulary, text, dropout, ref same), Trained.OnUnicodeAsItIs.Encode(text, dropout, ref random));
            Assert.Equal(same, random);
        }, iter: 1_000);

    [Fact]
    public void The_same_stream_gives_the_same_pieces_and_goes_on_to_others()
    {
        var random = RandomStream.Create(3, StreamPurpose.Segmentation);
        var saved = random.State;
        int[][] first = [.. Enumerable.Range(0, 20).Select(_ => Encode(ref random))];

        random = new RandomStream(saved.S0, saved.S1, saved.S2, saved.S3);

        Assert.Equal(first, Enumerable.Range(0, 20).Select(_ => Encode(ref random)));
        Assert.True(first.Distinct(new SameTokens()).Count() > 10);

        static int[] Encode(ref RandomStream random) => Trained.OnUnicode.Encode("another dog is riding bicycles", 0.3, ref random);
    }

    /// <summary>
    /// "abc" with the merges a b, ab c, and dropout p: ab is merged in the first round with 1 − p, abc in the second with
    /// 1 − p. So three pieces are left with p, two with (1 − p) p, one with (1 − p)².
    /// </summary>
    [Fact]
    public void Pieces_are_as_likely_as_the_paper_says()
    {
        const int Draws = 100_000;
        const double Dropout = 0.3;
        var vocabulary = SubwordVocabulary.OfBytes();
        var (a, b, c) = (vocabulary.OfByte((byte)'a'), vocabulary.OfByte((byte)'b'), vocabulary.OfByte((byte)'c'));
        vocabulary.AddMerge(vocabulary.AddMerge(a, b), c);
        var tokenizer = new SubwordTokenizer(vocabulary, default);
        var random = RandomStream.Create(5, StreamPurpose.Segmentation);
        var seen = new double[4];

        for (var i = 0; i < Draws; i++)
            seen[tokenizer.Encode("abc", Dropout, ref random).Length] += 1.0 / Draws;

        Assert.Equal(Dropout, seen[3], 0.006);
        Assert.Equal((1 - Dropout) * Dropout, seen[2], 0.006);
        Assert.Equal((1 - Dropout) * (1 - Dropout), seen[1], 0.006);
    }

    /// <summary>
    /// "abcd" with the merges a b, c d: the second may be merged in the first round, when the first was left out, and the
    /// first gets another coin in the second round. Nothing is merged with p²; both unless the last is left out alone.
    /// </summary>
    [Fact]
    public void What_was_left_out_gets_another_coin_after_each_merge()
    {
        const int Draws = 100_000;
        const double Dropout = 0.4;
        var vocabulary = SubwordVocabulary.OfBytes();
        vocabulary.AddMerge(vocabulary.OfByte((byte)'a'), vocabulary.OfByte((byte)'b'));
        vocabulary.AddMerge(vocabulary.OfByte((byte)'c'), vocabulary.OfByte((byte)'d'));
        var tokenizer = new SubwordTokenizer(vocabulary, default);
        var random = RandomStream.Create(6, StreamPurpose.Segmentation);
        var seen = new double[5];

        for (var i = 0; i < Draws; i++)
            seen[tokenizer.Encode("abcd", Dropout, ref random).Length] += 1.0 / Draws;

        Assert.Equal(Dropout * Dropout, seen[4], 0.006);
        Assert.Equal((1 - (Dropout * Dropout)) * Dropout, seen[3], 0.006);
        Assert.Equal((1 - (Dropout * Dropout)) * (1 - Dropout), seen[2], 0.006);
    }

    [Theory]
    [InlineData(-0.1, "-0.1")]
    [InlineData(1.5, "1.5")]
    [InlineData(double.NaN, "NaN")]
    public void Dropout_out_of_range_is_refused(double dropout, string given)
    {
        var random = RandomStream.Create(1, StreamPurpose.Segmentation);

        var refused = Assert.Throws<ArgumentException>(() => Trained.OnUnicode.Encode("a", dropout, ref random));

        Assert.Equal($"subword dropout {given} is out of range: give 0 to 1", refused.Message);
    }

    private static int[] CutUp(SubwordVocabulary vocabulary, string text, double dropout, ref RandomStream random)
    {
        var merger = new WordMerger(vocabulary);
        var tokens = new TokenBuffer(stackalloc int[8]);
        foreach (var word in new WordScanner(text))
            merger.Split(Encoding.UTF8.GetBytes(word.ToString()), dropout, ref random, ref tokens);
        var cut = tokens.ToArray();
        tokens.Dispose();
        return cut;
    }

    private sealed class SameTokens : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? one, int[]? other) => one!.AsSpan().SequenceEqual(other);

        public int GetHashCode(int[] tokens) => tokens.Length;
    }
}
