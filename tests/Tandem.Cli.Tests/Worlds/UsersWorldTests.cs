using System.Text.Json.Nodes;
using Tandem.Environments;

namespace Tandem.Cli.Tests.Worlds;

public sealed class UsersWorldTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_users_world_is_trained_in_scored_and_ridden()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Plain-v0", () => new PlainWorld());

        var trained = await CommandRun.Of(catalog, "train", "reinforce", "--env", "Plain-v0", "--episodes", "60", "--out", folder["run"]);
        var score = await CommandRun.Of(catalog, "evaluate", folder["run"], "--episodes", "5", "--json");
        var ride = await CommandRun.Of(catalog, "ride", folder["run"]);

        Assert.Equal((0, 0, 0), (trained.Code, score.Code, ride.Code));
        Assert.Equal(10, (double)score.Json["greedy"]!["meanReturn"]!);
        Assert.Null(score.Json["optimum"]);
        Assert.Null(score.Json["greedy"]!["success"]);
        Assert.Equal("Return 10 in 10 steps.\n", ride.Output);
        Assert.Equal("Plain-v0 has no drawing of its rides; this is what came of one.\n", ride.Error);
    }

    [Fact]
    public async Task A_world_that_throws_in_the_middle_is_named_and_the_last_checkpoint_kept()
    {
        var isMended = false;
        var catalog = EnvironmentCatalog.BuiltIn.With("Rope-v0", () => new PlainWorld
        {
            Twist = (step, reward) => step == 254 && !isMended ? throw new InvalidOperationException("the rope broke") : reward,
        });
        string[] training = ["train", "reinforce", "--env", "Rope-v0", "--episodes", "40", "--checkpoint-every", "10", "--out"];

        var broken = await CommandRun.Of(catalog, [.. training, folder["run"], "--quiet"]);
        var record = JsonNode.Parse(File.ReadAllText(folder["run/run.json"]))!;
        isMended = true;
        var resumed = await CommandRun.Of(catalog, "resume", folder["run"]);
        var whole = await CommandRun.Of(catalog, [.. training, folder["whole"]]);

        broken.AssertFailed(
            1,
            "Rope-v0, after 25 episodes: world 0 threw InvalidOperationException (the rope broke) at step 4 of its episode "
            + $"(the run keeps its checkpoint of episode 20; 'tandem resume {folder["run"]}' goes on from there)");
        Assert.Equal("failed", (string)record["status"]!);
        Assert.Contains("the rope broke", (string)record["failure"]!, StringComparison.Ordinal);
        Assert.Equal((0, 0), (resumed.Code, whole.Code));
        Assert.Equal(File.ReadAllBytes(folder["whole/checkpoints/40/model.safetensors"]), File.ReadAllBytes(folder["run/checkpoints/40/model.safetensors"]));
    }

    [Fact]
    public async Task A_world_that_becomes_slow_is_spoken_of_while_the_training_goes_on()
    {
        var run = await TrainInMolasses();

        Assert.Equal(0, run.Code);
        Assert.Equal(Stalled("Molasses-v0", folder["run"]), run.Error);
    }

    [Fact]
    public async Task A_world_that_becomes_slow_is_spoken_of_with_each_seed()
    {
        var run = await TrainInMolasses("--seeds", "2", "--threads", "1");

        Assert.Equal(0, run.Code);
        Assert.Equal(Stalled("Molasses-v0, seed 0", folder["run/seed-0"]) + Stalled("Molasses-v0, seed 1", folder["run/seed-1"]), run.Error);
    }

    [Fact]
    public async Task A_world_that_gives_no_number_is_named_with_the_step()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Mist-v0", () => new PlainWorld { Twist = (step, reward) => step == 33 ? double.NaN : reward });

        var run = await CommandRun.Of(catalog, "train", "reinforce", "--env", "Mist-v0", "--out", folder["run"], "--quiet");

        run.AssertFailed(1, "Mist-v0, after 3 episodes: world 0 gave a reward of NaN at step 3 of its episode (the run has no checkpoint yet)");
    }

    [Fact]
    public async Task A_world_that_throws_at_once_leaves_no_run()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Void-v0", () => throw new InvalidOperationException("there is no crane"));

        var run = await CommandRun.Of(catalog, "train", "reinforce", "--env", "Void-v0", "--out", folder["run"]);

        run.AssertRefused("there is no crane");
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public async Task Continuous_actions_are_refused_with_what_fits()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Smooth-v0", () => new PlainWorld { Actions = Box.Unbounded(1) });

        var run = await CommandRun.Of(catalog, "train", "reinforce", "--env", "Smooth-v0", "--out", folder["run"]);

        run.AssertRefused("reinforce chooses among actions, and those of this world are real numbers, Box(1): train it with ppo, a2c or sac");
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public async Task A_training_that_comes_to_nothing_says_so()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Cliff-v0", () => new PlainWorld { Twist = (_, reward) => reward * 1e308 });

        var run = await CommandRun.Of(
            catalog, "train", "reinforce", "--env", "Cliff-v0", "--return-normalization", "none", "--out", folder["run"], "--quiet");

        run.AssertFailed(1, "the loss stopped being a finite number at step");
    }

    /// <summary>Trains in worlds that become slow for a while in their 26th episode.</summary>
    private Task<CommandRun> TrainInMolasses(params string[] flags)
    {
        var clock = new StandingClock();
        var catalog = EnvironmentCatalog.BuiltIn.With("Molasses-v0", () => new PlainWorld
        {
            Twist = (step, reward) =>
            {
                if (step == 254)
                {
                    clock.Advance(TimeSpan.FromSeconds(90));
                    Thread.Sleep(1_500); // for whoever looks every few milliseconds
                }

                return reward;
            },
        });
        return CommandRun.Of(
            catalog,
            clock,
            ["train", "reinforce", "--env", "Molasses-v0", "--episodes", "40", "--evaluation-episodes", "0", "--checkpoint-every", "10", "--quiet", "--out", folder["run"], .. flags]);
    }

    private static string Stalled(string name, string run) =>
        $"tandem: {name}, after 25 episodes: the update at hand, its evaluation or its checkpoint has taken 90.0 s so far, where the longest before took 0.0 s; a world may hang or have become slow "
        + $"(the run keeps its checkpoint of episode 20; 'tandem resume {run}' goes on from there)\n";

    /// <summary>A clock that goes on only when told.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private long ticks;

        public override long GetTimestamp() => Volatile.Read(ref ticks);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);
    }
}
