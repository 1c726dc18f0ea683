using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace Tandem.Text.Tests.Corpora;

public sealed class TextFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("\uFEFFa\n\uFEFFb", "a|\uFEFFb")]
    [InlineData("a\n\n\nb\n\n", "a|||b|")]
    [InlineData("\n", "")]
    [InlineData("a\rb\u2028c\u0085d\n", "a\rb\u2028c\u0085d")]
    [InlineData("Brücke 🚲\n東京", "Brücke 🚲|東京")]
    public void Lines_end_with_LF_or_CRLF_alone(string text, string lines) =>
        Assert.Equal(lines.Split('|'), Write("text", text).ReadLines());

    [Fact]
    public void Lines_are_those_that_were_written() => Gen.String.Where(line => !line.AsSpan().ContainsAny('\n', '\0') && !line.EndsWith('\r')).Array[1, 30]
        .Where(lines => !lines[0].StartsWith('\uFEFF') && lines.All(line => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)) == line))
        .Sample(lines => Assert.Equal(lines, Write("text", string.Join('\n', lines) + '\n').ReadLines()), iter: 200, threads: 1);

    [Fact]
    public void Gzip_reads_like_plain_whatever_its_name()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(line => $"line {line}\n"));
        var zipped = TextFile.Open(folder.Write("text", Gzip(text)));

        Assert.Equal(50_000, zipped.Lines);
        Assert.Equal(Write("plain", text).ReadLines(), zipped.ReadLines());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Gzip(text))), zipped.Sha256);
        Assert.Equal(Gzip(text).Length, zipped.Bytes);
    }

    [Fact]
    public void Gzip_of_several_members_is_read_to_its_end()
    {
        byte[] bytes = [.. Gzip("a\nb"), .. Gzip("c\nd\n"), .. Gzip("")];
        var file = TextFile.Open(folder.Write("text.gz", bytes));

        Assert.Equal(["a", "bc", "d"], file.ReadLines());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.Sha256);
    }

    [Fact]
    public void A_line_of_a_megabyte_is_a_line()
    {
        var line = string.Concat(Enumerable.Repeat("Fahrräder ", 100_000));
        var file = Write("text", $"{line}\n{line}\nshort");

        Assert.Equal([line, line, "short"], file.ReadLines());
    }

    [Fact]
    public void Length_and_hash_are_the_files()
    {
        var file = Write("text", "\uFEFFa\r\nb\n");

        Assert.Equal((8, 2), (file.Bytes, file.Lines));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("\uFEFFa\r\nb\n"u8)), file.Sha256);
        Assert.True(file.HasSameBytes(Write("copy", "\uFEFFa\r\nb\n")));
        Assert.False(file.HasSameBytes(Write("other", "\uFEFFa\r\nc\n")));
    }

    [Theory]
    [InlineData(new byte[] { 0xFC }, "byte 4 of the line, 0xFC,")]
    [InlineData(new byte[] { 0xC3 }, "byte 4 of the line, 0xC3,")]
    [InlineData(new byte[] { 0x65, 0xED, 0xA0, 0x80 }, "byte 5 of the line, 0xED,")]
    [InlineData(new byte[] { 0xC3, 0xBC, 0xFF }, "byte 6 of the line, 0xFF,")]
    public void Invalid_UTF8_is_found_to_the_byte(byte[] bytes, string where) =>
        Assert.Equal(
            $"'{folder.File("text")}', line 3: {where} is not UTF-8: convert the file, such as by iconv -f ISO-8859-1 -t UTF-8 if it is Latin-1",
            Refusal([.. "one\ntwo\nthr"u8, .. bytes, .. "\nfour\n"u8]));

    [Fact]
    public void Binary_files_are_refused_at_the_first_NUL()
    {
        Assert.Equal($"'{folder.File("text")}' is not text: byte 3 of line 2 is a NUL: give UTF-8 text, plain or gzip", Refusal("one\ntw\0o\n"u8));
        Assert.Equal($"'{folder.File("text")}' is not text: byte 1 of line 1 is a NUL: give UTF-8 text, plain or gzip", Refusal("\0"u8));

        byte[] late = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("12345678\n", 100_000))), .. "ab\0"u8];
        Assert.Contains("byte 3 of line 100001 is a NUL", Refusal(late), StringComparison.Ordinal);
    }

    [Fact]
    public void UTF16_is_named()
    {
        var sentence = $"'{folder.File("text")}' is UTF-16: convert it to UTF-8, such as by iconv -f UTF-16 -t UTF-8";

        Assert.Equal(sentence, Refusal([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("one\n")]));
        Assert.Equal(sentence, Refusal([.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes("東京")]));
    }

    [Fact]
    public void Empty_files_are_refused()
    {
        var sentence = $"'{folder.File("text")}' is empty: give a text file with one sentence a line";

        Assert.Equal(sentence, Refusal([]));
        Assert.Equal(sentence, Refusal("\uFEFF"u8));
        Assert.Equal(sentence, Refusal(Gzip("")));
    }

    [Fact]
    public void Missing_files_and_folders_are_refused()
    {
        Assert.Equal(
            $"there is no file '{folder.File("none")}': give an existing text file, plain or gzip",
            Assert.Throws<CorpusException>(() => TextFile.Open(folder.File("none"))).Message);
        Assert.Equal(
            $"'{folder.Path}' is a folder: give a text file, plain or gzip",
            Assert.Throws<CorpusException>(() => TextFile.Open(folder.Path)).Message);
    }

    [Fact]
    public void Damaged_gzip_is_refused()
    {
        var whole = Gzip(string.Concat(Enumerable.Range(0, 1000).Select(line => $"line {line}\n")));
        var flipped = whole.ToArray();
        flipped[^6] ^= 1;
        var sentence = $"'{folder.File("text")}' is a gzip file that is damaged, cut short or followed by other bytes: compress the text again, or give it plain";

        Assert.Equal(sentence, Refusal(flipped));
        Assert.Equal(sentence, Refusal([.. whole, 1, 2, 3]));
    }

    [Fact]
    public void Gzip_that_was_cut_is_refused_wherever_that_was()
    {
        var whole = Gzip(string.Concat(Enumerable.Range(0, 20).Select(line => $"line {line}\n")));

        for (var length = 2; length < whole.Length; length++)
            Assert.Contains("is a gzip file that is damaged, cut short", Refusal(whole.AsSpan(..length)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_changes_while_it_is_used_is_refused()
    {
        var file = Write("text", "a\nb\n");
        Write("text", "a\nc\n");

        Assert.Equal(
            $"'{folder.File("text")}' was changed while it was in use: start again with a file that stays as it is",
            Assert.Throws<CorpusException>(() => file.ReadLines().Count()).Message);
    }

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));

        return bytes.ToArray();
    }

    private TextFile Write(string name, string text) => TextFile.Open(folder.Write(name, Encoding.UTF8.GetBytes(text)));

    private string Refusal(ReadOnlySpan<byte> bytes)
    {
        var path = folder.Write("text", bytes);
        return Assert.Throws<CorpusException>(() => TextFile.Open(path)).Message;
    }
}
