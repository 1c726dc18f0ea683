namespace Tandem.Text.Tests.Corpora;

public sealed class ParallelCorpusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pairs_come_in_the_order_of_the_files()
    {
        var corpus = Open("ein Rad\nzwei Räder\n"u8, "one wheel\r\ntwo wheels"u8);

        Assert.Equal([new("ein Rad", "one wheel"), new("zwei Räder", "two wheels")], corpus.Read());
        Assert.Equal((2, 0, 0), (corpus.Pairs, corpus.EmptyPairs, corpus.OverlongPairs));
    }

    [Fact]
    public void Pairs_with_an_empty_side_are_left_out_and_counted()
    {
        var corpus = Open("a\n\nc\n \t\u3000\n\n"u8, "A\nB\n\nD\n\n"u8);

        Assert.Equal([new("a", "A")], corpus.Read());
        Assert.Equal((1, 4, 5), (corpus.Pairs, corpus.EmptyPairs, corpus.Source.Lines));
    }

    [Fact]
    public void Overlong_pairs_are_left_out_only_by_a_limit_and_counted()
    {
        Assert.Equal(4, Open("äöüß\nabcde\na\n🚲🚲🚲🚲\n"u8, "A\nB\nABCDE\nD\n"u8).Pairs);

        var limited = ParallelCorpus.Open(folder.File("source"), folder.File("target"), new() { MaximumCharacters = 4 });
        Assert.Equal(["äöüß", "🚲🚲🚲🚲"], limited.Read().Select(pair => pair.Source));
        Assert.Equal((2, 2), (limited.Pairs, limited.OverlongPairs));
    }

    [Fact]
    public void Unequal_lengths_are_refused_with_both()
    {
        var sentence = "'{0}' has {1} lines and '{2}' has {3}: give files of which line n of one translates line n of the other";
        var (source, target) = (folder.File("source"), folder.File("target"));

        Assert.Equal(string.Format(null, sentence, source, 1, target, 3), Refusal("a\n"u8, "A\nB\nC\n"u8));
        Assert.Equal(string.Format(null, sentence, source, 4, target, 2), Refusal("a\nb\nc\n\n"u8, "A\nB\n"u8));
    }

    [Fact]
    public void Faults_of_either_file_are_named()
    {
        Assert.StartsWith($"'{folder.File("source")}' is empty", Refusal(""u8, "A\n"u8), StringComparison.Ordinal);
        Assert.StartsWith($"'{folder.File("target")}', line 2: byte 1 of the line, 0xFC", Refusal("a\nb"u8, [(byte)'A', (byte)'\n', 0xFC]), StringComparison.Ordinal);
    }

    [Fact]
    public void One_file_cannot_be_both_sides()
    {
        var path = folder.Write("text", "a\n"u8);

        Assert.Equal(SameFile(path), Assert.Throws<CorpusException>(() => ParallelCorpus.Open(path, path)).Message);
    }

    [Fact]
    public void A_link_to_a_file_is_that_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        var path = folder.Write("text", "a\n"u8);
        var link = folder.File("link");
        File.CreateSymbolicLink(link, path);

        Assert.Equal(SameFile(link), Assert.Throws<CorpusException>(() => ParallelCorpus.Open(link, path)).Message);
    }

    [Fact]
    public void A_corpus_that_leaves_no_pair_is_refused()
    {
        Assert.Equal(
            $"no pair of '{folder.File("source")}' and '{folder.File("target")}' can be learned from: " +
            "2 have an empty side and 0 are longer than allowed: give other files, or a higher limit",
            Refusal("a\n\n"u8, "\nB\n"u8));
        Assert.Equal(
            "a limit of 0 characters leaves no pair: give at least 1, or none",
            Assert.Throws<ArgumentException>(() => new ParallelCorpusOptions { MaximumCharacters = 0 }).Message);
    }

    [Fact]
    public void A_file_that_changes_between_two_readings_is_refused()
    {
        var corpus = Open("a\nb\n"u8, "A\nB\n"u8);
        folder.Write("target", "A\nC\n"u8);

        Assert.Contains("was changed while it was in use", Assert.Throws<CorpusException>(() => corpus.Read().Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reading_that_stops_early_leaves_no_file_open()
    {
        var corpus = Open("a\nb\n"u8, "A\nB\n"u8);

        Assert.Equal(new SentencePair("a", "A"), corpus.Read().First());
        using var exclusive = new FileStream(folder.File("source"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void Multi30k_has_29000_pairs()
    {
        var corpus = ParallelCorpus.Open(SharedData.Multi30k("train.de"), SharedData.Multi30k("train.en"));

        Assert.Equal((29_000, 0), (corpus.Pairs, corpus.EmptyPairs));
        Assert.Equal(29_000, corpus.Read().Count());
        Assert.Equal("Zwei junge weiße Männer sind im Freien in der Nähe vieler Büsche.", corpus.Read().First().Source);
    }

    private static string SameFile(string source) =>
        $"source and target are the same file '{source}': give the file of the translations as target";

    private ParallelCorpus Open(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target) =>
        ParallelCorpus.Open(folder.Write("source", source), folder.Write("target", target));

    private string Refusal(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target)
    {
        var (first, second) = (folder.Write("source", source), folder.Write("target", target));
        return Assert.Throws<CorpusException>(() => ParallelCorpus.Open(first, second)).Message;
    }
}
