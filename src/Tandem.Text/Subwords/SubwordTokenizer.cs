using System.Buffers;
using System.Text;

namespace Tandem.Text;

/// <summary>
/// Byte-level pair encoding (Sennrich et al., 2016; Radford et al., 2019), trained here: text to numbers of subwords and
/// back, without loss. All 256 bytes are in the vocabulary, so nothing is ever unknown.
/// </summary>
/// <remarks>
/// Valid Unicode text comes back exactly, white space included. A lone surrogate, which is no Unicode text, becomes U+FFFD.
/// No text encodes to a special token: "&lt;s&gt;" in a text is three characters. Safe to use from several threads.
/// </remarks>
public sealed class SubwordTokenizer
{
    /// <summary>Tokens and word bytes up to here lie on the stack.</summary>
    private const int StackTokens = 256;

    /// <summary>Memory for longer words is not kept.</summary>
    private const int LongestKept = 1 << 16;

    private readonly SubwordVocabulary vocabulary;
    private readonly WordCache cache = new();
    private WordMerger? idleMerger;

    internal SubwordTokenizer(SubwordVocabulary vocabulary, WordRules rules)
    {
        (this.vocabulary, Rules) = (vocabulary, rules);
        Padding = Special(SpecialTokens.Padding);
        Beginning = Special(SpecialTokens.Beginning);
        End = Special(SpecialTokens.End);
    }

    /// <summary>How many tokens there are; they are numbered from 0.</summary>
    public int VocabularySize => vocabulary.Count;

    /// <summary>How many pairs are merged.</summary>
    public int Merges => vocabulary.Pairs.Count;

    /// <summary>Whether a text is read with a space before it, which decoding takes away.</summary>
    public bool LeadingSpace => Rules.LeadingSpace;

    /// <summary>Whether each digit is a piece of its own.</summary>
    public bool IndividualDigits => Rules.IndividualDigits;

    /// <summary>The token <c>&lt;pad&gt;</c> that fills a batch's rows; 0 where this class trained the vocabulary.</summary>
    public int Padding { get; }

    /// <summary>The token <c>&lt;s&gt;</c> before the first; 1 where this class trained the vocabulary.</summary>
    public int Beginning { get; }

    /// <summary>The token <c>&lt;/s&gt;</c> after the last; 2 where this class trained the vocabulary.</summary>
    public int End { get; }

    internal SubwordVocabulary Vocabulary => vocabulary;

    internal WordRules Rules { get; }

    /// <summary>Learns a vocabulary from lines of text. The same lines give the same one, in whatever order.</summary>
    /// <exception cref="ArgumentException">The text gives fewer merges than asked for.</exception>
    public static SubwordTokenizer Train(IEnumerable<string> lines, SubwordOptions options)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(options);
        var rules = WordRules.Of(options);
        return new SubwordTokenizer(SubwordTrainer.Train(WordCounts.Of(lines, rules), options), rules);
    }

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidDataException">The content is damaged, or no byte-level pair encoding with the three special tokens.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SubwordTokenizer Load(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the content of a <c>tokenizer.json</c>.</summary>
    /// <param name="json">The whole content in UTF-8.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <exception cref="InvalidDataException">The content is damaged, or no byte-level pair encoding with the three special tokens.</exception>
    public static SubwordTokenizer Parse(ReadOnlySpan<byte> json, string source = "tokenizer.json") =>
        new TokenizerJsonReader(source).Read(json);

    /// <summary>Writes a <c>tokenizer.json</c> that Hugging Face's tokenizers read too.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ToJson());

    /// <summary>The content of a <c>tokenizer.json</c>; the same tokenizer gives the same bytes.</summary>
    public byte[] ToJson() => TokenizerJsonWriter.Write(this);

    /// <summary>The tokens of a text, without special ones.</summary>
    public int[] Encode(string text)
    {
        var untouched = default(RandomStream);
        return Encode(text, dropout: 0, ref untouched);
    }

    /// <summary>The tokens of a text, cut up differently each time: BPE-dropout (Provilkov et al., 2020).</summary>
    /// <param name="text">The text.</param>
    /// <param name="dropout">How likely a merge is left out, 0 to 1: with 0 nothing is drawn, with 1 single bytes are left.</param>
    /// <param name="random">The stream that decides; save it to go on with the same pieces.</param>
    /// <exception cref="ArgumentException">The dropout is not from 0 to 1.</exception>
    public int[] Encode(string text, double dropout, ref RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (dropout is not (>= 0 and <= 1))
            throw new ArgumentException($"subword dropout {dropout} is out of range: give 0 to 1");

        var tokens = new TokenBuffer(stackalloc int[StackTokens]);
        var merger = Interlocked.Exchange(ref idleMerger, null) ?? new WordMerger(vocabulary);
        foreach (var word in Rules.Words(text))
        {
            if (word.Length > WordCache.LongestWord || !TryAddWhole(word, merger, dropout, ref random, ref tokens))
                AddSplit(word, merger, dropout, ref random, ref tokens);
        }

        if (merger.Capacity <= LongestKept)
            idleMerger = merger;
        var encoded = tokens.ToArray();
        tokens.Dispose();
        return encoded;
    }

    /// <summary>The text of tokens. Special ones give nothing; bytes that are no UTF-8 give U+FFFD.</summary>
    /// <exception cref="ArgumentException">A token is not of this vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var length = 0;
        foreach (var token in tokens)
            length += vocabulary.Bytes(Checked(token)).Length;

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var end = 0;
        foreach (var token in tokens)
        {
            vocabulary.Bytes(token).CopyTo(bytes.AsSpan(end));
            end += vocabulary.Bytes(token).Length;
        }

        var start = LeadingSpace && length > 0 && bytes[0] == ' ' ? 1 : 0;
        var text = Encoding.UTF8.GetString(bytes, start, length - start);
        ArrayPool<byte>.Shared.Return(bytes);
        return text;
    }

    /// <summary>One token for people to read: its text, <c>&lt;0xC3&gt;</c> for a byte that is no text by itself, or a special token's name.</summary>
    /// <exception cref="ArgumentException">The token is not of this vocabulary.</exception>
    public string TokenText(int token)
    {
        if (vocabulary.IsSpecial(Checked(token)))
            return vocabulary.Name(token);
        var text = new StringBuilder();
        for (var rest = vocabulary.Bytes(token); rest.Length > 0;)
        {
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var width);
            if (status == OperationStatus.Done)
                text.Append(rune);
            else
                width = AppendByte(text, rest[0]);
            rest = rest[width..];
        }

        return text.ToString();
    }

    private static int AppendByte(StringBuilder text, byte value)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"<0x{value:X2}>");
        return 1;
    }

    /// <summary>
    /// Adds the word as it is cut without dropout, where dropout leaves none of its merges out: as long as all are kept,
    /// each is the first candidate in its turn. Otherwise the coins are put back.
    /// </summary>
    private bool TryAddWhole(ReadOnlySpan<char> word, WordMerger merger, double dropout, ref RandomStream random, ref TokenBuffer tokens)
    {
        var known = Remember(word, merger);
        var before = random;
        for (var merge = 0; dropout > 0 && merge < known.Merges; merge++)
        {
            if (random.NextDouble() < dropout)
            {
                random = before;
                return false;
            }
        }

        tokens.Add(known.Tokens);
        return true;
    }

    private KnownWord Remember(ReadOnlySpan<char> word, WordMerger merger)
    {
        if (cache.Find(word, out var place) is { } known)
            return known;
        var tokens = new TokenBuffer(stackalloc int[StackTokens]);
        var untouched = default(RandomStream);
        var length = AddSplit(word, merger, dropout: 0, ref untouched, ref tokens);
        known = new KnownWord(word.ToString(), tokens.ToArray(), length - tokens.Count);
        tokens.Dispose();
        cache.Put(place, known);
        return known;
    }

    /// <summary>Cuts the word up and gives its length in bytes.</summary>
    private static int AddSplit(ReadOnlySpan<char> word, WordMerger merger, double dropout, ref RandomStream random, ref TokenBuffer tokens)
    {
        var capacity = Encoding.UTF8.GetMaxByteCount(word.Length);
        var borrowed = capacity <= StackTokens ? null : ArrayPool<byte>.Shared.Rent(capacity);
        var bytes = borrowed ?? stackalloc byte[StackTokens];
        var length = Encoding.UTF8.GetBytes(word, bytes);
        merger.Split(bytes[..length], dropout, ref random, ref tokens);
        if (borrowed is not null)
            ArrayPool<byte>.Shared.Return(borrowed);
        return length;
    }

    private int Special(string name) => vocabulary.TryFind(name, out var token) && vocabulary.IsSpecial(token) ? token
        : throw new ArgumentException($"the vocabulary has no special token '{name}'");

    private int Checked(int token) => token >= 0 && token < vocabulary.Count ? token
        : throw new ArgumentException($"token {token} is not of this vocabulary: give 0 to {vocabulary.Count - 1}");
}
