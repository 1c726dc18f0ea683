using System.Xml.Linq;
using Tandem.Cli.Tests.Worlds;
using Tandem.Environments;

namespace Tandem.Cli.Tests.Commands;

/// <summary><c>ride</c>, <c>evaluate</c> and <c>record</c> with riders who learned nothing.</summary>
public sealed class UntrainedRiderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_ride_needs_no_run()
    {
        var run = await CommandRun.Of("ride", "--env", "WhippleBicycle-v0", "--policy", "lqr", "--set", "speed=5", "--step-limit", "50");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("from behind", run.Output, StringComparison.Ordinal);
        Assert.Contains("1.00 s  lean", run.Output, StringComparison.Ordinal);
        Assert.Contains("in 50 steps, cut by the step limit.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_it_is_the_random_rider()
    {
        var run = await CommandRun.Of("ride", "--env", "BicycleBalance-v0", "--seed", "1", "--json");

        Assert.Equal(-1, (double)run.Json["return"]!);
        Assert.InRange((int)run.Json["steps"]!, 40, 250);
    }

    [Fact]
    public async Task A_ride_becomes_an_animated_SVG_file()
    {
        var path = folder["ride.svg"];

        var run = await CommandRun.Of("ride", "--env", "WhippleBicycle-v0", "--policy", "hands-off", "--seed", "1", "--svg", path);

        Assert.Equal(0, run.Code);
        Assert.Contains($"Drawn to {path}", run.Error.ReplaceLineEndings(""), StringComparison.Ordinal);
        var svg = XDocument.Load(path).Root!;
        Assert.Equal("WhippleBicycle-v0, hands-off", svg.Elements().First(element => element.Name.LocalName == "text").Value);
        Assert.Equal(7, svg.Descendants().Count(element => element.Name.LocalName.StartsWith("animate", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("nowhere/ride.svg", "--svg nowhere/ride.svg cannot be written: there is no folder ")]
    [InlineData("ride.gif", "--svg ride.gif is no picture: give a file that ends in .svg")]
    [InlineData("/proc/ride.svg", "--svg /proc/ride.svg cannot be written: give a file in a folder of yours")]
    public async Task A_drawing_that_cannot_be_written_is_refused(string path, string sentence) =>
        (await CommandRun.Of("ride", "--env", "BicycleBalance-v0", "--svg", path)).AssertRefused(sentence);

    [Fact]
    public async Task Only_bicycles_that_lean_are_drawn_as_SVG_and_nothing_is_left_behind()
    {
        (await CommandRun.Of("ride", "--env", "CartPole-v1", "--svg", folder["ride.svg"])).AssertRefused("rides in CartPole-v1 cannot be drawn as SVG");

        Assert.False(File.Exists(folder["ride.svg"]));
    }

    [Fact]
    public async Task Evaluate_scores_a_yardstick_beside_a_random_rider()
    {
        var run = await CommandRun.Of("evaluate", "--env", "CliffWalking-v1", "--policy", "value-iteration", "--step-limit", "60", "--episodes", "20", "--json");

        Assert.Equal(["env", "policy", "optimum", "rider", "random"], run.JsonNames);
        Assert.Equal((-13, -13), ((double)run.Json["optimum"]!, (double)run.Json["rider"]!["meanReturn"]!));
        Assert.True((double)run.Json["random"]!["meanReturn"]! < -100);
    }

    [Fact]
    public async Task The_optimum_is_the_one_of_the_step_limit()
    {
        var run = await CommandRun.Of("evaluate", "--env", "CliffWalking-v1", "--policy", "value-iteration", "--step-limit", "5", "--episodes", "20", "--json");

        Assert.Equal((-5, -5), ((double)run.Json["optimum"]!, (double)run.Json["rider"]!["meanReturn"]!));
    }

    [Fact]
    public async Task The_random_rider_is_scored_once()
    {
        var run = await CommandRun.Of("evaluate", "--env", "BicycleGrid-v0", "--episodes", "20");

        Assert.Equal(["random", "optimum"], run.Output.Split('\n').Where(line => line.StartsWith('│')).Select(line => line.Split(' ')[1]).Where(word => word.Length > 0 && word != "Rider"));
    }

    [Fact]
    public async Task Rides_of_a_yardstick_are_recorded()
    {
        var run = await CommandRun.Of("record", "--env", "WhippleBicycle-v0", "--policy", "lqr", "--episodes", "5", "--out", folder["rides"], "--json", "--quiet");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal((2500, 5), ((int)run.Json["steps"]!, (int)run.Json["truncated"]!));
    }

    [Theory]
    [InlineData("ride", "'tandem ride' wants a rider: give RUN, the folder of a run, or --env ID and --policy NAME")]
    [InlineData("evaluate --policy lqr", "'tandem evaluate' wants a rider: give RUN, the folder of a run, or --env ID and --policy NAME")]
    [InlineData("ride --env Whipple-v0", "there is no world 'Whipple-v0': did you mean ")]
    [InlineData("ride --env WhippleBicycle-v0 --policy lqrr", "WhippleBicycle-v0 has no rider 'lqrr': give random or lqr or hands-off")]
    [InlineData("ride --env Acrobot-v1 --policy lqr", "Acrobot-v1 has no rider 'lqr': give random")]
    [InlineData("ride --env BicycleGrid-v0 --target 80", "only the Decision Transformer of a run asks for a return: leave --target out")]
    [InlineData("ride some-run --env BicycleGrid-v0", "a run brings its own world and rider: leave --env out")]
    [InlineData("ride some-run --set size=3", "a run brings its own world and rider: leave --set out")]
    [InlineData("ride --env BicycleGrid-v0 --set size=1", "grid size 1 is out of range: give 2 to 1024")]
    [InlineData("ride --env BicycleGrid-v0 --step-limit 0", "step limit 0 is out of range")]
    [InlineData("ride --env BicycleGrid-v0 --every 0", "a frame every 0 steps is out of range: give 1 to 1000000")]
    [InlineData("ride --env BicycleGrid-v0 --pause -1", "a pause of -1 milliseconds is out of range: give 0 to 10000")]
    public async Task A_rider_that_cannot_be_is_refused(string line, string sentence) =>
        (await CommandRun.Of(line.Split(' '))).AssertRefused(sentence);

    [Fact]
    public async Task A_users_world_is_ridden_as_well()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Mist-v0", () => new PlainWorld(), stepLimit: 10);

        var run = await CommandRun.Of(catalog, "ride", "--env", "Mist-v0", "--json");

        Assert.Equal(0, run.Code);
        Assert.InRange((int)run.Json["steps"]!, 1, 10);
    }
}
