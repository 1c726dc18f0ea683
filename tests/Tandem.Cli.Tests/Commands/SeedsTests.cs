using System.Text.Json.Nodes;
using Tandem.Cli.Tests.Worlds;
using Tandem.Environments;

namespace Tandem.Cli.Tests.Commands;

/// <summary><c>train ALGORITHM --seeds N</c>, and <c>evaluate</c> of several runs.</summary>
public sealed class SeedsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_seed_is_the_run_that_it_would_be_by_itself()
    {
        var seeds = await Train("three", "--seeds", "3");
        var alone = await Train("alone", "--seed", "2");

        Assert.True((seeds.Code, alone.Code) == (0, 0), seeds.Error);
        foreach (var file in new[] { "metrics.jsonl", "checkpoints/30/model.safetensors", "checkpoints/30/learner.bin" })
            Assert.Equal(File.ReadAllBytes(folder[$"alone/{file}"]), File.ReadAllBytes(folder[$"three/seed-2/{file}"]));
        Assert.True(File.Exists(folder["three/learning-curve.png"]));
        Assert.True(File.Exists(folder["three/seed-0/learning-curve.png"]));
        Assert.Equal(3, (int)Record("three")["seeds"]!);
        Assert.Equal(("completed", "completed"), ((string)Record("three")["status"]!, (string)Record("three/seed-1")["status"]!));
    }

    [Fact]
    public async Task It_closes_with_every_seed_and_what_they_come_to()
    {
        var run = await Train("three", "--seeds", "3");

        foreach (var row in new[] { "random", "seed 0", "seed 1", "seed 2", "optimum" })
            Assert.Single(run.Output.Split('\n'), line => line.StartsWith($"│ {row} ", StringComparison.Ordinal));
        Assert.Matches(@"Mean of the seeds -?[\d.]+, 95% interval -?[\d.]+ to -?[\d.]+; of their middle half -?[\d.]+, ", run.Output);
        Assert.Contains("Regret to the optimum, 97.00: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("tandem evaluate ", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, run.Error.Split('\n').Count(line => line.StartsWith("seed ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Its_json_names_are_a_contract_and_evaluate_says_the_same_of_the_finished_runs()
    {
        var trained = await Train("two", "--seeds", "2", "--json");
        var parent = await CommandRun.Of("evaluate", folder["two"], "--json");
        var each = await CommandRun.Of("evaluate", folder["two/seed-1"], folder["two/seed-0"], "--json", "--plot", folder["curve.svg"]);

        Assert.Equal(["run", "seconds", "learningCurve", "scores"], trained.JsonNames);
        var scores = trained.Json["scores"]!.AsObject();
        Assert.Equal(
            ["task", "env", "mean", "meanInterval", "interquartileMean", "interquartileMeanInterval", "optimum", "regret", "seeds", "untrained"],
            scores.Select(property => property.Key));
        Assert.Equal(["run", "seed", "checkpoint", "score"], scores["seeds"]![0]!.AsObject().Select(property => property.Key));
        Assert.Equal(scores.ToJsonString(), parent.Json["groups"]![0]!.ToJsonString());
        Assert.Equal(scores.ToJsonString(), each.Json["groups"]![0]!.ToJsonString());
        Assert.Contains("<polygon", File.ReadAllText(folder["curve.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_that_differ_in_more_than_their_seed_are_not_summed_up_together()
    {
        await Train("small");
        await Train("large", "--size", "6");

        var run = await CommandRun.Of("evaluate", folder["small"], folder["large"], "--episodes", "5", "--json");
        var plotted = await CommandRun.Of("evaluate", folder["small"], folder["large"], "--episodes", "5", "--plot", folder["curve.png"]);

        Assert.Equal([97.0, 96.0], run.Json["groups"]!.AsArray().Select(group => (double)group!["optimum"]!));
        Assert.Contains("is left out: it draws runs of one task in one world", plotted.Error, StringComparison.Ordinal);
        Assert.Contains("One seed tells nothing of another", plotted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_other_settings_are_kept_apart_and_a_seed_counts_once()
    {
        await Train("slow", "--learning-rate", "0.001");
        await Train("fast", "--learning-rate", "0.05");
        await Train("faster", "--learning-rate", "0.05", "--seed", "1", "--threads", "1");
        await Train("again", "--learning-rate", "0.05");

        var run = await CommandRun.Of("evaluate", folder["slow"], folder["fast"], folder["faster"], "--episodes", "5", "--json");
        var twice = await CommandRun.Of("evaluate", folder["slow"], folder["fast"], folder["again"], "--episodes", "5");
        var same = await CommandRun.Of("evaluate", folder["slow"], folder["slow"], "--episodes", "5");

        Assert.Equal([1, 2], run.Json["groups"]!.AsArray().Select(group => group!["seeds"]!.AsArray().Count));
        twice.AssertRefused($"the runs '{folder["fast"]}' and '{folder["again"]}' are the same training from the same seed, 0: give each seed once");
        same.AssertRefused($"the runs '{folder["slow"]}' and '{folder["slow"]}' are the same training from the same seed, 0: give each seed once");
    }

    [Fact]
    public async Task A_seed_that_fails_leaves_the_others_alone_and_resume_makes_it_good()
    {
        var (made, isMended) = (0, false);
        var catalog = EnvironmentCatalog.BuiltIn.With("Rope-v0", () =>
        {
            // The first world is looked at and the second is tried out; each seed then makes one to train in.
            var breaks = Interlocked.Increment(ref made) == 4;
            return new PlainWorld { Twist = (step, reward) => step == 154 && breaks && !isMended ? throw new InvalidOperationException("the rope broke") : reward };
        });
        string[] training = ["train", "reinforce", "--env", "Rope-v0", "--episodes", "30", "--evaluation-episodes", "0", "--checkpoint-every", "10", "--threads", "1", "--seeds", "3", "--quiet", "--out", folder["ropes"]];

        var broken = await CommandRun.Of(catalog, training);
        var failed = Enumerable.Range(0, 3).Where(seed => (string)Record($"ropes/seed-{seed}")["status"]! == "failed").ToArray();
        isMended = true;
        var resumed = await CommandRun.Of(catalog, "resume", folder["ropes"], "--json", "--quiet");

        var seed = Assert.Single(failed);
        broken.AssertFailed(1, $"seed {seed} failed in Rope-v0: world 0 threw InvalidOperationException (the rope broke) at step 4 of its episode (2 of 3 seeds are complete, the others keep their last checkpoints; 'tandem resume {folder["ropes"]}' goes on)");
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Equal(3, resumed.Json["scores"]!["seeds"]!.AsArray().Count);
        Assert.Equal("completed", (string)Record("ropes")["status"]!);
    }

    [Theory]
    [InlineData("--seeds 1", "1 seeds are out of range: give 2 to 1000, or leave --seeds out to train one")]
    [InlineData("--seeds 0", "0 seeds are out of range: give 2 to 1000")]
    [InlineData("--seeds 3 --seed 5", "--seeds N trains the seeds 0 to N - 1, none of them chosen: leave --seed out")]
    [InlineData("--seeds 3 --env Pendulum-v1", "reinforce chooses among actions, and those of this world are real numbers")]
    public async Task What_cannot_be_trained_makes_no_folder(string flags, string sentence)
    {
        var run = await CommandRun.Of(["train", "reinforce", "--out", folder["run"], .. flags.Split(' ')]);

        run.AssertRefused(sentence);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public async Task A_folder_of_seeds_is_not_ridden_itself()
    {
        await Train("two", "--seeds", "2");

        (await CommandRun.Of("ride", folder["two"])).AssertRefused($"the run '{folder["two"]}' holds 2 seeds: give the folder of one of them, such as {folder["two/seed-0"]}");
        Assert.Equal(0, (await CommandRun.Of("ride", folder["two/seed-1"])).Code);
    }

    private Task<CommandRun> Train(string run, params string[] flags) =>
        CommandRun.Of(["train", "reinforce", "--episodes", "30", "--evaluate-every", "10", "--out", folder[run], .. flags]);

    private JsonNode Record(string run) => JsonNode.Parse(File.ReadAllText(folder[$"{run}/run.json"]))!;
}
