namespace Tandem.Cli.Tests.Program;

/// <summary>The sample in which a trained agent's file plays in a game loop, without libtorch.</summary>
public sealed class GameLoopSampleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a2c", "CartPole-v1", "--steps 500")]
    [InlineData("sac", "Pendulum-v1", "--steps 200 --learning-starts 100 --hidden 8")]
    public async Task A_trained_agent_plays_and_allocates_nothing(string algorithm, string world, string settings)
    {
        var trained = await CommandRun.Of(["train", algorithm, "--env", world, "--evaluation-episodes", "0", "--quiet", "--out", folder["run"], .. settings.Split(' ')]);
        var model = Directory.GetFiles(folder["run"], "model.safetensors", SearchOption.AllDirectories)[^1];

        var played = await ProgramRun.Of(ProgramRun.GameLoop, folder.Path, model, world);

        Assert.True((trained.Code, played.Code) == (0, 0), trained.Error + played.Error);
        Assert.Matches($@"^{world}: -?[\d.]+ points in \d+ frames\nprogram [\d.]+ MB; the first action [\d.]+ ms after the program began, agent loaded\nan action in \d+ ns, 0 bytes allocated in all frames\n$", played.Output);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(ProgramRun.GameLoop)!), file => file.Contains("torch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_a_file_it_says_what_it_wants() =>
        Assert.Equal(new CommandRun(2, "", "usage: GameLoop MODEL.safetensors [WORLD]\n"), await ProgramRun.Of(ProgramRun.GameLoop, folder.Path));
}
