namespace Tandem.Cli.Tests.Program;

/// <summary>A critic that learns before a training begins shows how far it is, and can be interrupted.</summary>
public sealed class InterruptedCriticTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ProgramRun.Interrupt)]
    [InlineData(ProgramRun.Terminate)]
    public async Task Interrupted_it_ends_at_once_and_leaves_nothing(int signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent as Linux knows them");
        var recorded = await CommandRun.Of("record", "--env", "CartPole-v1", "--episodes", "20", "--out", folder["rides"], "--quiet");
        Assert.True(recorded.Code == 0, recorded.Error);

        using var training = ProgramRun.StartTandem(
            folder.Path, "train", "decision-transformer", "--episodes", "rides", "--critic-updates", "100000000", "--out", "run");
        await training.Until(() => training.ErrorSoFar.Contains("critic: update ", StringComparison.Ordinal));
        training.Signal(signal);
        var ended = await training.End();

        Assert.Equal((130, ""), (ended.Code, ended.Output));
        Assert.Matches(@"^(critic: update \d+/100000000  \d+ updates/s  [\d.:]+ left\n)+tandem: interrupted while the critic learned: nothing was saved, so give the command again\n$", ended.Error);
        Assert.False(Directory.Exists(folder["run"]));
    }
}
