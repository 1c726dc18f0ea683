namespace Tandem.Cli.Tests.Program;

/// <summary>A training that is killed or interrupted, and gone on with, ends with the bits of one that was left alone.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Episodes = 6_000, CheckpointEvery = 250;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Killed_again_and_again_it_ends_with_the_same_bits()
    {
        RequireUnix();
        await TrainWhole();
        Func<bool>[] moments =
        [
            () => File.Exists(folder["run/run.json"]),
            () => HasCheckpoint(250),
            () => Directory.Exists(folder["run/checkpoints/.writing-1250"]) || HasCheckpoint(1_250),
            () => Directory.Exists(folder["run/checkpoints/.deleting-1500"]) || HasCheckpoint(2_000),
            After(episodes: 2_250, TimeSpan.FromMilliseconds(7)),
            After(episodes: 2_500, TimeSpan.FromMilliseconds(23)),
        ];

        var begun = false;
        foreach (var moment in moments)
        {
            using var training = begun ? ProgramRun.StartTandem(folder.Path, "resume", "run") : Start();
            begun = true;
            await training.Until(moment);
            training.Signal(ProgramRun.Kill);
            Assert.Equal(128 + ProgramRun.Kill, (await training.End()).Code);
        }

        await AssertResumesToTheSameBits();
    }

    [Theory]
    [InlineData(ProgramRun.Interrupt)]
    [InlineData(ProgramRun.Terminate)]
    public async Task Interrupted_it_saves_says_how_to_go_on_and_ends_with_the_same_bits(int signal)
    {
        RequireUnix();
        await TrainWhole();

        using var training = Start();
        await training.Until(() => HasCheckpoint(500));
        training.Signal(signal);
        var ended = await training.End();

        Assert.Equal((130, ""), (ended.Code, ended.Output));
        Assert.Matches(@"tandem: interrupted after \d+ episodes and saved: go on with 'tandem resume run'\n$", ended.Error);
        Assert.Contains("\"interrupted\"", File.ReadAllText(folder["run/run.json"]), StringComparison.Ordinal);
        await AssertResumesToTheSameBits();
    }

    [Fact]
    public async Task While_one_process_trains_a_run_another_is_kept_out()
    {
        RequireUnix();
        using var training = Start();
        await training.Until(() => HasCheckpoint(250));

        var second = await CommandRun.Of("resume", folder["run"]);
        var anew = await CommandRun.Of("train", "reinforce", "--out", folder["run"]);
        var score = await CommandRun.Of("evaluate", folder["run"], "--episodes", "2");

        Assert.True(training.IsRunning, "the training ended too soon to be disturbed");
        second.AssertRefused($"the run '{folder["run"]}' is being trained by another process: wait for it to end, or start a run in another folder");
        anew.AssertRefused("exists already and is never overwritten");
        Assert.Equal(0, score.Code);
    }

    private static void RequireUnix() => Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent as Linux knows them");

    private static string[] Training(string run) =>
        ["train", "reinforce", "--episodes", $"{Episodes}", "--checkpoint-every", $"{CheckpointEvery}", "--quiet", "--out", run];

    private async Task TrainWhole() => Assert.Equal(0, (await CommandRun.Of(Training(folder["whole"]))).Code);

    private ProgramRun Start() => ProgramRun.StartTandem(folder.Path, Training("run"));

    /// <summary>Whether a checkpoint of this step or a later one is there: earlier ones are soon deleted.</summary>
    private bool HasCheckpoint(int step) => Directory.Exists(folder["run/checkpoints"])
        && Directory.GetDirectories(folder["run/checkpoints"]).Any(path => int.TryParse(Path.GetFileName(path), out var there) && there >= step);

    /// <summary>A moment some time after a checkpoint.</summary>
    private Func<bool> After(int episodes, TimeSpan delay)
    {
        long? since = null;
        return () =>
        {
            since ??= HasCheckpoint(episodes) ? TimeProvider.System.GetTimestamp() : null;
            return since is { } begun && TimeProvider.System.GetElapsedTime(begun) >= delay;
        };
    }

    private async Task AssertResumesToTheSameBits()
    {
        var resumed = await ProgramRun.Of(ProgramRun.Tandem, folder.Path, "resume", "run", "--json");
        Assert.True(resumed.Code == 0, resumed.Error);
        foreach (var file in new[] { "metrics.jsonl", $"checkpoints/{Episodes}/model.safetensors", $"checkpoints/{Episodes}/learner.bin" })
            Assert.Equal(File.ReadAllBytes(folder[$"whole/{file}"]), File.ReadAllBytes(folder[$"run/{file}"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["run/checkpoints"], ".*"));
    }
}
