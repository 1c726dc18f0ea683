namespace Tandem.Cli.Tests.Commands;

public sealed class WrongRequestTests
{
    [Theory]
    [InlineData("", "'tandem' is not the whole command: give one of demo, doctor, envs, train, options, resume, evaluate, translate, record, episodes, import, export, ride ('tandem --help' tells more)")]
    [InlineData("train", "'tandem train' is not the whole command: give one of reinforce, a2c, ppo, dqn, sac, q-learning, clone, decision-transformer, iql, translation ('tandem train --help' tells more)")]
    [InlineData("trian", "there is no 'tandem trian': did you mean 'tandem train'?")]
    [InlineData("train reinfroce", "there is no 'tandem train reinfroce': did you mean 'tandem train reinforce'?")]
    [InlineData("xyzzy", "there is no 'tandem xyzzy': give one of demo,")]
    [InlineData("--jsn", "'tandem' has no flag --jsn: did you mean --json?")]
    [InlineData("train reinforce --lerning-rate 1", "'tandem train reinforce' has no flag --lerning-rate: did you mean --learning-rate?")]
    [InlineData("train reinforce --xyzzy", "'tandem train reinforce' has no flag --xyzzy: 'tandem train reinforce --help' lists those it has")]
    [InlineData("ride --paus=3 somewhere", "'tandem ride' has no flag --paus: did you mean --pause?")]
    [InlineData("evaluate --seeed 3 somewhere", "'tandem evaluate' has no flag --seeed: did you mean --seed?")]
    [InlineData("train reinforce BicycleGrid-v0", "'tandem train reinforce' can do nothing with 'BicycleGrid-v0': leave it out")]
    [InlineData("resume", "'tandem resume' wants RUN: The folder of a run")]
    [InlineData("train reinforce --episodes", "--episodes wants a value: give --episodes N")]
    [InlineData("train reinforce --seed 1 --seed 2", "--seed is given 2 times: give it once")]
    [InlineData("evaluate somewhere --episodes many", "--episodes many is not a whole number: give --episodes N")]
    [InlineData("demo --seed -1", "--seed -1 is not a whole number of 0 or more: give --seed N")]
    public async Task A_wrong_word_is_answered_with_the_right_one(string line, string sentence) =>
        (await CommandRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).AssertRefused(sentence);

    [Theory]
    [InlineData("--size 0", "environment.world.size: grid size 0 is out of range: give 2 to 1024")]
    [InlineData("--size 1", "environment.world.size: grid size 1 is out of range: give 2 to 1024")]
    [InlineData("--size -3", "environment.world.size: grid size -3 is out of range: give 2 to 1024")]
    [InlineData("--size 1000000000", "environment.world.size: grid size 1000000000 is out of range: give 2 to 1024")]
    [InlineData("--size 99999999999", "environment.world.size")]
    [InlineData("--size five", "environment.world.size: \"five\" is not a whole number")]
    [InlineData("--bumps evenRow", "environment.world.bumps")]
    [InlineData("--scaled maybe", "environment.world.scaled")]
    [InlineData("--learning-rate NaN", "learner.learningRate: learning rate NaN is out of range: give a number above 0 and at most 1")]
    [InlineData("--learning-rate -1", "learner.learningRate: learning rate -1 is out of range: give a number above 0 and at most 1")]
    [InlineData("--episodes 0", "learner.episodes: 0 episodes are out of range: give 1 to 1000000000")]
    [InlineData("--hidden 16,0", "learner.network.hidden")]
    [InlineData("--device gpu", "machine.device: device 'gpu' is not one that this task computes on: give cpu")]
    [InlineData("--precision bfloat16", "machine.precision: precision bfloat16 is for large products")]
    [InlineData("--threads -1", "machine.threads: -1 threads are out of range: give 1 to 1024, or 0 for as many as there are cores")]
    [InlineData("--checkpoint-every 0", "run.checkpointEvery: a checkpoint every 0 steps or episodes is out of range: give 1 to 1000000000, or null")]
    [InlineData("--step-limit 0", "environment.stepLimit: step limit 0 is out of range: give 1 to 1000000000, or null for never")]
    [InlineData("--hidden 65536,65536", "a perceptron of layers 4, 65536, 65536, 6 has 4295753734 weights: give narrower layers, of at most 134217728 in all")]
    [InlineData("--env BicycleGird-v0", "there is no world 'BicycleGird-v0': did you mean BicycleGrid-v0?")]
    [InlineData("--env BicycleGrid-v7", "there is no world 'BicycleGrid-v7': the newest version is BicycleGrid-v0")]
    [InlineData("--set size", "'size' is not an assignment: give path=value, such as environment.id=BicycleGrid-v0")]
    [InlineData("--set learner.lerningRate=1", "unknown option 'learner.lerningRate': did you mean 'learner.learningRate'?")]
    [InlineData("--set learner=1", "learner: this is a group of options, not one")]
    [InlineData("--options missing.json", "there is no options file 'missing.json': give a JSON file of options")]
    public async Task A_training_refuses_what_it_cannot_use_before_it_makes_a_folder(string flags, string sentence)
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.Of(["train", "reinforce", "--out", folder["run"], .. flags.Split(' ')]);

        run.AssertRefused(sentence);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("""{ "lerner": {} }""", "line 1: unknown option 'lerner': did you mean 'learner'?")]
    [InlineData("{\n  \"learner\": {\n    \"lerningRate\": 0.1\n  }\n}", "line 3: learner: unknown option 'lerningRate': did you mean 'learningRate'?")]
    [InlineData("""{ "learner": { "episodes": "many" } }""", "line 1: learner.episodes: \"many\" is not a whole number")]
    [InlineData("""{ "learner": { "episodes": 1.5 } }""", "line 1: learner.episodes: 1.5 is not a whole number")]
    [InlineData("""{ "environment": { "world": { "size": 1 } } }""", "line 1: environment.world.size: grid size 1 is out of range: give 2 to 1024")]
    [InlineData("""{ "environment": { "id": "BicycleGird-v0" } }""", "there is no world 'BicycleGird-v0': did you mean BicycleGrid-v0?")]
    [InlineData("""{ "environment": { "id": 3 } }""", "line 1: environment.id")]
    [InlineData("size: 5", "line 1: this is not JSON at column 1: check quotes, commas and brackets")]
    [InlineData("[]", "line 1: options must be one JSON object")]
    [InlineData("", "this is not JSON")]
    public async Task An_options_file_is_refused_with_line_and_path(string json, string sentence)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["options.json"], json);

        var run = await CommandRun.Of("train", "reinforce", "--options", folder["options.json"], "--out", folder["run"]);

        run.AssertRefused(sentence);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public async Task Verbose_shows_where_an_error_comes_from()
    {
        var run = await CommandRun.Of("envs", "Nowhere-v0", "--verbose");

        Assert.Equal(2, run.Code);
        Assert.StartsWith("tandem: there is no world 'Nowhere-v0'", run.Error, StringComparison.Ordinal);
        Assert.Contains("   at Tandem.", run.Error, StringComparison.Ordinal);
    }
}
