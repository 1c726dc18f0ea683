using Tandem.Cli.Tests.Commands;

namespace Tandem.Cli.Tests.Program;

/// <summary>A translation training that is killed or interrupted, and gone on with, ends with the bits of one that was left alone.</summary>
[Collection(nameof(OneTraining))]
public sealed class InterruptedTranslationTests : IDisposable
{
    private const int Updates = 60;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ProgramRun.Interrupt)]
    [InlineData(ProgramRun.Terminate)]
    [InlineData(ProgramRun.Kill)]
    public async Task It_ends_with_the_same_bits(int signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent as Linux knows them");
        DatesFiles.Write(folder);
        string[] flags = ["--updates", $"{Updates}", "--checkpoint-every", "7", "--validate-every", "20", "--quiet"];
        Assert.Equal(0, (await DatesFiles.Train(folder, "whole", flags)).Code);

        using var training = ProgramRun.StartTandem(folder.Path, DatesFiles.Training(folder, "run", flags));
        await training.Until(() => Directory.Exists(folder["run/checkpoints/14"]) || Directory.Exists(folder["run/checkpoints/21"]));
        training.Signal(signal);
        var ended = await training.End();
        var resumed = await ProgramRun.Of(ProgramRun.Tandem, folder.Path, "resume", "run", "--json");

        Assert.Equal(signal == ProgramRun.Kill ? 128 + ProgramRun.Kill : 130, ended.Code);
        if (signal != ProgramRun.Kill)
            Assert.Matches(@"^tandem: interrupted after \d+ updates and saved: go on with 'tandem resume .+run'\n$", ended.Error);
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Equal(Updates, (int)resumed.Json["updates"]!);
        Assert.Equal(File.ReadAllBytes(folder[$"whole/checkpoints/{Updates}/model.safetensors"]), File.ReadAllBytes(folder[$"run/checkpoints/{Updates}/model.safetensors"]));
    }
}
