using System.Text.Json;

namespace Tandem.Text;

/// <summary>What the parts of a <c>tokenizer.json</c> say; null where a part is not of the form that is read here.</summary>
internal static class TokenizerJson
{
    public static JsonElement? Member(JsonElement parent, string name, JsonValueKind kind) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;

    public static string? TypeOf(JsonElement part) => Text(part, "type");

    /// <summary>Set options of the model that would change how text is cut up.</summary>
    public static IEnumerable<string> UnknownModelOptions(JsonElement model)
    {
        foreach (var option in (string[])["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback", "ignore_merges"])
        {
            var isSet = model.TryGetProperty(option, out var value) && value.ValueKind switch
            {
                JsonValueKind.Null or JsonValueKind.False => false,
                JsonValueKind.String => value.GetString()!.Length > 0,
                _ => true,
            };
            if (isSet)
                yield return option;
        }
    }

    /// <summary>Whether a space is put before the text and stripped again; null where the text is prepared in another way.</summary>
    public static bool? LeadingSpace(JsonElement root)
    {
        var preTokenizer = Member(root, "pre_tokenizer", JsonValueKind.Object);
        var decoder = Member(root, "decoder", JsonValueKind.Object);
        if (preTokenizer is null || decoder is null || !IsByteLevel(preTokenizer.Value)
            || Flag(preTokenizer.Value, "add_prefix_space") != false || Flag(preTokenizer.Value, "use_regex") == false)
            return null;
        if (Member(root, "normalizer", JsonValueKind.Object) is not { } normalizer)
            return IsByteLevel(decoder.Value) ? false : null;
        return TypeOf(normalizer) == "Prepend" && Text(normalizer, "prepend") == " " && StripsSpace(decoder.Value) ? true : null;
    }

    public static IEnumerable<(int Token, string Name)>? Vocabulary(JsonElement model)
    {
        if (Member(model, "vocab", JsonValueKind.Object) is not { } vocabulary)
            return null;
        var tokens = new List<(int, string)>();
        foreach (var entry in vocabulary.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var token))
                return null;
            tokens.Add((token, entry.Name));
        }

        return tokens;
    }

    public static IEnumerable<(int Token, string Name, bool IsSpecial)>? AddedTokens(JsonElement root)
    {
        var tokens = new List<(int, string, bool)>();
        foreach (var entry in Member(root, "added_tokens", JsonValueKind.Array)?.EnumerateArray() ?? [])
        {
            if (Member(entry, "id", JsonValueKind.Number) is not { } id || !id.TryGetInt32(out var token) || Text(entry, "content") is not { } name)
                return null;
            tokens.Add((token, name, Flag(entry, "special") == true));
        }

        return tokens;
    }

    /// <summary>A merge is written <c>"a b"</c> or <c>["a", "b"]</c>.</summary>
    public static IEnumerable<(string Left, string Right)>? Merges(JsonElement model)
    {
        if (Member(model, "merges", JsonValueKind.Array) is not { } merges)
            return null;
        var pairs = new List<(string, string)>();
        foreach (var merge in merges.EnumerateArray())
        {
            var names = merge.ValueKind switch
            {
                JsonValueKind.String => merge.GetString()!.Split(' '),
                JsonValueKind.Array => [.. merge.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String ? name.GetString()! : "")],
                _ => [],
            };
            if (names is not [{ Length: > 0 } left, { Length: > 0 } right])
                return null;
            pairs.Add((left, right));
        }

        return pairs;
    }

    private static bool IsByteLevel(JsonElement part) => TypeOf(part) == "ByteLevel";

    private static bool StripsSpace(JsonElement decoder) =>
        TypeOf(decoder) == "Sequence" && Member(decoder, "decoders", JsonValueKind.Array) is { } parts && parts.GetArrayLength() == 2
        && IsByteLevel(parts[0]) && TypeOf(parts[1]) == "Strip" && Text(parts[1], "content") == " "
        && Number(parts[1], "start") == 1 && Number(parts[1], "stop") == 0;

    private static string? Text(JsonElement parent, string name) => Member(parent, name, JsonValueKind.String)?.GetString();

    private static int? Number(JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.Number) is { } member && member.TryGetInt32(out var number) ? number : null;

    private static bool? Flag(JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.True) is not null ? true : Member(parent, name, JsonValueKind.False) is not null ? false : null;
}
