using System.Text;

namespace Tandem.Cli.Tests.Commands;

/// <summary><c>translate</c> and <c>evaluate</c> with one small model, which has learned next to nothing.</summary>
[Collection(nameof(OneTraining))]
public sealed class TranslateCommandTests(TranslateCommandTests.Trained trained) : IClassFixture<TranslateCommandTests.Trained>
{
    private const string Date = "the 3rd of March 1987";

    private string Run => trained.Folder["run"];

    [Fact]
    public async Task Lines_are_translated_in_their_order_and_blank_ones_stay()
    {
        var alone = await Translate(Date);
        var run = await Translate($"\n{Date}\r\n   \n12,304\n{Date}");

        var lines = run.Output.Split('\n');
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(6, lines.Length);
        Assert.Equal(("", "", ""), (lines[0], lines[2], lines[5]));
        Assert.Equal((alone.Output, alone.Output), (lines[1] + "\n", lines[4] + "\n"));
    }

    [Fact]
    public async Task A_line_is_answered_before_the_next_one_is_typed()
    {
        var output = new StringWriter();
        using var typing = new Typing(output, [Date + "\n", "12,304\n", "twelve\n"]);

        var run = await CommandRun.OfInput(typing, output, "translate", Run);

        Assert.Equal(0, run.Code);
        Assert.Equal(3, run.Output.Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced_and_said_once()
    {
        byte[] input = [.. Encoding.UTF8.GetBytes("\uFEFFnoon\n"), 0xFF, (byte)'a', (byte)'\n', 0xC3, (byte)'\n', 0, 1, 2];

        var run = await CommandRun.OfInput(input, "translate", Run, "--json");
        var noon = await Translate("noon");

        Assert.Equal(0, run.Code);
        Assert.StartsWith(noon.Output, run.Output, StringComparison.Ordinal);
        Assert.Equal((4, 2), ((int)run.Json["lines"]!, (int)run.Json["damagedLines"]!));
        Assert.StartsWith("tandem: line 2 has bytes that are not UTF-8, which are read as U+FFFD; further lines are not mentioned\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_in_UTF_16_is_refused()
    {
        var run = await CommandRun.OfInput([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("noon\n")], "translate", Run);

        run.AssertFailed(1, "standard input is UTF-16: convert it to UTF-8, such as by iconv -f UTF-16 -t UTF-8");
    }

    [Fact]
    public async Task Nothing_gives_nothing() => Assert.Equal(new CommandRun(0, "", ""), await Translate(""));

    [Fact]
    public async Task N_best_gives_number_score_and_text()
    {
        var best = await Translate(Date);
        var run = await Translate($"noon\n{Date}\n", "--n-best", "3", "--beam", "5");

        var rows = run.Output.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')).ToArray();
        var lines = rows.ToLookup(row => row[0]);
        Assert.Equal(["1", "2"], lines.Select(line => line.Key));
        Assert.Equal(best.Output.TrimEnd('\n'), lines["2"].First()[2]);
        Assert.All(lines, line => Assert.InRange(line.Count(), 1, 3)); // the same text in other subwords is no other translation
        Assert.All(lines, line => Assert.Equal(line.Count(), line.Select(row => row[2]).Distinct().Count()));
    }

    [Fact]
    public async Task A_translation_that_found_no_end_is_counted()
    {
        var run = await Translate($"{Date}\n", "--length-ratio", "0", "--length-allowance", "1", "--json");

        Assert.Equal((0, 1), (run.Code, (int)run.Json["endlessLines"]!));
        Assert.Equal("tandem: 1 of 1 translations found no end and were cut at the greatest length (--length-ratio and --length-allowance)\n", run.Error);
    }

    [Fact]
    public async Task A_line_of_spaces_is_never_too_long()
    {
        var run = await Translate(new string(' ', 10_000) + "\n", "--overlong", "refuse");

        Assert.Equal(new CommandRun(0, "\n", ""), run);
    }

    [Fact]
    public async Task A_damaged_best_checkpoint_is_named_and_the_next_best_taken()
    {
        using var folder = new TemporaryFolder();
        DatesFiles.Write(folder);
        var best = (long)(await DatesFiles.Train(folder, "run", "--updates", "9", "--score", "loss", "--json")).Json["checkpoint"]!;
        Assert.Equal(9, best);
        File.WriteAllText(folder[$"run/checkpoints/{best}/model.safetensors"], "torn");

        var run = await CommandRun.OfInput(Encoding.UTF8.GetBytes(Date), "translate", folder["run"], "--json");

        Assert.Equal((0, 6), (run.Code, (long)run.Json["checkpoint"]!));
        Assert.Contains($"checkpoints/{best}", run.Error, StringComparison.Ordinal);
        Assert.Contains("the checkpoint of update 6 is taken instead", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_split_and_counted_or_refused()
    {
        var longest = string.Join(". ", Enumerable.Repeat(Date, 60));

        var split = await Translate($"{Date}\n{longest}\n", "--json");
        var refused = await Translate($"{Date}\n{longest}\n", "--overlong", "refuse");

        Assert.Equal((0, 2, 1), (split.Code, (int)split.Json["lines"]!, (int)split.Json["splitLines"]!));
        Assert.Matches(@"(?m)^tandem: 1 of 2 lines have more than \d+ tokens and were translated in \d+ parts\n$", split.Error);
        Assert.Equal(1, refused.Code);
        Assert.Equal(1, refused.Output.Count(letter => letter == '\n'));
        Assert.Matches(@"^tandem: line 2 has \d+ tokens and this model translates \d+ at once: shorten it, or give --overlong split\n$", refused.Error);
    }

    [Fact]
    public async Task A_line_of_a_megabyte_comes_back()
    {
        var run = await Translate(new string('1', 1 << 20), "--method", "greedy", "--length-ratio", "0", "--length-allowance", "1", "--json");

        Assert.Equal((0, 1), (run.Code, (int)run.Json["lines"]!));
    }

    [Fact]
    public async Task An_explanation_is_a_table_of_attention()
    {
        var text = await CommandRun.Of("translate", Run, "--explain", Date);
        var json = await CommandRun.Of("translate", Run, "--explain", Date, "--json");

        Assert.True(text.Code == 0, text.Error);
        Assert.Contains("</s>", text.Output, StringComparison.Ordinal);
        Assert.Contains("%", text.Output, StringComparison.Ordinal);
        Assert.Equal(["run", "checkpoint", "translation", "source", "target", "attention"], json.JsonNames);
        Assert.Equal(json.Json["target"]!.AsArray().Count, json.Json["attention"]!.AsArray().Count);
        Assert.All(json.Json["attention"]!.AsArray(), row => Assert.Equal(1, row!.AsArray().Sum(share => (double)share!), 1e-4));
    }

    [Fact]
    public async Task An_explanation_is_drawn_to_a_picture()
    {
        var svg = await CommandRun.Of("translate", Run, "--explain", Date, "--plot", trained.Folder["attention.svg"], "--json");
        var png = await CommandRun.Of("translate", Run, "--explain", Date, "--plot", trained.Folder["attention.png"]);

        Assert.Equal((0, 0), (svg.Code, png.Code));
        var drawn = File.ReadAllText(trained.Folder["attention.svg"]);
        var cells = svg.Json["target"]!.AsArray().Count * svg.Json["source"]!.AsArray().Count;
        Assert.Equal(cells + 1, System.Text.RegularExpressions.Regex.Count(drawn, "<rect "));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(trained.Folder["attention.png"])[..4]);
        (await CommandRun.Of("translate", Run, "--plot", trained.Folder["attention.svg"]))
            .AssertRefused("--plot draws the attention of one line: give that line by --explain, or leave --plot out");
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_not_explained() =>
        (await Translate("", "--explain", string.Join(". ", Enumerable.Repeat(Date, 60)), "--overlong", "split"))
            .AssertRefused("attention is shown of ");

    [Theory]
    [InlineData("--temperature 0.5", "temperature, top-k and top-p are settings of sampling: add --method sampling, or leave them out")]
    [InlineData("--n-best 9", "beam 5 cannot give the 9 best hypotheses")]
    [InlineData("--beam 0", "decoding.beam: beam 0 is out of range: give 1 to 1000")]
    [InlineData("--overlong cut", "overlong: \"cut\" is not a choice: give split or refuse")]
    [InlineData("--explain=noon --n-best=3", "--explain shows one translation, the best: leave --n-best out")]
    [InlineData("--explain  ", "a blank line is not translated: give one with words")]
    public async Task What_cannot_be_done_is_refused(string flags, string sentence) =>
        (await Translate(Date, flags.Split(' ', 2))).AssertRefused(sentence);

    [Fact]
    public async Task A_run_that_rides_translates_nothing()
    {
        using var folder = new TemporaryFolder();
        await CommandRun.Train(folder["ride"], episodes: 3);

        (await CommandRun.Of("translate", folder["ride"])).AssertRefused("is a training of 'reinforce', which translates nothing: give a run of 'tandem train translation'");
        (await CommandRun.Of("evaluate", folder["ride"], "--source", "x")).AssertRefused("rides and does not translate: leave --source out");
        (await CommandRun.Of("evaluate", Run, "--episodes", "3")).AssertRefused("translates and does not ride: leave --episodes out");
        (await CommandRun.Of("evaluate", folder["ride"], Run)).AssertRefused("translates and the run ");
    }

    [Fact]
    public async Task Scores_come_with_interval_signature_and_speed()
    {
        var run = await Evaluate("--json", "--output", trained.Folder["out.iso"]);
        var table = await Evaluate("--tokenize", "none", "--lowercase");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(
            ["run", "checkpoint", "sentences", "bleu", "chrF2", "chrF2PlusPlus", "exactMatch", "splitLines", "endlessLines", "seconds", "sentencesPerSecond"], run.JsonNames);
        Assert.Equal(12, (int)run.Json["sentences"]!);
        Assert.StartsWith("nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|", (string)run.Json["bleu"]!["signature"]!, StringComparison.Ordinal);
        Assert.InRange((double)run.Json["chrF2"]!["score"]!, (double)run.Json["chrF2"]!["interval"]![0]!, (double)run.Json["chrF2"]!["interval"]![1]!);
        Assert.Equal(File.ReadAllText(trained.Folder["out.iso"]), (await CommandRun.OfInput(File.ReadAllBytes(trained.Folder["valid.en"]), "translate", Run)).Output);
        Assert.Contains("nrefs:1|case:lc|eff:no|tok:none|", table.Output, StringComparison.Ordinal);
        (await Evaluate("--output", trained.Folder["out.iso"])).AssertRefused("is there already and is not overwritten");
        (await Evaluate("--output", trained.Folder["nowhere/out.iso"])).AssertRefused("cannot be written: there is no folder ");
    }

    [Fact]
    public async Task Several_runs_are_compared_with_the_first_on_the_same_lines()
    {
        using var folder = new TemporaryFolder();
        DatesFiles.Write(folder);
        await DatesFiles.Train(folder, "more", "--updates", "60", "--validate-every", "60", "--checkpoint-every", "60");
        string[] text = ["--source", folder["train.en"], "--reference", folder["train.iso"]];

        var json = await CommandRun.Of(["evaluate", Run, Run, folder["more"], .. text, "--json"]);
        var table = await CommandRun.Of(["evaluate", Run, folder["more"], .. text]);

        Assert.True(json.Code == 0, json.Error);
        Assert.Equal(["runs", "comparisons"], json.JsonNames);
        var runs = json.Json["runs"]!.AsArray();
        var pairs = json.Json["comparisons"]!.AsArray();
        Assert.Equal(["BLEU", "chrF2", "BLEU", "chrF2"], pairs.Select(pair => (string)pair!["score"]!));
        Assert.Equal((0, 1), ((double)pairs[1]!["difference"]!, (double)pairs[1]!["pValue"]!));
        Assert.Equal((double)runs[2]!["chrF2"]!["score"]! - (double)runs[0]!["chrF2"]!["score"]!, (double)pairs[3]!["difference"]!, 1e-9);
        Assert.Contains("mean", table.Output, StringComparison.Ordinal);
        Assert.Contains($"{folder["more"]} less {Run}: chrF2 ", table.Output, StringComparison.Ordinal);
        (await CommandRun.Of(["evaluate", Run, folder["more"], .. text, "--output", folder["out"]])).AssertRefused("leave --output out, or score one run");
    }

    [Fact]
    public async Task A_text_that_the_training_saw_is_called_so()
    {
        var run = await CommandRun.Of("evaluate", Run, "--source", trained.Folder["train.en"], "--reference", trained.Folder["train.iso"], "--json");

        Assert.Equal(0, run.Code);
        Assert.Contains("train.en' is the source of the training", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_needs_a_text_and_its_translation()
    {
        (await CommandRun.Of("evaluate", Run)).AssertRefused("give --source FILE and --reference FILE");
        (await CommandRun.Of("evaluate", Run, "--source", trained.Folder["train.en"], "--reference", trained.Folder["valid.iso"]))
            .AssertRefused("give files of which line n of one translates line n of the other");
        (await Evaluate("--tokenize", "14")).AssertRefused("there is no tokenization '14': give one of 13a, none, intl");
    }

    [Fact]
    public async Task The_last_checkpoint_is_taken_if_that_is_asked_for()
    {
        var best = await Evaluate("--json");
        var last = await Evaluate("--json", "--last");

        Assert.Equal(trained.Best, (long)best.Json["checkpoint"]!);
        Assert.Equal(9, (int)last.Json["checkpoint"]!);
    }

    private Task<CommandRun> Translate(string input, params string[] flags) =>
        CommandRun.OfInput(Encoding.UTF8.GetBytes(input), ["translate", Run, .. flags]);

    private Task<CommandRun> Evaluate(params string[] flags) =>
        CommandRun.Of(["evaluate", Run, "--source", trained.Folder["valid.en"], "--reference", trained.Folder["valid.iso"], .. flags]);

    public sealed class Trained : IAsyncLifetime
    {
        internal TemporaryFolder Folder { get; } = new();

        public long Best { get; private set; }

        public async ValueTask InitializeAsync()
        {
            DatesFiles.Write(Folder);
            var run = await DatesFiles.Train(Folder, "run", "--updates", "9", "--json");
            Assert.True(run.Code == 0, run.Error);
            Best = (long)run.Json["checkpoint"]!;
        }

        public ValueTask DisposeAsync()
        {
            Folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Somebody who types a line once the one before it is answered.</summary>
    private sealed class Typing(StringWriter answers, string[] lines) : MemoryStream
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        private int typed;

        public override int Read(Span<byte> buffer)
        {
            Assert.True(SpinWait.SpinUntil(() => answers.ToString().Count(letter => letter == '\n') >= typed, Patience), "a line was not answered");
            return typed < lines.Length ? Encoding.UTF8.GetBytes(lines[typed++], buffer) : 0;
        }
    }
}
