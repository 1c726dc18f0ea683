using System.Globalization;
using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>How well REINFORCE learns the grid with its default settings: seeds 0 to 29, every one shown.</summary>
internal static class ReinforceLearning
{
    private const int Seeds = 30;
    private const int Last = 100;
    private const string World = "BicycleGrid-v0";

    public static void Run()
    {
        var defaults = new ReinforceOptions();
        var compared = defaults with { EpisodesPerUpdate = 4, ReturnNormalization = ReturnNormalization.Update };
        Table("5 x 5, defaults", new BicycleGridOptions(), defaults);
        Table("10 x 10, defaults, observations as they are", new BicycleGridOptions { Size = 10 }, defaults);
        Table("10 x 10, defaults, observations scaled", new BicycleGridOptions { Size = 10, Scaled = true }, defaults);
        Table("5 x 5, four episodes compared in each update", new BicycleGridOptions(), compared);
        Table("10 x 10, four episodes compared in each update, observations scaled", new BicycleGridOptions { Size = 10, Scaled = true }, compared);
    }

    private static void Table(string title, BicycleGridOptions grid, ReinforceOptions options)
    {
        var spec = EnvironmentCatalog.BuiltIn[World];
        var optimum = spec.OptimalReturn(grid)!.Value;
        Console.WriteLine(Line($"{title} (1,000 episodes, optimum {optimum})"));
        Console.WriteLine("seed  greedy ride  mean of last 100  first episode from which 100 in a row average within 1");
        Result[] results = [.. Enumerable.Range(0, Seeds).Select(seed => Train(spec, grid, options, (ulong)seed))];
        for (var seed = 0; seed < Seeds; seed++)
        {
            Console.WriteLine(Line($"{seed,4}  {results[seed].Greedy,11:0.##}  {results[seed].Last,16:0.00}  {results[seed].SolvedAt,6}"));
        }

        Console.WriteLine(Line($"greedy ride at the optimum: {results.Count(r => r.Greedy == optimum)} of {Seeds}; within 1: {results.Count(r => r.Greedy >= optimum - 1)}"));
        Console.WriteLine(Line($"last 100: mean {results.Average(r => r.Last):0.000}, minimum {results.Min(r => r.Last):0.00}; within 1 of the optimum: {results.Count(r => r.Last >= optimum - 1)} of {Seeds}"));
        Console.WriteLine();
    }

    private static Result Train(EnvironmentSpec spec, BicycleGridOptions grid, ReinforceOptions options, ulong seed)
    {
        using var training = new Reinforce(spec.CreateVector(1, grid), options with { Seed = seed });
        var returns = new List<double>();
        while (!training.IsComplete)
        {
            returns.AddRange(training.Update().Finished.Select(ride => ride.Return));
        }

        var policy = training.Policy(PolicyMode.Greedy, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy));
        var greedy = Rides.Roll(spec.CreateVector(1, grid), policy, 1, seed)[0].Return;
        return new Result(greedy, returns.TakeLast(Last).Average(), SolvedAt(returns, spec.OptimalReturn(grid)!.Value - 1));
    }

    private static int? SolvedAt(List<double> returns, double goal)
    {
        var sum = 0.0;
        for (var episode = 0; episode < returns.Count; episode++)
        {
            sum += returns[episode] - (episode >= Last ? returns[episode - Last] : 0);
            if (episode >= Last - 1 && sum / Last >= goal)
            {
                return episode + 1 - Last;
            }
        }

        return null;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Result(double Greedy, double Last, int? SolvedAt);
}
