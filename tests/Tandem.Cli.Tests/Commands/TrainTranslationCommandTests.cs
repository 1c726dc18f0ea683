using System.Text;
using System.Text.Json.Nodes;
using Tandem.Text;

namespace Tandem.Cli.Tests.Commands;

[Collection(nameof(OneTraining))]
public sealed class TrainTranslationCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainTranslationCommandTests() => DatesFiles.Write(folder);

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Its_json_names_are_a_contract()
    {
        var run = await DatesFiles.Train(folder, "run", "--updates", "4", "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(["run", "updates", "checkpoint", "validationBleu", "validationLoss", "seconds"], run.JsonNames);
        Assert.Equal((Run, 4), ((string)run.Json["run"]!, (int)run.Json["updates"]!));
        Assert.InRange((double)run.Json["validationLoss"]!, 1, 8);
        Assert.InRange((double)run.Json["validationBleu"]!, 0, 100);
    }

    [Fact]
    public async Task A_training_says_what_it_found_and_what_to_do_next()
    {
        File.AppendAllText(folder["train.en"], "\nnoon\n");
        File.AppendAllText(folder["train.iso"], "nothing\n12:00\n");
        File.AppendAllText(folder["valid.en"], "\n");
        File.AppendAllText(folder["valid.iso"], "nothing\n");

        var run = await DatesFiles.Train(folder, "run", "--updates", "3", "--maximum-length", "30");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"1\d\d pairs; 1 with an empty side skipped, \d+ overlong dropped\n12 pairs to validate with; 1 with an empty side skipped, 0 longer than a batch left out\n", run.Error);
        Assert.Matches(@"\d+ subwords, \d+,\d+ parameters; \d+ batches an epoch, \d+\.\d% padding\n", run.Error);
        Assert.Matches(@"update 3: validation loss \d\.\d+, BLEU \d+\.\d\d \(best\)\n  .+ → ", run.Error);
        Assert.Contains("best validation BLEU ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"| tandem translate {Run}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"tandem evaluate {Run} --source FILE --reference FILE", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_holds_its_options_corpus_and_tokenizer()
    {
        await DatesFiles.Train(folder, "run", "--updates", "2", "--seed", "3");

        var options = JsonNode.Parse(File.ReadAllText(folder["run/options.json"]))!;
        var corpus = JsonNode.Parse(File.ReadAllText(folder["run/corpus.json"]))!.AsArray();
        var record = JsonNode.Parse(File.ReadAllText(folder["run/run.json"]))!;
        Assert.Equal((folder["train.en"], 16, 3), ((string)options["source"]!, (int)options["learner"]!["model"]!["width"]!, (int)options["trainer"]!["seed"]!));
        Assert.Equal(["source", "target", "validSource", "validTarget"], corpus.Select(part => (string)part!["role"]!));
        Assert.Equal(TextFile.Open(folder["train.en"]).Sha256, (string)corpus[0]!["sha256"]!);
        Assert.Equal(("translation", "completed"), ((string)record["task"]!, (string)record["status"]!));
        Assert.Equal(259 + 60, SubwordTokenizer.Load(folder["run/tokenizer.json"]).VocabularySize);
    }

    [Theory]
    [InlineData]
    [InlineData("--shared-vocabulary", "false", "--tying", "none")]
    [InlineData("--threads", "2", "--workers", "2")]
    public async Task A_training_that_goes_on_in_the_middle_of_an_epoch_ends_with_the_same_bits(params string[] more)
    {
        await DatesFiles.Train(folder, "whole", ["--updates", "6", .. more]);
        await DatesFiles.Train(folder, "run", ["--updates", "3", .. more]);
        var options = folder["run/options.json"];
        File.WriteAllText(options, File.ReadAllText(options).Replace("\"updates\": 3", "\"updates\": 6", StringComparison.Ordinal));

        var run = await CommandRun.Of("resume", Run, "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("Going on from update 3.", run.Error, StringComparison.Ordinal);
        Assert.Equal((6, 3), ((int)run.Json["updates"]!, (int)run.Json["resumedFrom"]!));
        Assert.Equal(File.ReadAllBytes(folder["whole/checkpoints/6/model.safetensors"]), File.ReadAllBytes(folder["run/checkpoints/6/model.safetensors"]));
        Assert.NotEqual(0, (int)JsonNode.Parse(File.ReadAllText(folder["run/checkpoints/3/state.json"]))!["learner"]!["data"]!["batch"]!);
    }

    [Fact]
    public async Task A_file_that_was_changed_is_named_when_the_training_is_to_go_on()
    {
        await DatesFiles.Train(folder, "run", "--updates", "2");
        File.AppendAllText(folder["valid.en"], "noon\n");
        File.AppendAllText(folder["valid.iso"], "12:00\n");

        (await CommandRun.Of("resume", Run)).AssertRefused($"'{folder["valid.en"]}' has changed since this training began: restore it, or train anew");
    }

    [Fact]
    public async Task A_tokenizer_that_is_not_the_checkpoints_is_refused()
    {
        await DatesFiles.Train(folder, "run", "--updates", "2");
        SubwordTokenizer.Train(["quite another text text text"], new SubwordOptions { Merges = 60, AllowFewer = true }).Save(folder["run/tokenizer.json"]);
        var replaced = await CommandRun.Of("resume", Run);
        File.Delete(folder["run/tokenizer.json"]);
        var missing = await CommandRun.Of("resume", Run);

        replaced.AssertRefused($"the tokenizer '{folder["run/tokenizer.json"]}' is not the one that the run's checkpoints were trained with: restore it from a copy, or train anew");
        missing.AssertRefused($"'{folder["run/tokenizer.json"]}' is missing, without which the model's tokens mean nothing");
    }

    [Fact]
    public async Task Files_of_different_length_are_refused()
    {
        File.AppendAllText(folder["train.en"], "noon\n");

        await AssertRefused("has 121 lines and '", []);
    }

    [Theory]
    [InlineData("", "' is empty: give a text file with one sentence a line")]
    [InlineData("\0\u0001\u0002", "' is not text: byte 1 of line 1 is a NUL")]
    [InlineData("\n  \n", "can be learned from: 2 have an empty side")]
    public async Task A_text_that_cannot_be_learned_from_is_refused(string text, string sentence)
    {
        File.WriteAllText(folder["train.en"], text);
        if (text.Contains('\n', StringComparison.Ordinal))
            File.WriteAllText(folder["train.iso"], "a\nb\n");

        await AssertRefused(sentence, []);
    }

    [Fact]
    public async Task A_text_in_UTF_16_is_refused()
    {
        File.WriteAllText(folder["valid.iso"], "2000-01-01\n", Encoding.Unicode);

        await AssertRefused("valid.iso' is UTF-16: convert it to UTF-8", []);
    }

    [Theory]
    [InlineData("--example dates", "the example 'dates' and files were both named")]
    [InlineData("--example times", "example: there is no example 'times': give dates")]
    [InlineData("--merges 100000 --allow-fewer false", "merge")]
    [InlineData("--heads 3", "model width 16 is not divisible by 3 heads")]
    [InlineData("--shared-vocabulary false", "two vocabularies cannot share one embedding")]
    [InlineData("--batch-tokens 16 --subword-dropout 0", "is longer than a batch of 16: give batches of ")]
    [InlineData("--positions learned --model-maximum-length 8 --subword-dropout 0", "tokens and the model learns 8 positions: give --model-maximum-length ")]
    public async Task What_contradicts_itself_is_refused(string flags, string sentence) =>
        await AssertRefused(sentence, flags.Split(' '));

    [Fact]
    public async Task The_same_file_twice_is_refused()
    {
        (await Plain("--source", folder["train.en"], "--target", folder["train.en"])).AssertRefused("source and target are the same file");
        (await Plain()).AssertRefused("no parallel text was named: give --source FILE and --target FILE, or --example dates");
        (await Plain("--source", folder["train.en"], "--target", folder["train.iso"], "--valid-source", folder["valid.en"]))
            .AssertRefused("only one side of the validation text was named");
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public async Task A_copy_is_no_translation_and_the_training_text_validates_nothing()
    {
        File.Copy(folder["train.en"], folder["copy.en"]);

        (await Plain("--source", folder["train.en"], "--target", folder["copy.en"])).AssertRefused("copy.en' are the same to the byte");
        (await Plain("--source", folder["train.en"], "--target", folder["train.iso"], "--valid-source", folder["copy.en"], "--valid-target", folder["train.iso"]))
            .AssertRefused("are the text that is learned from, by which nothing can be validated");
    }

    [Fact]
    public async Task Fewer_merges_than_were_asked_for_are_said()
    {
        var run = await DatesFiles.Train(folder, "run", "--updates", "1", "--merges", "50000");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"\d+ of 50,000 merges: the text has no more pairs that occur often enough
", run.Error);
    }

    [Fact]
    public async Task A_line_of_a_megabyte_is_dropped_and_counted_and_no_reason_to_fail()
    {
        foreach (var (name, line) in new[] { ("train.en", string.Join(' ', Enumerable.Range(0, 160_000))), ("train.iso", "x"), ("valid.en", string.Concat(Enumerable.Repeat("y z ", 1 << 18))), ("valid.iso", "y") })
            File.AppendAllText(folder[name], line + "\n");

        var run = await DatesFiles.Train(folder, "run", "--updates", "2");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("120 pairs; 0 with an empty side skipped, 1 overlong dropped", run.Error, StringComparison.Ordinal);
        Assert.Contains("12 pairs to validate with; 0 with an empty side skipped, 1 longer than a batch left out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learned_positions_hold_though_dropout_of_subwords_makes_lines_longer()
    {
        var run = await DatesFiles.Train(
            folder, "run", "--updates", "12", "--positions", "learned", "--model-maximum-length", "60", "--maximum-length", "59", "--subword-dropout", "0.9");

        Assert.True(run.Code == 0, run.Error);
    }

    [Fact]
    public async Task One_sentence_is_enough_and_without_validation_the_updates_end_it()
    {
        File.WriteAllText(folder["one.en"], "one two\r\n");
        File.WriteAllText(folder["one.de"], "eins zwei\r\n");

        var run = await Plain(["--source", folder["one.en"], "--target", folder["one.de"], .. DatesFiles.Tiny("--updates", "2", "--json")]);

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("No validation text: training ends by its updates alone", run.Error, StringComparison.Ordinal);
        Assert.Null(run.Json["validationBleu"]);
        Assert.Equal(2, (int)run.Json["checkpoint"]!);
    }

    [Fact]
    public async Task Line_ends_change_nothing()
    {
        await DatesFiles.Train(folder, "run", "--updates", "2");
        foreach (var name in new[] { "train.en", "train.iso", "valid.en", "valid.iso" })
            File.WriteAllText(folder[name], File.ReadAllText(folder[name]).Replace("\n", "\r\n", StringComparison.Ordinal));

        await DatesFiles.Train(folder, "windows", "--updates", "2");

        Assert.Equal(File.ReadAllBytes(folder["run/checkpoints/2/model.safetensors"]), File.ReadAllBytes(folder["windows/checkpoints/2/model.safetensors"]));
    }

    [Fact]
    public async Task The_example_ends_with_the_share_of_unseen_lines_that_it_translates_exactly()
    {
        var run = await Plain(["--example", "dates", .. DatesFiles.Tiny("--updates", "2", "--method", "greedy", "--json")]);

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(["run", "updates", "checkpoint", "validationBleu", "validationLoss", "seconds", "exactMatch", "testLines"], run.JsonNames);
        Assert.InRange((double)run.Json["exactMatch"]!, 0, 0.1);
        Assert.Equal(1_000, (int)run.Json["testLines"]!);
    }

    [Fact]
    public async Task Help_shows_the_defaults_of_the_corpus_that_is_named()
    {
        File.WriteAllText(folder["large.en"], string.Concat(Enumerable.Repeat("a b\n", 150_000)));

        var small = await CommandRun.Of("train", "translation", "--source", folder["train.en"], "--help");
        var large = await CommandRun.Of("train", "translation", "--source", folder["large.en"], "--help");
        var example = await CommandRun.Of("train", "translation", "--example", "dates", "--help");

        Assert.Contains("default 8000)", small.Output, StringComparison.Ordinal);
        Assert.Contains("default 50000)", large.Output, StringComparison.Ordinal);
        Assert.Contains("default 2800)", example.Output, StringComparison.Ordinal);
        Assert.All(small.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public async Task Workers_follow_from_an_options_file_as_from_flags()
    {
        File.WriteAllText(folder["options.json"], """{ "trainer": { "batchesPerUpdate": 3 } }""");

        var run = await DatesFiles.Train(folder, "run", "--options", folder["options.json"], "--threads", "3", "--updates", "1");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(3, (int)JsonNode.Parse(File.ReadAllText(folder["run/options.json"]))!["trainer"]!["workers"]!);
    }

    [Fact]
    public async Task What_options_prints_is_an_options_file_that_trains()
    {
        var options = await CommandRun.Of("options", "translation", "--source", folder["train.en"]);
        File.WriteAllText(folder["options.json"], options.Output);

        var run = await DatesFiles.Train(folder, "run", "--options", folder["options.json"], "--updates", "2", "--json");

        Assert.Contains("// Text to translate, a sentence a line", options.Output, StringComparison.Ordinal);
        Assert.True(run.Code == 0, run.Error);
    }

    private async Task AssertRefused(string sentence, string[] flags)
    {
        (await DatesFiles.Train(folder, "run", ["--updates", "2", .. flags])).AssertRefused(sentence);
        Assert.False(Directory.Exists(Run));
    }

    private Task<CommandRun> Plain(params string[] flags) => CommandRun.Of(["train", "translation", "--out", Run, .. flags]);
}
