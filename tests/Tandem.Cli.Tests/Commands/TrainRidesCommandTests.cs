using System.Text.Json.Nodes;

namespace Tandem.Cli.Tests.Commands;

/// <summary><c>train clone</c> and <c>train decision-transformer</c>, and the riders that they make.</summary>
[Collection(nameof(OneTraining))]
public sealed class TrainRidesCommandTests : RecordedRides
{
    [Theory]
    [InlineData(Clone)]
    [InlineData(DecisionTransformer)]
    public async Task Its_json_names_are_a_contract(string task)
    {
        var run = await Train(task, "--json");

        Assert.Equal(["run", "updates", "validationLoss", "returnScale"], run.JsonNames);
        Assert.Equal((Run, 4), ((string)run.Json["run"]!, (int)run.Json["updates"]!));
        if (task == Clone)
        {
            Assert.InRange((double)run.Json["validationLoss"]!, 0.5, 5);
        }
        else
        {
            Assert.Null(run.Json["validationLoss"]); // what a critic judges is not held back
        }

        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_training_says_what_to_do_next()
    {
        var run = await Train(DecisionTransformer, "--returns", "observed");

        Assert.Contains("4 updates, best validation loss ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"tandem evaluate {Run}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_of_a_damaged_set_is_learned_from_only_when_asked_to()
    {
        await CommandRun.Of("record", "--episodes", "30", "--seed", "1", "--step-limit", "25", "--append", "--out", Rides);
        File.Delete(Path.Combine(Rides, "shard-000001.arrow"));
        var fault = $"episodes '{Rides}': shard-000001.arrow is missing: restore it from a copy";

        var refused = await Train(Clone, "--quiet");
        var run = await Train(Clone, "--damaged", "leave-out", "--quiet", "--json");

        refused.AssertRefused(fault);
        Assert.Equal((0, $"tandem: {fault}\n"), (run.Code, run.Error));
        Assert.Contains("\"damaged\": \"leaveOut\"", File.ReadAllText(folder["run/options.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_world_that_nobody_knows_is_learned_from_its_log_but_not_ridden()
    {
        var log = folder["log.csv"];
        File.WriteAllText(log, "episode,obs,action,reward,terminated\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},0,{i % 2},0,0\n{i},{1 + (i % 2)},0,{i % 2},1\n")));
        await CommandRun.Of("import", log, "--name", "Factory-v0", "--out", folder["logged"], "--quiet");

        var run = await CommandRun.Of("train", Clone, "--episodes", folder["logged"], "--updates", "4", "--out", Run, "--quiet", "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        (await CommandRun.Of("evaluate", Run)).AssertRefused("there is no world 'Factory-v0'");
    }

    [Fact]
    public async Task The_run_says_what_it_was_made_from()
    {
        await Train(Clone, "--seed", "7");

        var record = JsonNode.Parse(File.ReadAllText(folder["run/run.json"]))!;
        Assert.Equal(
            (Clone, "BicycleGrid-v0", 7, "completed"),
            ((string)record["task"]!, (string)record["environment"]!, (int)record["seed"]!, (string)record["status"]!));
        Assert.Equal(Rides, (string)JsonNode.Parse(File.ReadAllText(folder["run/options.json"]))!["episodes"]!);
    }

    [Fact]
    public async Task A_decision_transformer_rides()
    {
        await Train(DecisionTransformer, "--returns", "observed");

        var run = await CommandRun.Of("ride", Run, "--target", "87", "--json");

        Assert.Equal(["return", "steps", "terminated", "truncated", "success"], run.JsonNames);
        Assert.InRange((int)run.Json["steps"]!, 1, 25);
    }

    [Fact]
    public async Task What_its_critic_said_is_kept_with_the_run_and_a_resumed_one_does_not_learn_it_again()
    {
        string[] small = ["--form", "perceptron", "--critic-updates", "20", "--critic-batch", "16", "--updates", "4", "--checkpoint-every", "2"];
        await CommandRun.Of(["train", DecisionTransformer, "--episodes", Rides, .. small, "--out", folder["whole"], "--quiet"]);
        await CommandRun.Of(["train", DecisionTransformer, "--episodes", Rides, .. small, "--out", Run, "--quiet"]);
        Assert.Equal(File.ReadAllBytes(folder["whole/critic.safetensors"]), File.ReadAllBytes(folder["run/critic.safetensors"]));
        Directory.Delete(folder["run/checkpoints/4"], recursive: true);
        var options = File.ReadAllText(folder["run/options.json"]);
        File.WriteAllText(folder["run/options.json"], options.Replace("\"criticUpdates\": 20", "\"criticUpdates\": 1000000000", StringComparison.Ordinal));

        var run = await CommandRun.Of("resume", Run);

        Assert.True(run.Code == 0, run.Error);
        Assert.StartsWith("Going on from update 2.\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["whole/checkpoints/4/model.safetensors"]), File.ReadAllBytes(folder["run/checkpoints/4/model.safetensors"]));
    }

    [Fact]
    public async Task What_is_wrong_is_said_before_a_critic_learns()
    {
        await Train(Clone);

        (await CommandRun.Of("train", DecisionTransformer, "--episodes", Rides, "--form", "perceptron", "--critic-updates", "1000000000", "--out", Run))
            .AssertRefused("exists already and is never overwritten");
        (await CommandRun.Of("train", DecisionTransformer, "--episodes", Rides, "--form", "perceptron", "--critic-updates", "1000000000", "--heads", "3", "--out", folder["other"]))
            .AssertRefused("heads");
    }

    [Fact]
    public async Task A_clone_is_told_nothing_of_returns_and_may_imitate_the_best_rides_alone()
    {
        var help = await CommandRun.Of("train", Clone, "--help");
        Assert.DoesNotContain("--returns", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--expectile", help.Output, StringComparison.Ordinal);

        var run = await Train(Clone, "--best-share", "0.1");

        Assert.True(run.Code == 0, run.Error);
        (await Train(Clone, "--best-share", "0")).AssertRefused("best share 0 is out of range: give a number above 0 and at most 1");
    }

    [Fact]
    public async Task An_lstm_is_trained_and_rides_like_the_rest()
    {
        var trained = await Train(DecisionTransformer, "--sequence", "lstm");
        var run = await CommandRun.Of("evaluate", Run, "--episodes", "2", "--json");

        Assert.True(trained.Code == 0, trained.Error);
        Assert.True(run.Code == 0, run.Error);
    }

    [Fact]
    public async Task Implicit_q_learning_leaves_an_agent_like_any_other()
    {
        var run = await CommandRun.Of("train", "iql", "--episodes", Rides, "--updates", "200", "--out", Run, "--json");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(["run", "updates", "evaluation"], run.JsonNames);

        var evaluated = await CommandRun.Of("evaluate", Run, "--episodes", "3", "--json");
        var ridden = await CommandRun.Of("ride", Run, "--json");
        var resumed = await CommandRun.Of("resume", Run, "--json");

        Assert.True(evaluated.Code == 0, evaluated.Error);
        Assert.InRange((int)ridden.Json["steps"]!, 1, 25); // the step limit of the recording
        Assert.Equal("This run is complete: all its 200 updates are made.\n", resumed.Error);
        var agent = Inference.Agent.Load(folder["run/checkpoints/200/model.safetensors"]);
        Assert.Equal("MultiDiscrete(2, 3)", agent.Actions.ToString());
    }

    [Theory]
    [InlineData(Clone)]
    [InlineData(DecisionTransformer)]
    public async Task Without_episodes_nothing_is_trained(string task)
    {
        (await CommandRun.Of("train", task, "--out", Run)).AssertRefused("no episodes were named: give --episodes DIR, a folder that 'tandem record' made");

        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public async Task A_folder_without_episodes_is_refused()
    {
        Directory.CreateDirectory(folder["empty"]);

        (await Train(Clone, folder["empty"], [])).AssertRefused($"the folder '{folder["empty"]}' is empty and holds no episodes: ");
        (await Train(Clone, folder["nowhere"], [])).AssertRefused($"there is no folder '{folder["nowhere"]}': ");

        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public async Task A_shard_that_is_cut_short_is_named_and_nothing_begun()
    {
        var shard = folder["rides/shard-000000.arrow"];
        File.WriteAllBytes(shard, File.ReadAllBytes(shard)[..100]);

        (await Train(DecisionTransformer)).AssertRefused("shard-000000.arrow is cut short: 100 of ");

        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public async Task A_width_that_the_heads_do_not_divide_is_refused()
    {
        var run = await Train(DecisionTransformer, "--heads", "3");

        run.AssertRefused("model width 16 is not divisible by 3 heads: give ");
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public async Task A_complete_run_says_that_it_is_and_changes_nothing()
    {
        await Train(DecisionTransformer);
        var (model, metrics) = (File.ReadAllBytes(folder["run/checkpoints/4/model.safetensors"]), File.ReadAllBytes(folder["run/metrics.jsonl"]));

        var run = await CommandRun.Of("resume", Run, "--json");

        Assert.Equal((0, "This run is complete: all its 4 updates are made.\n"), (run.Code, run.Error));
        Assert.Equal(4, (int)run.Json["updates"]!);
        Assert.Equal(model, File.ReadAllBytes(folder["run/checkpoints/4/model.safetensors"]));
        Assert.Equal(metrics, File.ReadAllBytes(folder["run/metrics.jsonl"]));
    }

    [Fact]
    public async Task Episodes_that_were_added_since_are_noticed()
    {
        await Train(DecisionTransformer);
        await CommandRun.Of("record", "--episodes", "5", "--out", Rides, "--append", "--seed", "1", "--step-limit", "25");

        var run = await CommandRun.Of("resume", Run);

        run.AssertRefused("the episodes have changed since this training began: restore them, or train anew");
    }

    [Theory]
    [InlineData(Clone)]
    [InlineData(DecisionTransformer)]
    public async Task What_options_prints_is_an_options_file_that_trains(string task)
    {
        var options = await CommandRun.Of("options", task);
        File.WriteAllText(folder["options.json"], options.Output.Replace("\"updates\": 3000", "\"updates\": 3", StringComparison.Ordinal));

        var run = await CommandRun.Of("train", task, "--options", folder["options.json"], "--episodes", Rides, "--out", Run, "--json");

        Assert.Contains("// Windows in a batch ", options.Output, StringComparison.Ordinal);
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(3, (int)run.Json["updates"]!);
    }
}
