using Tandem.Cli.Tests.Commands;

namespace Tandem.Cli.Tests.Program;

/// <summary><c>tandem translate</c> between other programs.</summary>
[Collection(nameof(OneTraining))]
public sealed class TranslatePipeTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        DatesFiles.Write(folder);
        var run = await DatesFiles.Train(folder, "run", "--updates", "2");
        Assert.True(run.Code == 0, run.Error);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_pipe_that_is_closed_early_ends_it_quietly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes are made by a shell");

        File.WriteAllLines(folder["dates.txt"], Enumerable.Repeat("the 3rd of March 1987", 10_000));

        var run = await Shell($"{ProgramRun.Tandem} translate run --method greedy < dates.txt | head -n 2; echo ${{PIPESTATUS[0]}}");

        Assert.Equal("", run.Error);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal((3, "0"), (lines.Length, lines[^1]));
        Assert.Equal(lines[0], lines[1]);
    }

    [Fact]
    public async Task A_file_gets_what_is_written_before_and_after_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "files are joined by a shell");

        var run = await Shell($"(echo before; echo noon | {ProgramRun.Tandem} translate run; echo after) > out.txt");

        Assert.Equal((0, ""), (run.Code, run.Output));
        var lines = File.ReadAllLines(folder["out.txt"]);
        Assert.Equal((3, "before", "after"), (lines.Length, lines[0], lines[2]));
    }

    private Task<CommandRun> Shell(string script) => ProgramRun.Of("/usr/bin/env", folder.Path, "bash", "-c", script);
}
