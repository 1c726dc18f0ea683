using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Text.Tests.Subwords;

public sealed class TokenizerJsonTests
{
    private const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";
    private const string Digits = """{"type":"Digits","individual_digits":true}""";

    private static readonly SubwordTokenizer Example = Trained.On(leadingSpace: true, "a dog über a dog über");

    [Fact]
    public void What_is_saved_is_loaded()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("tandem-").FullName, "tokenizer.json");
        foreach (var saved in (SubwordTokenizer[])[Trained.OnUnicode, Trained.OnUnicodeAsItIs, Trained.OnDigits, Trained.On(leadingSpace: false)])
        {
            saved.Save(path);
            var loaded = SubwordTokenizer.Load(path);

            Assert.Equal(saved.ToJson(), loaded.ToJson());
            Assert.Equal((saved.VocabularySize, saved.Merges, saved.LeadingSpace, saved.IndividualDigits), (loaded.VocabularySize, loaded.Merges, loaded.LeadingSpace, loaded.IndividualDigits));
            Assert.Equal(saved.Encode("Ein Hund über 'n Zaun, 12"), loaded.Encode("Ein Hund über 'n Zaun, 12"));
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    /// <summary>The names are those that Hugging Face's tokenizers 0.10 and later read; a saved file is a contract.</summary>
    [Fact]
    public void The_file_says_what_Hugging_Face_reads()
    {
        var root = JsonNode.Parse(Example.ToJson())!;
        var model = root["model"]!.AsObject();
        var vocabulary = model["vocab"]!.AsObject();
        model.Remove("vocab");

        Assert.Equal(["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"], root.AsObject().Select(member => member.Key));
        Assert.Equal("""{"id":1,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}""", Text(root["added_tokens"]![1]));
        Assert.Equal("""{"type":"Prepend","prepend":" "}""", Text(root["normalizer"]));
        Assert.Equal(ByteLevel, Text(root["pre_tokenizer"]));
        Assert.Equal($$"""{"type":"Sequence","decoders":[{{ByteLevel}},{"type":"Strip","content":" ","start":1,"stop":0}]}""", Text(root["decoder"]));
        Assert.Equal("""{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,"merges":["b e","d o","¼ be","Ã ¼be","Ġ a","Ġ do","Ġ Ã¼be","Ġdo g","ĠÃ¼be r"]}""", Text(model).Replace("\\u0120", "Ġ", StringComparison.Ordinal));
        Assert.Equal((0, 3, 258), ((int)vocabulary["<pad>"]!, (int)vocabulary["!"]!, (int)vocabulary["\u0143"]!));
    }

    /// <summary>Digits come first: cut behind ByteLevel they would be sought in the letters that stand for bytes, some of which are numbers (², ¼).</summary>
    [Fact]
    public void Individual_digits_are_a_pre_tokenizer_before_the_expression() => Assert.Equal(
        $$"""{"type":"Sequence","pretokenizers":[{{Digits}},{{ByteLevel}}]}""",
        Text(JsonNode.Parse(Trained.OnDigits.ToJson())!["pre_tokenizer"]));

    [Fact]
    public void Pairs_written_as_lists_and_fields_for_others_are_read()
    {
        var json = Changed(root =>
        {
            root["post_processor"] = JsonNode.Parse("""{"type":"ByteLevel","trim_offsets":false}""");
            root["model"]!["merges"] = new JsonArray([.. Example.Merges().Select(merge => new JsonArray([.. merge.Split(' ').Select(name => JsonValue.Create(name))]))]);
        });

        Assert.Equal(Example.ToJson(), SubwordTokenizer.Parse(json).ToJson());
    }

    [Fact]
    public void Special_tokens_may_have_any_number()
    {
        var json = Changed(root =>
        {
            root["added_tokens"]!.AsArray().Add(JsonNode.Parse($$"""{"id":{{Example.VocabularySize}},"content":"<extra token>","special":true}"""));
            (root["model"]!["vocab"]!["<s>"], root["model"]!["vocab"]!["!"]) = (3, 1);
            root["added_tokens"]![1]!["id"] = 3;
        });

        var loaded = SubwordTokenizer.Parse(json);

        Assert.Equal((3, Example.VocabularySize + 1), (loaded.Beginning, loaded.VocabularySize));
        Assert.Equal("!", loaded.Decode([1, 3, Example.VocabularySize]));
    }

    [Fact]
    public void A_damaged_file_is_refused_with_one_sentence()
    {
        Refused("", "is not valid JSON at byte 0 of line 1: give a tokenizer.json");
        Refused("{\"model\":\n  oops}", "is not valid JSON at byte 2 of line 2: give a tokenizer.json");
        Refused("[]", "has no object 'model': give a tokenizer.json");
        Refused("{\"model\":{}}", "has a model of type '' where 'BPE' is expected");
        Refused("{\"model\":{\"type\":\"\\uD800\"}}", "has text that is not valid Unicode");
    }

    [Fact]
    public void A_tokenizer_of_another_kind_is_refused_with_one_sentence()
    {
        const string OtherPipeline = "has a normalizer, pre_tokenizer or decoder other than ByteLevel with GPT-2's expression, with or without individual digits before it, with or without a space put before the text and stripped again";
        Refused(root => root["model"]!["type"] = "WordPiece", "has a model of type 'WordPiece' where 'BPE' is expected");
        Refused(root => root["model"]!["dropout"] = 0.1, "sets 'model.dropout', which byte-level pair encoding here does not have");
        Refused(root => root["model"]!["end_of_word_suffix"] = "</w>", "sets 'model.end_of_word_suffix', which byte-level pair encoding here does not have");
        Refused(root => root["normalizer"] = JsonNode.Parse("""{"type":"Lowercase"}"""), OtherPipeline);
        Refused(root => root["normalizer"] = null, OtherPipeline);
        Refused(root => root["pre_tokenizer"] = null, OtherPipeline);
        Refused(root => root["pre_tokenizer"]!["use_regex"] = false, OtherPipeline);
        Refused(root => root["pre_tokenizer"]!["add_prefix_space"] = true, OtherPipeline);
        Refused(root => root["decoder"] = JsonNode.Parse("""{"type":"ByteLevel"}"""), OtherPipeline);
        Refused(root => root["pre_tokenizer"] = Sequence("""{"type":"Digits","individual_digits":false}""", ByteLevel), OtherPipeline);
        Refused(root => root["pre_tokenizer"] = Sequence(ByteLevel, Digits), OtherPipeline);
        Refused(root => root["pre_tokenizer"] = Sequence(Digits), OtherPipeline);
        Refused(root => root["pre_tokenizer"] = Sequence(Digits, """{"type":"Whitespace"}"""), OtherPipeline);
        Refused(root => root["pre_tokenizer"] = Sequence(Digits, ByteLevel, Digits), OtherPipeline);

        static JsonNode? Sequence(params string[] parts) => JsonNode.Parse($$"""{"type":"Sequence","pretokenizers":[{{string.Join(',', parts)}}]}""");
    }

    [Fact]
    public void A_vocabulary_that_does_not_hold_together_is_refused_with_one_sentence()
    {
        Refused(root => root["model"]!["vocab"]!["!"] = "three", "has no object 'model.vocab' of token numbers");
        Refused(root => root["model"]!["vocab"]!["!"] = 4, "gives number 4 to '!' and to '\"'");
        Refused(root => root["model"]!["vocab"]!["!"] = 9999, "has no token 3: tokens are numbered from 0 without a gap");
        Refused(root => Rename(root, "!", "zwei Wörter"), "has a token 'zwei Wörter' that is not in the letters of byte-level pair encoding");
        Refused(root => Rename(root, "!", "be!"), "has no token for the byte 0x21: all 256 are needed");
        Refused(root => root["added_tokens"]!.AsArray().RemoveAt(2), "has no special token '</s>' in 'added_tokens'");
        Refused(root => root["added_tokens"]![1]!["special"] = false, "adds the token '<s>' that is not special: text is cut up by merges alone here");
        Refused(root => root["added_tokens"]![1]!["id"] = 0, "gives number 0 to '<pad>' and to '<s>'");
        Refused(root => root["added_tokens"]![1]!["content"] = null, "has an entry of 'added_tokens' without id or content");
    }

    [Fact]
    public void Merges_that_do_not_fit_the_vocabulary_are_refused_with_one_sentence()
    {
        Refused(root => root["model"]!["merges"]![0] = "b", "has no list 'model.merges' of pairs of tokens");
        Refused(root => root["model"]!["merges"]![0] = 7, "has no list 'model.merges' of pairs of tokens");
        Refused(root => root["model"]!["merges"]![0] = "b zz", "merges 'b zz', but has no token 'zz' for text");
        Refused(root => root["model"]!["merges"]![0] = "b b", "merges 'b b', but has no token 'bb' for text");
        Refused(root => root["model"]!["merges"]![0] = "<s> b", "merges '<s> b', but has no token '<s>' for text");
        Refused(root => root["model"]!["merges"]![1] = "b e", "merges 'b e' twice");
    }

    private static void Rename(JsonNode root, string from, string to)
    {
        var vocabulary = root["model"]!["vocab"]!.AsObject();
        var token = (int)vocabulary[from]!;
        vocabulary.Remove(from);
        vocabulary[to] = token;
    }

    private static void Refused(System.Action<JsonNode> change, string expected) => Refused(Encoding.UTF8.GetString(Changed(change)), expected);

    private static void Refused(string json, string expected) =>
        Assert.Equal($"'run/tokenizer.json' {expected}", Assert.Throws<InvalidDataException>(() => SubwordTokenizer.Parse(Encoding.UTF8.GetBytes(json), "run/tokenizer.json")).Message);

    private static byte[] Changed(System.Action<JsonNode> change)
    {
        var root = JsonNode.Parse(Example.ToJson())!;
        change(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static string Text(JsonNode? node) => node!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
