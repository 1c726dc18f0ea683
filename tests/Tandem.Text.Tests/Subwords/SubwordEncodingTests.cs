using System.Text;
using CsCheck;

namespace Tandem.Text.Tests.Subwords;

public sealed class SubwordEncodingTests
{
    [Fact]
    public void Any_valid_text_comes_back_exactly()
    {
        UnicodeText.Any.Sample(text => Trained.OnUnicode.Decode(Trained.OnUnicode.Encode(text)) == text, iter: 3_000);
        UnicodeText.Any.Sample(text => Trained.OnUnicodeAsItIs.Decode(Trained.OnUnicodeAsItIs.Encode(text)) == text, iter: 3_000);
        UnicodeText.Any.Sample(text => Trained.OnDigits.Decode(Trained.OnDigits.Encode(text)) == text, iter: 3_000);
    }

    [Fact]
    public void Every_character_of_Unicode_comes_back_exactly()
    {
        var all = string.Concat(Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value)));

        Assert.Equal(all, Trained.OnUnicode.Decode(Trained.OnUnicode.Encode(all)));
    }

    [Fact]
    public void White_space_at_either_end_comes_back_exactly()
    {
        foreach (var text in (string[])["", " ", "  ", " a", "  a ", "\n", "a\r\n", "\t a", "\u00A0", "\uFEFFa"])
        {
            Assert.Equal(text, Trained.OnUnicode.Decode(Trained.OnUnicode.Encode(text)));
            Assert.Equal(text, Trained.OnUnicodeAsItIs.Decode(Trained.OnUnicodeAsItIs.Encode(text)));
        }
    }

    [Fact]
    public void A_word_is_the_same_token_at_the_beginning_as_inside()
    {
        var tokenizer = Trained.On(leadingSpace: true, "dog dog dog");

        Assert.Equal([" dog", " dog"], tokenizer.Pieces(tokenizer.Encode("dog dog")));
        Assert.Empty(tokenizer.Encode(""));
    }

    [Fact]
    public void A_digit_is_a_piece_of_its_own_and_nothing_else_changes()
    {
        string[] lines = ["in 1987 and 1987", "in 1987 and 1987"];
        var options = new SubwordOptions { AllowFewer = true };
        var (whole, digits) = (SubwordTokenizer.Train(lines, options), SubwordTokenizer.Train(lines, options with { IndividualDigits = true }));

        Assert.Equal([" in", " 1987", " and", " 1987"], whole.Pieces(whole.Encode("in 1987 and 1987")));
        Assert.Equal([" in", " ", "1", "9", "8", "7", " and", " ", "1", "9", "8", "7"], digits.Pieces(digits.Encode("in 1987 and 1987")));
        Assert.DoesNotContain(Enumerable.Range(0, digits.VocabularySize), token => digits.TokenText(token) is { Length: > 1 } text && text.Any(char.IsAsciiDigit) && !text.StartsWith('<'));
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() =>
        Assert.Equal("a\uFFFDb\uFFFD", Trained.OnUnicode.Decode(Trained.OnUnicode.Encode("a\uD800b\uDFFF")));

    [Fact]
    public void The_lowest_rank_is_merged_first_and_the_leftmost_of_equals() =>
        Gen.Select(UnicodeText.FewLetters.Array[1, 6], UnicodeText.FewLetters).Sample((lines, text) =>
        {
            var tokenizer = Trained.On(leadingSpace: false, lines);
            return tokenizer.Encode(text).SequenceEqual(MergedOneByOne(tokenizer.Vocabulary, text));
        }, iter: 500);

    [Fact]
    public void A_text_met_again_is_cut_up_as_before()
    {
        var texts = Array.FindAll(UnicodeText.Lines(2_000), text => text.Length > 0);
        var tokenizer = SubwordTokenizer.Parse(Small);

        for (var round = 0; round < 2; round++)
            Assert.All(texts, text => Assert.Equal(MergedOneByOne(tokenizer.Vocabulary, " " + text), tokenizer.Encode(text)));
    }

    [Fact]
    public void Several_threads_encode_as_one_does()
    {
        var texts = UnicodeText.Lines(2_000);
        var (one, shared) = (SubwordTokenizer.Parse(Trained.OnUnicode.ToJson()), SubwordTokenizer.Parse(Trained.OnUnicode.ToJson()));
        var encoded = new int[texts.Length][];

        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => encoded[i] = shared.Encode(texts[i]));

        Assert.Equal(texts.Select(one.Encode), encoded);
    }

    /// <summary>A word of a megabyte: seconds would have become hours if its length counted squared.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(26)]
    public void A_word_of_a_megabyte_is_encoded(int letters)
    {
        var random = RandomStream.Create(1, StreamPurpose.Generation);
        var word = new char[1 << 20];
        foreach (ref var letter in word.AsSpan())
            letter = (char)('a' + random.NextInt32(letters));
        var text = new string(word);
        var tokenizer = Trained.On(leadingSpace: true, text[..2_000], "and words");

        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text, 0.5, ref random)));
    }

    [Fact]
    public void Special_tokens_give_no_text()
    {
        var tokenizer = Trained.OnUnicode;
        int[] framed = [tokenizer.Beginning, .. tokenizer.Encode("a dog"), tokenizer.End, tokenizer.Padding];

        Assert.Equal("a dog", tokenizer.Decode(framed));
        Assert.Equal("", tokenizer.Decode([]));
    }

    [Fact]
    public void Bytes_that_are_no_text_decode_to_the_replacement_character()
    {
        var tokenizer = Trained.On(leadingSpace: false);
        var half = tokenizer.Encode("ü")[..1];

        Assert.Equal("\uFFFDa", tokenizer.Decode([.. half, .. tokenizer.Encode("a")]));
    }

    [Fact]
    public void A_token_is_told_in_words()
    {
        var tokenizer = Trained.On(leadingSpace: true, "über über");

        Assert.Equal(["<pad>", "<s>", "</s>"], tokenizer.Pieces(0, 1, 2));
        Assert.Equal([" über", " ", "<0xC3>", "<0x9F>"], tokenizer.Pieces(tokenizer.Encode("über ß")));
    }

    [Fact]
    public void A_token_of_another_vocabulary_is_refused()
    {
        var tokenizer = Trained.On(leadingSpace: true);

        Assert.Equal("token 259 is not of this vocabulary: give 0 to 258", Assert.Throws<ArgumentException>(() => tokenizer.Decode([5, 259])).Message);
        Assert.Equal("token -1 is not of this vocabulary: give 0 to 258", Assert.Throws<ArgumentException>(() => tokenizer.TokenText(-1)).Message);
    }

    private static byte[] Small { get; } = Trained.On(leadingSpace: true, "a dog and a dog ride a bicycle").ToJson();

    private static List<int> MergedOneByOne(SubwordVocabulary vocabulary, string text)
    {
        var merged = new List<int>();
        foreach (var word in new WordScanner(text))
        {
            var tokens = Encoding.UTF8.GetBytes(word.ToString()).Select(value => vocabulary.OfByte(value)).ToList();
            while (Candidates(vocabulary, tokens).Order().FirstOrDefault((Rank: -1, Place: -1, Token: -1)) is { Rank: >= 0 } best)
            {
                tokens[best.Place] = best.Token;
                tokens.RemoveAt(best.Place + 1);
            }

            merged.AddRange(tokens);
        }

        return merged;
    }

    private static IEnumerable<(int Rank, int Place, int Token)> Candidates(SubwordVocabulary vocabulary, List<int> tokens)
    {
        for (var place = 0; place + 1 < tokens.Count; place++)
        {
            if (vocabulary.TryMerge(tokens[place], tokens[place + 1], out var merge))
                yield return (merge.Rank, place, merge.Token);
        }
    }
}
