using CsCheck;

namespace Tandem.Text.Tests.Subwords;

public sealed class SubwordTrainingTests
{
    /// <summary>
    /// The example of Sennrich et al. (2016): low 5 times, lower 2, newest 6, widest 3. First es and st occur 9 times,
    /// then est 9, lo and ow 7, low 7, ew, ne and west 6, …: ties go to the lower left byte.
    /// </summary>
    [Fact]
    public void Merges_are_those_worked_out_by_hand()
    {
        string[] lines = [.. Enumerable.Repeat("low", 5), .. Enumerable.Repeat("lower", 2), .. Enumerable.Repeat("newest", 6), .. Enumerable.Repeat("widest", 3)];

        var tokenizer = Trained.On(leadingSpace: false, lines);

        string[] expected = ["e s", "es t", "l o", "lo w", "e w", "n ew", "new est", "d est", "i dest", "w idest", "e r", "low er"];
        Assert.Equal(expected, tokenizer.Merges());
        Assert.Equal(["low", "est"], tokenizer.Pieces(tokenizer.Encode("lowest")));
    }

    [Fact]
    public void Merges_are_those_of_counting_anew_each_time() =>
        UnicodeText.FewLetters.Array[1, 8].Sample(lines => Assert.Equal(CountedAnew(lines, minimumCount: 2), Trained.On(leadingSpace: false, lines).Merges()), iter: 150);

    [Fact]
    public void The_order_of_lines_does_not_matter() =>
        UnicodeText.Any.Array[0, 30].Sample(lines => Assert.Equal(
            Trained.On(leadingSpace: true, lines).ToJson(),
            Trained.On(leadingSpace: true, [.. lines.Reverse()]).ToJson()), iter: 30);

    [Fact]
    public void Special_tokens_and_bytes_come_first_and_each_merge_adds_one_token()
    {
        var tokenizer = SubwordTokenizer.Train(["ab ab ab cd cd"], new SubwordOptions { Merges = 2 });

        Assert.Equal((0, 1, 2), (tokenizer.Padding, tokenizer.Beginning, tokenizer.End));
        Assert.Equal((2, 261), (tokenizer.Merges, tokenizer.VocabularySize));
        Assert.Equal(256, Enumerable.Range(3, 256).Select(token => tokenizer.Vocabulary.Bytes(token)[0]).Distinct().Count());
        Assert.Equal(["ab", " ab"], tokenizer.Pieces(259, 260));
    }

    /// <summary>abc is made from ab + c and from a + bc, and is one token.</summary>
    [Fact]
    public void Two_merges_that_make_the_same_bytes_make_the_same_token()
    {
        var vocabulary = SubwordVocabulary.OfBytes();
        var (a, b, c) = (vocabulary.OfByte((byte)'a'), vocabulary.OfByte((byte)'b'), vocabulary.OfByte((byte)'c'));

        var whole = vocabulary.AddMerge(vocabulary.AddMerge(a, b), c);

        Assert.Equal(whole, vocabulary.AddMerge(a, vocabulary.AddMerge(b, c)));
        Assert.Equal(262, vocabulary.Count);
    }

    [Fact]
    public void A_text_full_of_special_names_teaches_no_special_token()
    {
        var tokenizer = Trained.On(leadingSpace: false, "<s></s><pad>", "<s></s><pad>", "<s> </s> <pad>", "<s> </s> <pad>", "pad pad");

        var tokens = tokenizer.Encode("<s></s><pad> <s>");

        Assert.DoesNotContain(tokens, token => token < 3);
        Assert.Equal("<s></s><pad> <s>", tokenizer.Decode(tokens));
    }

    [Fact]
    public void More_merges_than_the_text_allows_are_refused_unless_fewer_are_allowed()
    {
        string[] lines = ["ab ab", "cab"];

        var refused = Assert.Throws<ArgumentException>(() => SubwordTokenizer.Train(lines, new SubwordOptions { Merges = 50 }));

        Assert.Equal("50 merges are more than this text allows: it gives 2 whose pair occurs 2 times or more; ask for at most 2, allow fewer, or give more text", refused.Message);
        Assert.Equal(2, SubwordTokenizer.Train(lines, new SubwordOptions { Merges = 50, AllowFewer = true }).Merges);
    }

    [Fact]
    public void A_text_of_nothing_gives_the_bytes()
    {
        var tokenizer = Trained.On(leadingSpace: true, "", "");

        Assert.Equal(259, tokenizer.VocabularySize);
        Assert.Equal("Grüße", tokenizer.Decode(tokenizer.Encode("Grüße")));
    }

    [Fact]
    public void A_long_line_without_a_space_is_learned_from()
    {
        var random = RandomStream.Create(4, StreamPurpose.Generation);
        var line = string.Create(1 << 18, random, (letters, stream) =>
        {
            foreach (ref var letter in letters)
                letter = (char)('a' + stream.NextInt32(26));
        });

        var tokenizer = SubwordTokenizer.Train([line], new SubwordOptions { Merges = 100, LeadingSpace = false });

        var (first, second) = line.Zip(line.Skip(1)).CountBy(pair => pair).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
        Assert.Equal($"{first} {second}", tokenizer.Merges()[0]);
        Assert.Equal(100, tokenizer.Merges);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Equal("-1 merges are out of range: give 0 to 1000000", Assert.Throws<ArgumentException>(() => new SubwordOptions { Merges = -1 }).Message);
        Assert.Equal("minimum count 0 is out of range: give 1 to 1000000", Assert.Throws<ArgumentException>(() => new SubwordOptions { MinimumCount = 0 }).Message);
    }

    /// <summary>The definition, word for word: count all neighbours, merge the most frequent from left to right, count again.</summary>
    private static List<string> CountedAnew(string[] lines, int minimumCount)
    {
        var words = lines.SelectMany(Words).Select(word => word.Select(letter => letter == ' ' ? "Ġ" : $"{letter}").ToList()).ToList();
        var order = Enumerable.Range(0, 256).Select(value => ByteAlphabet.Letter((byte)value)).Order().Select(letter => $"{letter}").ToList();
        var merges = new List<string>();
        while (true)
        {
            var best = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair).Where(pair => pair.Count() >= minimumCount)
                .OrderByDescending(pair => pair.Count()).ThenBy(pair => order.IndexOf(pair.Key.First)).ThenBy(pair => order.IndexOf(pair.Key.Second))
                .FirstOrDefault();
            if (best is null)
                return merges;
            var (left, right) = best.Key;
            merges.Add($"{left} {right}");
            if (!order.Contains(left + right))
                order.Add(left + right);
            words.ForEach(word => MergeIn(word, left, right));
        }
    }

    private static void MergeIn(List<string> word, string left, string right)
    {
        for (var i = 0; i + 1 < word.Count; i++)
        {
            if (word[i] == left && word[i + 1] == right)
            {
                word[i] += right;
                word.RemoveAt(i + 1);
            }
        }
    }

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        foreach (var word in new WordScanner(line))
            words.Add(word.ToString());
        return words;
    }
}
