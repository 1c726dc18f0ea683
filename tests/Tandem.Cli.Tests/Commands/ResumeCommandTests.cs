using System.Text.Json.Nodes;

namespace Tandem.Cli.Tests.Commands;

public sealed class ResumeCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_complete_run_says_that_it_is_and_changes_nothing()
    {
        await CommandRun.Train(Run);
        var model = File.ReadAllBytes(folder["run/checkpoints/40/model.safetensors"]);
        var metrics = File.ReadAllBytes(folder["run/metrics.jsonl"]);

        var run = await CommandRun.Of("resume", Run, "--json");

        Assert.Equal((0, "This run is complete after 40 episodes.\n"), (run.Code, run.Error));
        Assert.Equal(40, (int)run.Json["episodes"]!);
        Assert.Equal(model, File.ReadAllBytes(folder["run/checkpoints/40/model.safetensors"]));
        Assert.Equal(metrics, File.ReadAllBytes(folder["run/metrics.jsonl"]));
    }

    [Theory]
    [InlineData("model.safetensors", Damage.FlippedByte, "model.safetensors is damaged: its bytes are not those that were written")]
    [InlineData("learner.bin", Damage.CutShort, "learner.bin is cut short")]
    [InlineData("state.json", Damage.Emptied, "state.json is empty")]
    [InlineData("manifest.txt", Damage.FlippedByte, "manifest.txt is damaged")]
    [InlineData("model.safetensors", Damage.Deleted, "model.safetensors is missing")]
    public async Task A_damaged_checkpoint_is_named_and_the_one_before_it_taken(string file, Damage damage, string sentence)
    {
        await CommandRun.Train(Run);
        var model = File.ReadAllBytes(folder["run/checkpoints/40/model.safetensors"]);
        var metrics = File.ReadAllBytes(folder["run/metrics.jsonl"]);
        Inflict(damage, folder[$"run/checkpoints/40/{file}"]);

        var score = await CommandRun.Of("evaluate", Run, "--episodes", "3", "--json");
        var run = await CommandRun.Of("resume", Run);

        Assert.Equal((0, 30), (score.Code, (int)score.Json["checkpoint"]!));
        Assert.Contains(sentence, score.Error, StringComparison.Ordinal);
        Assert.Contains("the checkpoint of episode 30 is taken instead", score.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Contains("Going on from episode 30.", run.Error, StringComparison.Ordinal);
        Assert.Equal(model, File.ReadAllBytes(folder["run/checkpoints/40/model.safetensors"]));
        Assert.Equal(metrics, File.ReadAllBytes(folder["run/metrics.jsonl"]));
    }

    [Fact]
    public async Task Where_every_checkpoint_is_damaged_nothing_is_begun_anew_and_nothing_deleted()
    {
        await CommandRun.Train(Run);
        foreach (var checkpoint in Directory.GetDirectories(folder["run/checkpoints"]))
            Inflict(Damage.Emptied, Path.Combine(checkpoint, "learner.bin"));
        var before = FilesOf(Run);

        var resumed = await CommandRun.Of("resume", Run);
        var ridden = await CommandRun.Of("ride", Run);

        resumed.AssertRefused($"no checkpoint of the run '{Run}' is intact (checkpoint '{Run}/checkpoints/40': learner.bin is empty): restore one from a copy, or train anew into another folder");
        Assert.Equal(2, ridden.Code);
        Assert.EndsWith($"no checkpoint of the run '{Run}' is intact: restore one from a copy, or train anew into another folder\n", ridden.Error, StringComparison.Ordinal);
        Assert.Equal(before, FilesOf(Run));
    }

    [Fact]
    public async Task A_run_without_checkpoints_begins_anew_but_cannot_be_ridden()
    {
        await CommandRun.Train(Run);
        var model = File.ReadAllBytes(folder["run/checkpoints/40/model.safetensors"]);
        Directory.Delete(folder["run/checkpoints"], recursive: true);

        (await CommandRun.Of("ride", Run)).AssertRefused($"the run '{Run}' has no checkpoint yet: train on with 'tandem resume {Run}'");
        var run = await CommandRun.Of("resume", Run);

        Assert.Contains("Going on from episode 0.", run.Error, StringComparison.Ordinal);
        Assert.Equal(model, File.ReadAllBytes(folder["run/checkpoints/40/model.safetensors"]));
    }

    [Fact]
    public async Task Options_that_do_not_fit_the_checkpoint_are_refused()
    {
        await CommandRun.Train(Run);
        Rewrite("options.json", options => options["learner"]!["network"]!["hidden"] = new JsonArray(8));
        var before = FilesOf(Run);

        var run = await CommandRun.Of("resume", Run);

        run.AssertRefused("resume with the options");
        Assert.Equal(before, FilesOf(Run));
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("ride")]
    [InlineData("resume")]
    public async Task A_run_of_a_newer_version_is_refused(string command)
    {
        await CommandRun.Train(Run, episodes: 5);
        Rewrite("run.json", record => record["format"] = 2);

        (await CommandRun.Of(command, Run)).AssertRefused($"'{Run}/run.json' was written by a newer version, in format 2 where this one reads up to 1: update Tandem");
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("ride")]
    [InlineData("resume")]
    public async Task A_run_of_another_task_is_refused(string command)
    {
        await CommandRun.Train(Run, episodes: 5);
        Rewrite("run.json", record => record["task"] = "juggling");

        (await CommandRun.Of(command, Run)).AssertRefused($"the run '{Run}' is a training of 'juggling': this program knows reinforce");
    }

    [Fact]
    public async Task A_run_in_a_world_that_this_program_lacks_is_refused()
    {
        await CommandRun.Train(Run, episodes: 5);
        Rewrite("run.json", record => record["environment"] = "Crane-v0");

        (await CommandRun.Of("evaluate", Run)).AssertRefused("there is no world 'Crane-v0'");
    }

    [Fact]
    public async Task A_damaged_record_or_damaged_options_are_named()
    {
        await CommandRun.Train(Run, episodes: 5);
        File.WriteAllText(folder["run/options.json"], "{");
        (await CommandRun.Of("resume", Run)).AssertRefused($"{Run}/options.json, line 1: ");
        File.WriteAllText(folder["run/run.json"], "{}");
        (await CommandRun.Of("resume", Run)).AssertRefused($"'{Run}/run.json' is damaged: it does not describe a run");
    }

    public enum Damage
    {
        FlippedByte,
        CutShort,
        Emptied,
        Deleted,
    }

    private static void Inflict(Damage damage, string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (damage == Damage.Deleted)
        {
            File.Delete(path);
            return;
        }

        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, damage switch
        {
            Damage.FlippedByte => bytes,
            Damage.CutShort => bytes[..(bytes.Length / 2)],
            _ => [],
        });
    }

    private void Rewrite(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Run, file)))!.AsObject();
        change(json);
        File.WriteAllText(Path.Combine(Run, file), json.ToJsonString());
    }

    /// <summary>Every file but the lock, with its content.</summary>
    private static (string Path, string Content)[] FilesOf(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => Path.GetFileName(path) != ".lock")
            .Select(path => (path, Convert.ToHexString(File.ReadAllBytes(path)))),
    ];
}
