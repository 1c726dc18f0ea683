namespace Tandem.Cli.Tests.Commands;

/// <summary>The return that a rider asks for, its own or <c>--target</c>, and who takes none.</summary>
[Collection(nameof(OneTraining))]
public sealed class TargetReturnTests : RecordedRides
{
    [Fact]
    public async Task A_decision_transformer_asks_for_the_highest_return_or_for_the_one_it_is_told()
    {
        await Train(DecisionTransformer, "--returns", "observed");
        var best = await CommandRun.Of("evaluate", Run, "--episodes", "3", "--json");

        var told = await CommandRun.Of("evaluate", Run, "--episodes", "3", "--json", "--target", "87");

        Assert.Equal(["run", "checkpoint", "target", "optimum", "greedy", "sampled", "random"], best.JsonNames);
        Assert.Equal(HighestReturn(), (double)best.Json["target"]!);
        Assert.Equal((0, 87.0, 4), (told.Code, (double)told.Json["target"]!, (int)told.Json["checkpoint"]!));
        Assert.Equal("", told.Error);
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("-1000")]
    public async Task A_target_beyond_the_data_is_warned_of(string target)
    {
        await Train(DecisionTransformer, "--returns", "observed");

        var run = await CommandRun.Of("evaluate", Run, "--episodes", "2", "--json", "--target", target);

        Assert.Equal(0, run.Code);
        Assert.Equal(double.Parse(target, System.Globalization.CultureInfo.InvariantCulture), (double)run.Json["target"]!);
        Assert.Contains($"the target return {target} lies outside the data, which range from ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("ride")]
    public async Task A_target_that_is_no_number_is_refused(string command)
    {
        await Train(DecisionTransformer, "--returns", "observed");

        (await CommandRun.Of(command, Run, "--target", "NaN")).AssertRefused("a target return of NaN cannot be asked for: give a finite number");
    }

    [Fact]
    public async Task What_a_critic_taught_asks_for_the_best_and_takes_no_target()
    {
        await Train(DecisionTransformer);

        (await CommandRun.Of("evaluate", Run, "--target", "87")).AssertRefused(
            $"the run '{Run}' asks for the best at every step, as its critic saw it, and takes no return: leave --target out, or train with --returns observed");
        var run = await CommandRun.Of("evaluate", Run, "--episodes", "2", "--json");
        Assert.Equal(0, run.Code);
        Assert.Null(run.Json["target"]);
    }

    [Fact]
    public async Task A_clone_takes_no_target()
    {
        await Train(Clone);

        (await CommandRun.Of("evaluate", Run, "--target", "87")).AssertRefused($"the run '{Run}' only imitates and asks for no return: leave --target out");
        var run = await CommandRun.Of("evaluate", Run, "--episodes", "2", "--json");
        Assert.Equal(0, run.Code);
        Assert.Null(run.Json["target"]);
    }

    [Fact]
    public async Task An_agent_of_reinforce_takes_no_target()
    {
        await CommandRun.Train(Run, episodes: 10);

        (await CommandRun.Of("evaluate", Run, "--target", "87")).AssertRefused($"the run '{Run}' is a training of 'reinforce', which asks for no return: leave --target out");
    }
}
