namespace Tandem.Cli.Tests.Program;

/// <summary>The sample in which a user's own world makes a program its own <c>tandem</c>.</summary>
public sealed class OwnWorldSampleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Its_world_stands_beside_the_built_in_ones_and_is_sound()
    {
        var list = await ProgramRun.Of(ProgramRun.OwnWorld, folder.Path, "envs", "--json");
        var check = await ProgramRun.Of(ProgramRun.OwnWorld, folder.Path, "envs", "Crane-v0", "--check", "--json");

        var names = list.Json["worlds"]!.AsArray().Select(world => (string)world!["id"]!).ToArray();
        Assert.Contains("Crane-v0", names);
        Assert.Contains("BicycleGrid-v0", names);
        Assert.Empty(check.Json["findings"]!.AsArray());
    }

    [Fact]
    public async Task Training_in_it_learns_to_come_nearer_the_target()
    {
        var trained = await ProgramRun.Of(
            ProgramRun.OwnWorld, folder.Path, "train", "reinforce", "--env", "Crane-v0", "--episodes", "60", "--out", "crane", "--json");
        var score = await ProgramRun.Of(ProgramRun.OwnWorld, folder.Path, "evaluate", "crane", "--episodes", "20", "--json");

        Assert.True(trained.Code == 0, trained.Error);
        Assert.Equal(60, (int)trained.Json["episodes"]!);
        Assert.True((double)score.Json["greedy"]!["meanReturn"]! > (double)score.Json["random"]!["meanReturn"]! + 100);
    }
}
