using System.Text.Json;

namespace Tandem.Text;

/// <summary>
/// Reads Hugging Face's <c>tokenizer.json</c> and checks that it says what <see cref="TokenizerJsonWriter"/> can say, so
/// that nothing in the file is passed over that would cut text up otherwise. Padding, truncation and post-processing, which
/// belong to what is done with the tokens, are left to the caller.
/// </summary>
internal sealed class TokenizerJsonReader(string source)
{
    private readonly SubwordVocabulary vocabulary = new();

    public SubwordTokenizer Read(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            return Read(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw Fault($"is not valid JSON at byte {fault.BytePositionInLine} of line {fault.LineNumber + 1}: give a tokenizer.json");
        }
        catch (InvalidOperationException)
        {
            throw Fault("has text that is not valid Unicode");
        }
    }

    private SubwordTokenizer Read(JsonElement root)
    {
        var model = TokenizerJson.Member(root, "model", JsonValueKind.Object)
            ?? throw Fault("has no object 'model': give a tokenizer.json");
        if (TokenizerJson.TypeOf(model) != "BPE")
            throw Fault($"has a model of type '{TokenizerJson.TypeOf(model)}' where 'BPE' is expected");
        foreach (var option in TokenizerJson.UnknownModelOptions(model))
            throw Fault($"sets 'model.{option}', which byte-level pair encoding here does not have");
        if (TokenizerJson.WordRules(root) is not { } rules)
            throw Fault("has a normalizer, pre_tokenizer or decoder other than ByteLevel with GPT-2's expression, with or without individual digits before it, with or without a space put before the text and stripped again");

        ReadVocabulary(root, model);
        ReadMerges(model);
        return new SubwordTokenizer(vocabulary, rules);
    }

    private void ReadVocabulary(JsonElement root, JsonElement model)
    {
        var special = ReadSpecialTokens(root);
        var names = new SortedDictionary<int, string>(special);
        foreach (var (token, name) in TokenizerJson.Vocabulary(model) ?? throw Fault("has no object 'model.vocab' of token numbers"))
        {
            if (!names.TryAdd(token, name) && names[token] != name)
                throw Fault($"gives number {token} to '{names[token]}' and to '{name}'");
        }

        foreach (var (token, name) in names)
        {
            if (token != vocabulary.Count)
                throw Fault($"has no token {vocabulary.Count}: tokens are numbered from 0 without a gap");
            Add(name, special.ContainsKey(token));
        }

        CheckComplete();
    }

    private Dictionary<int, string> ReadSpecialTokens(JsonElement root)
    {
        var special = new Dictionary<int, string>();
        foreach (var (token, name, isSpecial) in TokenizerJson.AddedTokens(root) ?? throw Fault("has an entry of 'added_tokens' without id or content"))
        {
            if (!isSpecial)
                throw Fault($"adds the token '{name}' that is not special: text is cut up by merges alone here");
            if (!special.TryAdd(token, name))
                throw Fault($"gives number {token} to '{special[token]}' and to '{name}'");
        }

        return special;
    }

    private void Add(string name, bool isSpecial)
    {
        if (vocabulary.TryFind(name, out var earlier))
            throw Fault($"gives '{name}' the numbers {earlier} and {vocabulary.Count}");
        if (isSpecial)
            vocabulary.AddSpecial(name);
        else if (ByteAlphabet.Read(name) is { Length: > 0 } bytes)
            vocabulary.Add(bytes);
        else
            throw Fault($"has a token '{name}' that is not in the letters of byte-level pair encoding");
    }

    private void CheckComplete()
    {
        for (var value = 0; value < 256; value++)
        {
            if (vocabulary.OfByte((byte)value) < 0)
                throw Fault($"has no token for the byte 0x{value:X2}: all 256 are needed");
        }

        foreach (var name in SpecialTokens.All)
        {
            if (!vocabulary.TryFind(name, out var token) || !vocabulary.IsSpecial(token))
                throw Fault($"has no special token '{name}' in 'added_tokens'");
        }
    }

    private void ReadMerges(JsonElement model)
    {
        foreach (var (left, right) in TokenizerJson.Merges(model) ?? throw Fault("has no list 'model.merges' of pairs of tokens"))
        {
            var (one, other) = (Find(left, left, right), Find(right, left, right));
            _ = Find(left + right, left, right);
            if (vocabulary.TryMerge(one, other, out _))
                throw Fault($"merges '{left} {right}' twice");
            vocabulary.AddMerge(one, other);
        }
    }

    private int Find(string name, string left, string right) =>
        vocabulary.TryFind(name, out var token) && !vocabulary.IsSpecial(token) ? token
            : throw Fault($"merges '{left} {right}', but has no token '{name}' for text");

    private InvalidDataException Fault(string what) => new($"'{source}' {what}");
}
