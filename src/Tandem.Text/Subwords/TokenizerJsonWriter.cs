using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Text;

/// <summary>
/// Writes Hugging Face's <c>tokenizer.json</c>: a BPE model over the bytes' alphabet, cut into words by GPT-2's expression.
/// The leading space is a normalizer that puts it there, and a decoder that strips it, so that a text with a space of its
/// own keeps it; <c>add_prefix_space</c> would not. Individual digits are the pre-tokenizer <c>Digits</c> before that expression.
/// </summary>
internal static class TokenizerJsonWriter
{
    private static readonly string[] AddedTokenFlags = ["single_word", "lstrip", "rstrip", "normalized"];

    public static byte[] Write(SubwordTokenizer tokenizer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var style = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, style))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            WriteAddedTokens(json, tokenizer.Vocabulary);
            WriteNormalizer(json, tokenizer.LeadingSpace);
            WritePreTokenizer(json, tokenizer.IndividualDigits);
            json.WriteNull("post_processor");
            WriteDecoder(json, tokenizer.LeadingSpace);
            WriteModel(json, tokenizer.Vocabulary);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAddedTokens(Utf8JsonWriter json, SubwordVocabulary vocabulary)
    {
        json.WriteStartArray("added_tokens");
        for (var token = 0; token < vocabulary.Count; token++)
        {
            if (!vocabulary.IsSpecial(token))
                continue;
            json.WriteStartObject();
            json.WriteNumber("id", token);
            json.WriteString("content", vocabulary.Name(token));
            foreach (var flag in AddedTokenFlags)
                json.WriteBoolean(flag, false);
            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNormalizer(Utf8JsonWriter json, bool leadingSpace)
    {
        if (!leadingSpace)
        {
            json.WriteNull("normalizer");
            return;
        }

        json.WriteStartObject("normalizer");
        json.WriteString("type", "Prepend");
        json.WriteString("prepend", " ");
        json.WriteEndObject();
    }

    private static void WritePreTokenizer(Utf8JsonWriter json, bool individualDigits)
    {
        json.WritePropertyName("pre_tokenizer");
        if (!individualDigits)
        {
            WriteByteLevel(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("pretokenizers");
        json.WriteStartObject();
        json.WriteString("type", "Digits");
        json.WriteBoolean("individual_digits", true);
        json.WriteEndObject();
        WriteByteLevel(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDecoder(Utf8JsonWriter json, bool leadingSpace)
    {
        json.WritePropertyName("decoder");
        if (!leadingSpace)
        {
            WriteByteLevel(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("decoders");
        WriteByteLevel(json);
        json.WriteStartObject();
        json.WriteString("type", "Strip");
        json.WriteString("content", " ");
        json.WriteNumber("start", 1);
        json.WriteNumber("stop", 0);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, SubwordVocabulary vocabulary)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (var unused in (string[])["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"])
            json.WriteNull(unused);
        foreach (var unused in (string[])["fuse_unk", "byte_fallback", "ignore_merges"])
            json.WriteBoolean(unused, false);

        json.WriteStartObject("vocab");
        for (var token = 0; token < vocabulary.Count; token++)
            json.WriteNumber(vocabulary.Name(token), token);
        json.WriteEndObject();

        json.WriteStartArray("merges");
        foreach (var (left, right) in vocabulary.Pairs)
            json.WriteStringValue($"{vocabulary.Name(left)} {vocabulary.Name(right)}");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
