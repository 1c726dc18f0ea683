using System.Text;

namespace Tandem.Cli.Tests.Program;

public sealed class TandemProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Runs_without_a_name_are_numbered()
    {
        string[] training = ["train", "reinforce", "--episodes", "3", "--json"];

        var first = await ProgramRun.Of(ProgramRun.Tandem, folder.Path, training);
        var second = await ProgramRun.Of(ProgramRun.Tandem, folder.Path, training);

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Equal("runs/reinforce-BicycleGrid-v0-1", (string)first.Json["run"]!);
        Assert.Equal("runs/reinforce-BicycleGrid-v0-2", (string)second.Json["run"]!);
    }

    [Fact]
    public async Task A_wrong_request_exits_with_2_and_a_plain_sentence()
    {
        var run = await ProgramRun.Of(ProgramRun.Tandem, folder.Path, "trian");

        run.AssertRefused("there is no 'tandem trian': did you mean 'tandem train'?");
    }

    /// <summary>
    /// What a start loads is asked of the loader and of the runtime: glibc lists each library, the runtime each assembly.
    /// </summary>
    [Theory]
    [InlineData("--help", false)]
    [InlineData("envs", false)]
    [InlineData("options reinforce", false)]
    [InlineData("train reinforce --help", false)]
    [InlineData("doctor", true)]
    public async Task Only_what_computes_with_tensors_loads_libtorch(string line, bool loads)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the loader's list is Linux's");

        var run = await ProgramRun.Of(
            ProgramRun.Tandem,
            folder.Path,
            new Dictionary<string, string>
            {
                ["LD_DEBUG"] = "files",
                ["LD_DEBUG_OUTPUT"] = folder["libraries"],
                ["DOTNET_EnableEventPipe"] = "1",
                ["DOTNET_EventPipeConfig"] = "Microsoft-Windows-DotNETRuntime:0x8:4",
                ["DOTNET_EventPipeOutputPath"] = folder["assemblies"],
            },
            line.Split(' '));

        Assert.Equal(0, run.Code);
        var libraries = string.Concat(Directory.GetFiles(folder.Path, "libraries.*").Select(File.ReadAllText));
        var assemblies = Encoding.Unicode.GetString(File.ReadAllBytes(folder["assemblies"]));
        var shifted = Encoding.Unicode.GetString(File.ReadAllBytes(folder["assemblies"]).AsSpan(1));
        Assert.Contains("libcoreclr", libraries, StringComparison.Ordinal);
        Assert.Contains("Tandem.Cli", assemblies + shifted, StringComparison.Ordinal);
        Assert.Equal(loads, libraries.Contains("libtorch", StringComparison.Ordinal));
        Assert.Equal(loads, (assemblies + shifted).Contains("TorchSharp,", StringComparison.Ordinal));
    }

    /// <summary>Nearly all of a short answer's time goes into compiling methods; their number, unlike a time, is the same on a busy machine.</summary>
    [Theory]
    [InlineData("--help", 900)]
    [InlineData("envs", 1_300)]
    [InlineData("options reinforce", 950)]
    public async Task A_short_answer_compiles_few_methods(string line, int most)
    {
        var environment = new Dictionary<string, string> { ["DOTNET_JitStdOutFile"] = folder["methods"], ["DOTNET_JitDisasmSummary"] = "1" };

        var run = await ProgramRun.Of(ProgramRun.Tandem, folder.Path, environment, line.Split(' '));

        Assert.Equal(0, run.Code);
        Assert.InRange(File.ReadLines(folder["methods"]).Count(), 100, most);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public async Task A_terminal_sees_colours_unless_it_wants_none(string? noColor, bool sees)
    {
        const string Script = "/usr/bin/script";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Script), "no 'script' to make a terminal with");
        await CommandRun.Train(folder["run"], episodes: 3);
        var environment = new Dictionary<string, string> { ["TERM"] = "xterm-256color" };
        if (noColor is not null)
            environment["NO_COLOR"] = noColor;

        var run = await ProgramRun.Of(Script, folder.Path, environment, "-qec", $"{ProgramRun.Tandem} ride run --pause 0 --seed 1", "/dev/null");

        Assert.Equal(0, run.Code);
        Assert.Equal(sees, run.Output.Contains("\e[38;5;", StringComparison.Ordinal));
        Assert.Matches(@"\e\[\d+A", run.Output);
    }
}
