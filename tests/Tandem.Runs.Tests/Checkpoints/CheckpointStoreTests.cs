using System.Text;
using System.Text.Json.Nodes;
using Tandem.Runs.Checkpoints;
using Tandem.Runs.Safetensors;

namespace Tandem.Runs.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private static readonly string[] files = ["manifest.txt", "model.safetensors", "replay.bin", "state.json"];

    private readonly TemporaryFolder folder = new();
    private readonly CheckpointStore store;

    public CheckpointStoreTests() => store = new CheckpointStore(folder.Path, isWritable: true);

    public static TheoryData<string> Files => [.. files];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reading_gives_back_what_was_written()
    {
        store.Write(new CheckpointDraft(300, Model(0.5f))
        {
            Score = 97.5,
            MetricsLength = 1234,
            State = new JsonObject { ["episode"] = 300, ["stream"] = ulong.MaxValue },
        }.Add("optimizer.safetensors", Model(2)).Add("replay.bin", [1, 2, 3]));

        var checkpoint = store.Read(300);

        Assert.Equal((300, 97.5, 1234), (checkpoint.Step, checkpoint.Score, checkpoint.MetricsLength));
        Assert.Equal(ulong.MaxValue, checkpoint.State["stream"]!.GetValue<ulong>());
        Assert.Equal(["model.safetensors", "optimizer.safetensors", "replay.bin", "state.json"], checkpoint.Files);
        Assert.Equal([0.5f], checkpoint.ReadModel().ReadSingles("w"));
        Assert.Equal([2f], checkpoint.ReadTensors("optimizer.safetensors").ReadSingles("w"));
        Assert.Equal([1, 2, 3], checkpoint.ReadBytes("replay.bin"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(double.NaN)]
    public void A_score_may_be_unknown(double? score)
    {
        Write(1, score);

        Assert.Null(store.Read(1).Score);
    }

    [Fact]
    public void Scores_may_be_infinite()
    {
        Write(1, double.NegativeInfinity);
        Write(2, double.PositiveInfinity);

        Assert.Equal(double.NegativeInfinity, store.Read(1).Score);
        Assert.Equal(double.PositiveInfinity, store.Read(2).Score);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        Write(1, 5);
        var first = files.Select(name => File.ReadAllBytes(FileOf(1, name))).ToArray();

        Write(1, 5);

        Assert.Equal(first, files.Select(name => File.ReadAllBytes(FileOf(1, name))));
    }

    [Fact]
    public void Kept_are_the_last_two_and_the_best()
    {
        foreach (var (step, score) in new[] { (100, 1.0), (200, 9.0), (300, 3.0), (400, 9.0), (500, 5.0), (600, 6.0) })
            Write(step, score);

        Assert.Equal([200, 500, 600], store.Steps);
        Assert.Equal(200, store.BestGood().Found!.Step);
        Assert.Equal(600, store.LatestGood().Found!.Step);
    }

    [Fact]
    public void Without_scores_the_last_two_are_kept_and_the_last_is_the_best()
    {
        foreach (var step in new[] { 1, 2, 10 })
            Write(step, null);

        Assert.Equal([2, 10], store.Steps);
        Assert.Equal(10, store.BestGood().Found!.Step);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_changed_byte_is_noticed(string name)
    {
        Write(7, 1);
        var path = FileOf(7, name);
        var whole = File.ReadAllBytes(path);

        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x20;
            File.WriteAllBytes(path, damaged);
            Assert.Contains(name, Assert.Throws<InvalidDataException>(() => store.Read(7)).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_cut_short_anywhere_is_noticed(string name)
    {
        Write(7, 1);
        var path = FileOf(7, name);
        var whole = File.ReadAllBytes(path);

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains(name, Assert.Throws<InvalidDataException>(() => store.Read(7)).Message);
        }
    }

    [Fact]
    public void What_is_wrong_is_named_with_the_file()
    {
        Write(7, 1);
        var path = FileOf(7, "replay.bin");

        File.WriteAllBytes(path, [1, 2, 4]);
        AssertFault(7, "replay.bin is damaged: its bytes are not those that were written");
        File.WriteAllBytes(path, [1, 2]);
        AssertFault(7, "replay.bin is cut short: 2 of 3 bytes are there");
        File.WriteAllBytes(path, [1, 2, 3, 4]);
        AssertFault(7, "replay.bin has 4 bytes where 3 were written");
        File.WriteAllBytes(path, []);
        AssertFault(7, "replay.bin is empty");
        File.Delete(path);
        AssertFault(7, "replay.bin is missing");
        File.WriteAllText(FileOf(7, "manifest.txt"), "tandem checkpoint 1\n");
        AssertFault(7, "manifest.txt is damaged");
        File.WriteAllText(FileOf(7, "manifest.txt"), "tandem checkpoint 2\nanything\n");
        AssertFault(7, "manifest.txt was written by a newer version, in format 2 where this one reads up to 1: update Tandem");
        File.WriteAllText(FileOf(7, "manifest.txt"), "");
        AssertFault(7, "manifest.txt is empty");
        File.Delete(FileOf(7, "manifest.txt"));
        AssertFault(7, "manifest.txt is missing");
    }

    [Fact]
    public void A_list_that_names_files_elsewhere_is_refused()
    {
        Write(7, 1);
        var body = "tandem checkpoint 1\n" + new string('0', 64) + " 3 ../../secret\n";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(body)));
        File.WriteAllText(FileOf(7, "manifest.txt"), $"{body}{hash}\n");

        AssertFault(7, "manifest.txt is damaged");
    }

    [Fact]
    public void The_one_before_is_offered_when_the_last_is_damaged()
    {
        Write(1, 1);
        Write(2, 2);
        File.Delete(FileOf(2, "model.safetensors"));

        var (found, skipped) = store.LatestGood();

        Assert.Equal(1, found!.Step);
        Assert.Equal([$"checkpoint '{folder.File("2")}': model.safetensors is missing"], skipped);
        Assert.Equal(1, store.BestGood().Found!.Step);
    }

    [Fact]
    public void Where_none_is_good_none_is_offered()
    {
        Write(1, 1);
        File.Delete(FileOf(1, "manifest.txt"));

        Assert.Null(store.LatestGood().Found);
        Assert.Single(store.LatestGood().Skipped);
        Assert.Null(new CheckpointStore(folder.File("none"), isWritable: false).LatestGood().Found);
    }

    [Fact]
    public void A_step_without_checkpoint_is_refused()
    {
        Write(1, 1);
        Write(2, 1);

        var error = Assert.Throws<InvalidDataException>(() => store.Read(3));

        Assert.Equal($"there is no checkpoint 3 in '{folder.Path}': give one of 1, 2", error.Message);
    }

    [Fact]
    public void Asking_for_a_file_that_is_not_there_lists_those_that_are()
    {
        Write(1, 1);

        var error = Assert.Throws<InvalidDataException>(() => store.Read(1).ReadBytes("optimizer.safetensors"));

        Assert.Equal($"checkpoint '{folder.File("1")}': optimizer.safetensors is not there: it holds model.safetensors, replay.bin, state.json", error.Message);
    }

    [Fact]
    public void A_failing_writer_leaves_the_checkpoints_as_they_were()
    {
        Write(1, 1);

        Assert.Throws<InvalidOperationException>(() => store.Write(
            new CheckpointDraft(2, Model(1)).Add("z.bin", _ => throw new InvalidOperationException("half way"))));
        var refused = Assert.Throws<RunDirectoryException>(() => store.Write(
            new CheckpointDraft(1, Model(1)).Add("z.bin", _ => throw new IOException("broken disk"))));

        Assert.Equal($"checkpoint 1 cannot be written to '{folder.Path}': broken disk", refused.Message);
        Assert.Equal([folder.File("1")], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(1, store.Read(1).Score);
    }

    [Fact]
    public void A_process_killed_while_writing_leaves_nothing_that_counts()
    {
        Write(1, 1);
        Write(2, 2);
        var complete = Directory.GetFiles(folder.File("2"));

        for (var written = 0; written <= complete.Length; written++)
        {
            LeaveBehind(".writing-3", complete.Take(written));
            if (written > 0)
                File.WriteAllBytes(folder.File(".writing-3", Path.GetFileName(complete[written - 1])), [1]);
            Assert.Equal([1, 2], store.Steps);
            Assert.Equal(2, store.LatestGood().Found!.Step);
            store.ClearLeftovers();
            Assert.Equal(["1", "2"], Names());
        }
    }

    [Fact]
    public void A_process_killed_between_two_renames_loses_nothing()
    {
        Write(1, 1);
        Directory.Move(folder.File("1"), folder.File(".replaced-1"));
        LeaveBehind(".writing-1", []);

        store.ClearLeftovers();

        Assert.Equal(["1"], Names());
        Assert.Equal(1, store.Read(1).Score);
    }

    [Fact]
    public void A_process_killed_after_both_renames_keeps_the_new_one()
    {
        Write(1, 1);
        Directory.Move(folder.File("1"), folder.File(".replaced-1"));
        Write(1, 2);
        LeaveBehind(".replaced-1", []);

        store.ClearLeftovers();

        Assert.Equal(["1"], Names());
        Assert.Equal(2, store.Read(1).Score);
    }

    [Fact]
    public void A_process_killed_while_deleting_leaves_nothing_that_counts()
    {
        Write(2, 2);
        LeaveBehind(".deleting-1", Directory.GetFiles(folder.File("2")).Take(1));

        store.ClearLeftovers();

        Assert.Equal(["2"], Names());
    }

    [Fact]
    public void Writing_after_a_kill_goes_over_what_was_left()
    {
        LeaveBehind(".writing-1", []);
        File.WriteAllText(folder.File(".writing-1", "stray"), "half");

        Write(1, 1);

        Assert.Equal(["model.safetensors", "replay.bin", "state.json"], store.Read(1).Files);
    }

    [Fact]
    public void A_step_written_again_replaces_the_first()
    {
        Write(1, 1);
        Write(1, 2);

        Assert.Equal(2, store.Read(1).Score);
        Assert.Equal(["1"], Names());
    }

    [Fact]
    public void Folders_of_other_names_are_left_alone()
    {
        Directory.CreateDirectory(folder.File("007"));
        Directory.CreateDirectory(folder.File("notes"));
        Write(1, 1);

        Assert.Equal([1], store.Steps);
        Assert.Equal(["007", "1", "notes"], Names());
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("")]
    public void A_file_has_a_plain_name(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new CheckpointDraft(1, Model(1)).Add(name, [1]));

        Assert.Equal($"'{name}' cannot name a file of a checkpoint: give letters, digits, '.', '-' and '_', not beginning with '.'", error.Message);
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("manifest.txt")]
    [InlineData("model.safetensors")]
    public void A_file_has_its_own_name(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new CheckpointDraft(1, Model(1)).Add(name, [1]));

        Assert.Equal($"the checkpoint has a file '{name}' already: give each its own name", error.Message);
    }

    [Fact]
    public void A_negative_step_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new CheckpointDraft(-1, Model(1)));

        Assert.Equal("checkpoint step -1 is negative: give 0 or more", error.Message);
    }

    private static SafetensorsWriter Model(float weight) => new SafetensorsWriter().Add("w", [1], new[] { weight });

    private void Write(long step, double? score) =>
        store.Write(new CheckpointDraft(step, Model(step)) { Score = score }.Add("replay.bin", [1, 2, 3]));

    private string FileOf(long step, string name) => folder.File($"{step}", name);

    private string?[] Names() => [.. Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)];

    private void LeaveBehind(string name, IEnumerable<string> copied)
    {
        Directory.CreateDirectory(folder.File(name));
        foreach (var path in copied)
            File.Copy(path, folder.File(name, Path.GetFileName(path)));
    }

    private void AssertFault(long step, string sentence) => Assert.Equal(
        $"checkpoint '{folder.File($"{step}")}': {sentence}",
        Assert.Throws<InvalidDataException>(() => store.Read(step)).Message);
}
