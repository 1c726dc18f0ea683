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

    /// <summary>How text is prepared and cut into words; null where that is done in another way.</summary>
    public static WordRules? WordRules(JsonElement root) =>
        LeadingSpace(root) is { } leadingSpace && IndividualDigits(root) is { } individualDigits
            ? new() { LeadingSpace = leadingSpace, IndividualDigits = individualDigits }
            : null;

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

    /// <summary>Whether a space is put before the text and stripped again.</summary>
    private static bool? LeadingSpace(JsonElement root)
    {
        if (Member(root, "decoder", JsonValueKind.Object) is not { } decoder)
            return null;
        if (Member(root, "normalizer", JsonValueKind.Object) is not { } normalizer)
            return IsByteLevel(decoder) ? false : null;
        return TypeOf(normalizer) == "Prepend" && Text(normalizer, "prepend") == " " && StripsSpace(decoder) ? true : null;
    }

    /// <summary>Whether digits are cut off one by one before GPT-2's expression is applied.</summary>
    private static bool? IndividualDigits(JsonElement root)
    {
        if (Member(root, "pre_tokenizer", JsonValueKind.Object) is not { } preTokenizer)
            return null;
        if (IsExpression(preTokenizer))
            return false;
        return Parts(preTokenizer, "pretokenizers") is [var first, var second]
            && TypeOf(first) == "Digits" && Flag(first, "individual_digits") == true && IsExpression(second) ? true : null;
    }

    private static bool IsExpression(JsonElement preTokenizer) =>
        IsByteLevel(preTokenizer) && Flag(preTokenizer, "add_prefix_space") == false && Flag(preTokenizer, "use_regex") != false;

    private static bool IsByteLevel(JsonElement part) => TypeOf(part) == "ByteLevel";

    private static bool StripsSpace(JsonElement decoder) =>
        Parts(decoder, "decoders") is [var first, var second]
        && IsByteLevel(first) && TypeOf(second) == "Strip" && Text(second, "content") == " "
        && Number(second, "start") == 1 && Number(second, "stop") == 0;

    /// <summary>What a sequence consists of; nothing where the part is none.</summary>
    private static JsonElement[] Parts(JsonElement part, string name) =>
        TypeOf(part) == "Sequence" && Member(part, name, JsonValueKind.Array) is { } parts ? [.. parts.EnumerateArray()] : [];

    private static string? Text(JsonElement parent, string name) => Member(parent, name, JsonValueKind.String)?.GetString();

    private static int? Number(JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.Number) is { } member && member.TryGetInt32(out var number) ? number : null;

    private static bool? Flag(JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.True) is not null ? true : Member(parent, name, JsonValueKind.False) is not null ? false : null;
}
