namespace Tandem.Cli.Tests.Program;

/// <summary>The sample that trains a model on two files, and the one that translates with the file it leaves.</summary>
[Collection(nameof(OneTraining))]
public sealed class TranslationSampleTests
{
    [Fact]
    public async Task Digits_in_words_are_learned_and_translated_by_a_program_without_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the pipe is made by a shell");
        using var folder = new TemporaryFolder();

        var trained = await ProgramRun.Of(ProgramRun.TrainTranslation, folder.Path, "digits.safetensors");
        var translated = await ProgramRun.Of("/usr/bin/env", folder.Path, "bash", "-c", $"printf 'five six\\n\\neight\\n' | {ProgramRun.Translate} digits.safetensors");

        Assert.Equal(new CommandRun(0, "seven four one nine → 7 4 1 9\n → \ntwo two zero → 2 2 0\n", ""), trained);
        Assert.Equal(new CommandRun(0, "5 6\n\n8\n", ""), translated);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(ProgramRun.Translate)!), file => file.Contains("torch", StringComparison.OrdinalIgnoreCase));
    }
}
