using System.Text.Json.Nodes;

namespace Tandem.Cli.Tests.Commands;

/// <summary>Every algorithm that acts goes the same way: trained, evaluated, ridden, recorded, gone on with.</summary>
public sealed class LearnerTaskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a2c", "CartPole-v1", "--steps 600")]
    [InlineData("ppo", "Pendulum-v1", "--steps 600 --horizon 64 --minibatch 64")]
    [InlineData("dqn", "CartPole-v1", "--steps 600 --learning-starts 100")]
    [InlineData("sac", "Pendulum-v1", "--steps 400 --learning-starts 100 --hidden 8,8 --train-every 10")]
    [InlineData("q-learning", "FrozenLake-v1", "--steps 20000")]
    public async Task An_agent_of_any_algorithm_is_trained_scored_ridden_and_recorded(string algorithm, string world, string settings)
    {
        var trained = await CommandRun.Of(["train", algorithm, "--env", world, "--evaluation-episodes", "2", "--json", "--out", folder["run"], .. settings.Split(' ')]);
        var score = await CommandRun.Of("evaluate", folder["run"], "--episodes", "3", "--json");
        var ride = await CommandRun.Of("ride", folder["run"], "--json");
        var recorded = await CommandRun.Of("record", "--env", world, "--policy", folder["run"], "--episodes", "2", "--out", folder["rides"], "--json");
        var resumed = await CommandRun.Of("resume", folder["run"], "--json");

        Assert.True((trained.Code, score.Code, ride.Code, recorded.Code, resumed.Code) == (0, 0, 0, 0, 0), trained.Error + score.Error + ride.Error + recorded.Error + resumed.Error);
        Assert.NotNull(trained.Json["evaluation"]);
        Assert.Equal(2, (int)recorded.Json["episodes"]!);
        Assert.Matches(@"This run is complete after \d+ steps\.", resumed.Error);
        Assert.True(File.Exists(folder["run/learning-curve.png"]));
    }

    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    [InlineData("dqn")]
    [InlineData("sac")]
    [InlineData("q-learning")]
    public async Task Its_options_are_a_file_that_trains_and_its_help_fits(string algorithm)
    {
        var options = await CommandRun.Of("options", algorithm, "--json");
        File.WriteAllText(folder["options.json"], options.Output);
        var help = await CommandRun.Of("train", algorithm, "--help");
        var refused = await CommandRun.Of("train", algorithm, "--options", folder["options.json"], "--steps", "0", "--out", folder["run"]);

        Assert.Equal(["environment", "learner", "machine", "run"], options.JsonNames);
        Assert.All(help.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        foreach (var flag in new[] { "--seeds N", "--evaluate-every N", "--threads N", "--steps N", "--worlds N", "--seed N" })
            Assert.Contains($"\n  {flag} ", help.Output, StringComparison.Ordinal);
        refused.AssertRefused("learner.steps: 0 ");
    }

    [Theory]
    [InlineData("sac", "CartPole-v1", "sac gives real numbers, and the actions of this world are choices, Discrete(2): train it with reinforce, a2c, ppo or dqn")]
    [InlineData("dqn", "Pendulum-v1", "dqn chooses among actions, and those of this world are real numbers, Box(1): train it with ppo, a2c or sac")]
    [InlineData("reinforce", "Pendulum-v1", "reinforce chooses among actions, and those of this world are real numbers, Box(1): train it with ppo, a2c or sac")]
    [InlineData("q-learning", "CartPole-v1", "q-learning keeps a table of numbered states, and this world shows Box(4): train it with dqn, ppo or a2c")]
    public async Task An_algorithm_that_does_not_fit_the_world_names_those_that_do(string algorithm, string world, string sentence)
    {
        (await CommandRun.Of("train", algorithm, "--env", world, "--out", folder["run"])).AssertRefused(sentence);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("ppo", "--worlds 0", "learner.worlds: 0 ")]
    [InlineData("dqn", "--worlds 0", "learner.worlds: 0 ")]
    [InlineData("ppo", "--minibatch 100000", "minibatch")]
    [InlineData("ppo", "--evaluation-episodes -1", "run.evaluationEpisodes: an evaluation of -1 episodes is out of range: give 1 to 100000, or 0 for none")]
    [InlineData("dqn", "--evaluation-mode sampled", "a policy of action values has no distribution to draw from: ride it greedily")]
    [InlineData("q-learning", "--evaluation-mode sampled --seeds 2", "a policy of action values has no distribution to draw from: ride it greedily")]
    [InlineData("ppo", "--until NaN", "run.until: a return of NaN cannot be waited for")]
    public async Task Settings_that_cannot_be_are_refused_before_there_is_a_folder(string algorithm, string flags, string sentence)
    {
        (await CommandRun.Of(["train", algorithm, "--out", folder["run"], .. flags.Split(' ')])).AssertRefused(sentence);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public async Task Options_of_another_world_are_not_gone_on_with()
    {
        await CommandRun.Train(folder["run"], episodes: 5);
        var options = JsonNode.Parse(File.ReadAllText(folder["run/options.json"]))!;
        options["environment"]!["id"] = "CartPole-v1";
        File.WriteAllText(folder["run/options.json"], options.ToJsonString());

        (await CommandRun.Of("resume", folder["run"])).AssertRefused($"the run '{folder["run"]}' trains in BicycleGrid-v0, and its options name CartPole-v1: train there anew, in another folder");
    }

    [Fact]
    public async Task Until_ends_a_training_once_an_evaluation_is_good_enough()
    {
        var run = await CommandRun.Of("train", "reinforce", "--until", "90", "--evaluate-every", "10", "--out", folder["run"], "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.True((double)run.Json["evaluation"]! >= 90);
        Assert.InRange((int)run.Json["episodes"]!, 1, 999);
    }
}
