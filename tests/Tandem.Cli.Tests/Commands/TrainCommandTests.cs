using System.Text.Json.Nodes;

namespace Tandem.Cli.Tests.Commands;

public sealed class TrainCommandTests
{
    [Fact]
    public async Task A_training_shows_its_curve_and_what_to_do_next()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.Of("train", "reinforce", "--episodes", "40", "--out", folder["run"]);

        Assert.Equal(0, run.Code);
        Assert.Contains("episodes 40", run.Output, StringComparison.Ordinal);
        Assert.Contains($"tandem evaluate {folder["run"]}", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("episode 40/40  return ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_json_names_are_a_contract()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.Of("train", "reinforce", "--episodes", "40", "--out", folder["run"], "--json");

        Assert.Equal(["run", "episodes", "steps", "seconds", "recentReturn", "evaluation", "bestEvaluation", "learningCurve"], run.JsonNames);
        Assert.Equal((folder["run"], 40), ((string)run.Json["run"]!, (int)run.Json["episodes"]!));
        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Quiet_says_nothing_but_the_result()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.Of("train", "reinforce", "--episodes", "40", "--out", folder["run"], "--json", "--quiet");

        Assert.Equal("", run.Error);
        Assert.NotEqual("", run.Output);
    }

    [Fact]
    public async Task The_flags_of_every_task_are_saved_with_the_run()
    {
        using var folder = new TemporaryFolder();

        await CommandRun.Of(
            "train", "reinforce", "--episodes", "2", "--out", folder["run"], "--seed", "7", "--device", "cpu", "--threads", "1", "--precision", "float32");

        var options = JsonNode.Parse(File.ReadAllText(folder["run/options.json"]))!;
        Assert.Equal(7, (int)options["learner"]!["seed"]!);
        Assert.Equal("""{"device":"cpu","threads":1,"precision":"float32"}""", options["machine"]!.ToJsonString());
        var record = JsonNode.Parse(File.ReadAllText(folder["run/run.json"]))!;
        Assert.Equal(("reinforce", "BicycleGrid-v0", 7, "completed"), ((string)record["task"]!, (string)record["environment"]!, (int)record["seed"]!, (string)record["status"]!));
        Assert.Equal($"tandem train reinforce --episodes 2 --out {folder["run"]} --seed 7 --device cpu --threads 1 --precision float32", (string)record["commandLine"]!);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_one_others()
    {
        using var folder = new TemporaryFolder();
        byte[][] models = new byte[3][];
        for (var i = 0; i < 3; i++)
        {
            await CommandRun.Of("train", "reinforce", "--episodes", "20", "--seed", i < 2 ? "5" : "6", "--out", folder[$"run{i}"]);
            models[i] = File.ReadAllBytes(folder[$"run{i}/checkpoints/20/model.safetensors"]);
        }

        Assert.Equal(models[0], models[1]);
        Assert.NotEqual(models[0], models[2]);
    }

    [Fact]
    public async Task An_existing_run_is_never_overwritten()
    {
        using var folder = new TemporaryFolder();
        await CommandRun.Train(folder["run"], episodes: 10);
        var before = File.ReadAllBytes(folder["run/metrics.jsonl"]);

        var run = await CommandRun.Of("train", "reinforce", "--out", folder["run"]);

        run.AssertRefused($"the run '{folder["run"]}' exists already and is never overwritten: give another folder, or go on with it by 'tandem resume {folder["run"]}'");
        Assert.Equal(before, File.ReadAllBytes(folder["run/metrics.jsonl"]));
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["letter.txt"], "dear");

        (await CommandRun.Of("train", "reinforce", "--out", folder.Path)).AssertRefused($"the folder '{folder.Path}' is not empty: give another one for the run");

        Assert.Equal([folder["letter.txt"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_file_is_no_folder_for_a_run()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["run"], "dear");

        (await CommandRun.Of("train", "reinforce", "--out", folder["run"])).AssertRefused($"'{folder["run"]}' is a file: give a folder for the run");

        Assert.Equal("dear", File.ReadAllText(folder["run"]));
    }

    [Fact]
    public async Task A_folder_below_a_file_cannot_be_made()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["letter"], "dear");

        (await CommandRun.Of("train", "reinforce", "--out", folder["letter/run"])).AssertRefused($"the run directory '{folder["letter/run"]}' cannot be created");
    }
}
