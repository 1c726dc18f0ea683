namespace Tandem.Cli.Tests.Commands;

/// <summary><c>demo</c>, <c>evaluate</c> and <c>ride</c>: what is done with an agent.</summary>
public sealed class RiddenRunTests : IAsyncLifetime
{
    private static readonly string[] ScoreNames =
        ["rides", "meanReturn", "meanReturnInterval", "interquartileMeanReturn", "lowestReturn", "meanSteps", "success"];

    private readonly TemporaryFolder folder = new();

    private string Trained => folder["trained"];

    public async ValueTask InitializeAsync() => await CommandRun.Train(Trained);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_demo_learns_to_ride_as_well_as_can_be()
    {
        var run = await CommandRun.Of("demo", "--out", folder["demo"], "--updates", "10", "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(["random", "reinforce", "clone", "decisionTransformer", "optimum", "optimalRidesInData", "run", "seconds"], run.JsonNames);
        Assert.Equal(ScoreNames, run.Json["random"]!.AsObject().Select(property => property.Key));
        Assert.Equal([.. ScoreNames, "greedyReturn"], run.Json["reinforce"]!.AsObject().Select(property => property.Key));
        Assert.Equal(ScoreNames, run.Json["clone"]!.AsObject().Select(property => property.Key));
        Assert.Equal([.. ScoreNames, "greedyReturn"], run.Json["decisionTransformer"]!.AsObject().Select(property => property.Key));
        Assert.InRange((int)run.Json["optimalRidesInData"]!, 1, 20);
        Assert.Equal("""{"meanReturn":97,"meanSteps":4,"success":1}""", run.Json["optimum"]!.ToJsonString());
        Assert.Equal(97, (double)run.Json["reinforce"]!["greedyReturn"]!);
        Assert.InRange((double)run.Json["random"]!["meanReturn"]!, 50, 80);
    }

    [Fact]
    public async Task The_demo_closes_with_a_table_that_fits_80_columns()
    {
        var run = await CommandRun.Of("demo", "--seed", "3", "--updates", "10", "--out", folder["demo"]);

        var lines = run.Output.Split('\n');
        foreach (var rider in new[] { "random", "REINFORCE", "clone", "Decision", "Transformer", "optimum" })
            Assert.Single(lines, line => line.StartsWith($"│ {rider} ", StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.StartsWith('│')), line => Assert.InRange(line.Length, 1, 80));
        Assert.Contains("arrived", run.Output, StringComparison.Ordinal);
        Assert.Contains($"tandem ride {Path.Combine(folder["demo"], "decision-transformer")} --target 80", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_scores_the_last_checkpoint_beside_a_random_rider()
    {
        var run = await CommandRun.Of("evaluate", Trained, "--episodes", "30", "--json");

        Assert.Equal(["run", "checkpoint", "target", "optimum", "greedy", "sampled", "random"], run.JsonNames);
        Assert.Equal((40, 97.0), ((int)run.Json["checkpoint"]!, (double)run.Json["optimum"]!));
        foreach (var rider in new[] { "greedy", "sampled", "random" })
        {
            Assert.Equal(ScoreNames, run.Json[rider]!.AsObject().Select(property => property.Key));
            Assert.Equal(30, (int)run.Json[rider]!["rides"]!);
        }
    }

    [Fact]
    public async Task Evaluate_draws_what_its_seed_says()
    {
        var outputs = new List<string>();
        foreach (var seed in new[] { "1", "1", "2" })
            outputs.Add((await CommandRun.Of("evaluate", Trained, "--episodes", "20", "--seed", seed)).Output);

        Assert.Equal(outputs[0], outputs[1]);
        Assert.NotEqual(outputs[0], outputs[2]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1000001")]
    public async Task Evaluate_wants_a_sensible_number_of_rides(string episodes) =>
        (await CommandRun.Of("evaluate", Trained, "--episodes", episodes)).AssertRefused($"{episodes} episodes are out of range: give 1 to 1000000");

    [Fact]
    public async Task Ride_draws_the_last_moment_where_nobody_watches()
    {
        var run = await CommandRun.Of("ride", Trained, "--sampled", "--seed", "4");

        Assert.Equal(0, run.Code);
        Assert.Single(run.Output.Split('\n'), line => line.StartsWith(" 5 x 5 grid", StringComparison.Ordinal));
        Assert.Matches(@"Return -?\d+ in \d+ steps", run.Output);
        Assert.DoesNotContain('\e', run.Output);
    }

    [Fact]
    public async Task Rides_json_names_are_a_contract()
    {
        var run = await CommandRun.Of("ride", Trained, "--json");

        Assert.Equal(["return", "steps", "terminated", "truncated", "success"], run.JsonNames);
        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Ride_refuses_an_endless_pause() =>
        (await CommandRun.Of("ride", Trained, "--pause", "10001")).AssertRefused("a pause of 10001 milliseconds is out of range: give 0 to 10000");

    [Theory]
    [InlineData("evaluate")]
    [InlineData("ride")]
    [InlineData("resume")]
    public async Task A_folder_that_is_no_run_is_refused(string command)
    {
        File.WriteAllText(folder["letter"], "dear");

        (await CommandRun.Of(command, folder["nowhere"])).AssertRefused($"there is no run '{folder["nowhere"]}': give the folder of a run");
        (await CommandRun.Of(command, folder["letter"])).AssertRefused($"'{folder["letter"]}' is a file: give the folder of a run");
        (await CommandRun.Of(command, folder.Path)).AssertRefused($"the folder '{folder.Path}' holds no run, it has no run.json: give the folder of a run");
    }
}
