namespace Tandem.Text;

/// <summary>What merging a pair gives: the pairs of lower rank are merged first.</summary>
internal readonly record struct Merge(int Rank, int Token);

/// <summary>The names of the tokens that stand for no text.</summary>
internal static class SpecialTokens
{
    public const string Padding = "<pad>";
    public const string Beginning = "<s>";
    public const string End = "</s>";

    /// <summary>In the order of the numbers they get.</summary>
    public static IReadOnlyList<string> All { get; } = [Padding, Beginning, End];
}

/// <summary>
/// Tokens and the merges that make them. A token's number is its place: special tokens, bytes in the order of
/// <see cref="ByteAlphabet"/>, then what merges made; a loaded vocabulary may have another order.
/// </summary>
internal sealed class SubwordVocabulary
{
    private readonly List<string> names = [];
    private readonly List<byte[]?> bytes = [];
    private readonly Dictionary<string, int> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, Merge> merges = [];
    private readonly List<(int Left, int Right)> pairs = [];
    private readonly int[] ofByte = [.. Enumerable.Repeat(-1, 256)];

    public int Count => names.Count;

    /// <summary>The merged pairs by rank.</summary>
    public IReadOnlyList<(int Left, int Right)> Pairs => pairs;

    /// <summary>Special tokens and bytes, before any merge.</summary>
    public static SubwordVocabulary OfBytes()
    {
        var vocabulary = new SubwordVocabulary();
        foreach (var name in SpecialTokens.All)
            vocabulary.AddSpecial(name);
        foreach (var value in ByteAlphabet.Ordered)
            vocabulary.Add([value]);
        return vocabulary;
    }

    public static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>In the letters of <see cref="ByteAlphabet"/>, or a special token's name.</summary>
    public string Name(int token) => names[token];

    public bool IsSpecial(int token) => bytes[token] is null;

    /// <summary>The text's bytes that a token stands for; a special token has none.</summary>
    public ReadOnlySpan<byte> Bytes(int token) => bytes[token];

    /// <summary>A byte's token; negative where it has none yet.</summary>
    public int OfByte(byte value) => ofByte[value];

    public bool TryFind(string name, out int token) => tokens.TryGetValue(name, out token);

    public bool TryMerge(int left, int right, out Merge merge) => merges.TryGetValue(Key(left, right), out merge);

    /// <summary>Whether two tokens side by side read like a special token, which text must never become.</summary>
    public bool SpellSpecial(int left, int right) =>
        tokens.TryGetValue(names[left] + names[right], out var token) && IsSpecial(token);

    public int AddSpecial(string name) => Add(name, content: null);

    public int Add(byte[] content)
    {
        var token = Add(ByteAlphabet.Spell(content), content);
        if (content.Length == 1)
            ofByte[content[0]] = token;
        return token;
    }

    /// <summary>
    /// Appends a merge and gives its token. Two merges may make the same bytes (a + bc, ab + c); they then make the same token.
    /// </summary>
    public int AddMerge(int left, int right)
    {
        if (!tokens.TryGetValue(names[left] + names[right], out var token))
            token = Add([.. Bytes(left), .. Bytes(right)]);
        merges.Add(Key(left, right), new Merge(pairs.Count, token));
        pairs.Add((left, right));
        return token;
    }

    private int Add(string name, byte[]? content)
    {
        tokens.Add(name, names.Count);
        names.Add(name);
        bytes.Add(content);
        return names.Count - 1;
    }
}
