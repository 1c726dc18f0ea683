namespace Tandem.Cli.Tests.Program;

/// <summary>A training that is killed or interrupted, and gone on with, ends with the bits of one that was left alone.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    /// <summary>A training's length, in episodes or in steps, and from one checkpoint to the next: 24 of them.</summary>
    private sealed record Length(string Algorithm, string Flag, int Total, params string[] Settings)
    {
        public int Of(int checkpoints) => Total / 24 * checkpoints;
    }

    private static readonly Length Episodes = new("reinforce", "--episodes", 6_000);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("reinforce", "--episodes", 6_000)]
    [InlineData("ppo", "--steps", 98_304, "--horizon", "32", "--minibatch", "64")]
    [InlineData("dqn", "--steps", 9_600, "--replay-capacity", "2000", "--hidden", "16")]
    public async Task Killed_again_and_again_it_ends_with_the_same_bits(string algorithm, string flag, int total, params string[] settings)
    {
        RequireUnix();
        var length = new Length(algorithm, flag, total, settings);
        await TrainWhole(length);
        Func<bool>[] moments =
        [
            () => File.Exists(folder["run/run.json"]),
            () => HasCheckpoint(length.Of(1)),
            () => Directory.Exists(folder[$"run/checkpoints/.writing-{length.Of(5)}"]) || HasCheckpoint(length.Of(5)),
            () => Directory.Exists(folder[$"run/checkpoints/.deleting-{length.Of(6)}"]) || HasCheckpoint(length.Of(8)),
            After(length.Of(9), TimeSpan.FromMilliseconds(7)),
            After(length.Of(10), TimeSpan.FromMilliseconds(23)),
        ];

        var begun = false;
        foreach (var moment in moments)
        {
            using var training = begun ? ProgramRun.StartTandem(folder.Path, "resume", "run") : Start(length);
            begun = true;
            await training.Until(moment);
            training.Signal(ProgramRun.Kill);
            Assert.Equal(128 + ProgramRun.Kill, (await training.End()).Code);
        }

        await AssertResumesToTheSameBits(length);
    }

    [Theory]
    [InlineData(ProgramRun.Interrupt)]
    [InlineData(ProgramRun.Terminate)]
    public async Task Interrupted_it_saves_says_how_to_go_on_and_ends_with_the_same_bits(int signal)
    {
        RequireUnix();
        await TrainWhole(Episodes);

        using var training = Start(Episodes);
        await training.Until(() => HasCheckpoint(Episodes.Of(2)));
        training.Signal(signal);
        var ended = await training.End();

        Assert.Equal((130, ""), (ended.Code, ended.Output));
        Assert.Matches(@"tandem: interrupted after \d+ episodes and saved: go on with 'tandem resume run'\n$", ended.Error);
        Assert.Contains("\"interrupted\"", File.ReadAllText(folder["run/run.json"]), StringComparison.Ordinal);
        await AssertResumesToTheSameBits(Episodes);
    }

    [Fact]
    public async Task While_one_process_trains_a_run_another_is_kept_out()
    {
        RequireUnix();
        using var training = Start(Episodes);
        await training.Until(() => HasCheckpoint(Episodes.Of(1)));

        var second = await CommandRun.Of("resume", folder["run"]);
        var anew = await CommandRun.Of("train", "reinforce", "--out", folder["run"]);
        var score = await CommandRun.Of("evaluate", folder["run"], "--episodes", "2");

        Assert.True(training.IsRunning, "the training ended too soon to be disturbed");
        second.AssertRefused($"the run '{folder["run"]}' is being trained by another process: wait for it to end, or start a run in another folder");
        anew.AssertRefused("exists already and is never overwritten");
        Assert.Equal(0, score.Code);
    }

    private static void RequireUnix() => Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent as Linux knows them");

    private static string[] Training(Length length, string run) =>
        ["train", length.Algorithm, length.Flag, $"{length.Total}", "--checkpoint-every", $"{length.Of(1)}", .. length.Settings, "--quiet", "--out", run];

    private async Task TrainWhole(Length length) => Assert.Equal(0, (await CommandRun.Of(Training(length, folder["whole"]))).Code);

    private ProgramRun Start(Length length) => ProgramRun.StartTandem(folder.Path, Training(length, "run"));

    /// <summary>Whether a checkpoint of this step or a later one is there: earlier ones are soon deleted.</summary>
    private bool HasCheckpoint(int step) => Directory.Exists(folder["run/checkpoints"])
        && Directory.GetDirectories(folder["run/checkpoints"]).Any(path => int.TryParse(Path.GetFileName(path), out var there) && there >= step);

    /// <summary>A moment some time after a checkpoint.</summary>
    private Func<bool> After(int step, TimeSpan delay)
    {
        long? since = null;
        return () =>
        {
            since ??= HasCheckpoint(step) ? TimeProvider.System.GetTimestamp() : null;
            return since is { } begun && TimeProvider.System.GetElapsedTime(begun) >= delay;
        };
    }

    private async Task AssertResumesToTheSameBits(Length length)
    {
        var resumed = await ProgramRun.Of(ProgramRun.Tandem, folder.Path, "resume", "run", "--json");
        Assert.True(resumed.Code == 0, resumed.Error);
        foreach (var file in new[] { "metrics.jsonl", $"checkpoints/{length.Total}/model.safetensors", $"checkpoints/{length.Total}/learner.bin", $"checkpoints/{length.Total}/run.bin" })
            Assert.Equal(File.ReadAllBytes(folder[$"whole/{file}"]), File.ReadAllBytes(folder[$"run/{file}"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["run/checkpoints"], ".*"));
    }
}
