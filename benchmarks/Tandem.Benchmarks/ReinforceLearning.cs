using System.Globalization;
using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>
/// How well REINFORCE learns the grid, with its defaults and with the seed text's returns, each ride's normalised by themselves:
/// seeds 0 to 29, every one shown; and what the defaults were chosen by, on seeds apart from these.
/// </summary>
internal static class ReinforceLearning
{
    private const int Seeds = 30;
    private const int ChoiceSeeds = 400;
    private const int FirstChoiceSeed = 1_000;
    private const int Last = 100;
    private const string World = "BicycleGrid-v0";

    private static readonly (string Title, BicycleGridOptions Grid)[] Grids =
    [
        ("5 x 5", new BicycleGridOptions()),
        ("10 x 10, observations as they are", new BicycleGridOptions { Size = 10 }),
        ("10 x 10, observations scaled", new BicycleGridOptions { Size = 10, Scaled = true }),
    ];

    private static readonly int[] RecentRides = [4, 8, 16, 32, 64];
    private static readonly ReinforceOptions Alone = new() { ReturnNormalization = ReturnNormalization.Episode };

    public static void Run()
    {
        foreach (var (title, grid) in Grids)
        {
            Table($"{title}, defaults: compared with recent rides", grid, new ReinforceOptions());
            Table($"{title}, each ride normalised by itself", grid, Alone);
        }
    }

    /// <summary>What the defaults were chosen by: seeds 1000 to 1399, and CartPole beside the grids.</summary>
    public static void Choose()
    {
        (string Title, ReinforceOptions Options)[] forms =
        [
            ("each ride by itself", Alone),
            ("4 rides an update, compared", new() { EpisodesPerUpdate = 4, ReturnNormalization = ReturnNormalization.Update }),
            .. RecentRides.Select(rides => ($"with {rides} recent rides", new ReinforceOptions { RecentEpisodes = rides })),
        ];
        foreach (var (grid, form) in Grids.SelectMany(grid => forms.Select(form => (grid, form))))
        {
            var spec = EnvironmentCatalog.BuiltIn[World];
            var optimum = spec.OptimalReturn(grid.Grid)!.Value;
            Result[] results = [.. Enumerable.Range(FirstChoiceSeed, ChoiceSeeds).Select(seed => Train(spec, grid.Grid, form.Options, (ulong)seed))];
            Console.WriteLine(Line($"{grid.Title,-34}  {form.Title,-28}  greedy at the optimum {results.Count(r => r.Greedy == optimum)} of {ChoiceSeeds}  last 100: mean {results.Average(r => r.Last):0.000}, minimum {results.Min(r => r.Last):0.00}, within 1 {results.Count(r => r.Last >= optimum - 1)}"));
        }

        foreach (var (title, options) in forms)
        {
            var last = Enumerable.Range(FirstChoiceSeed, 20).Select(seed => CartPole(options with { Seed = (ulong)seed, Episodes = 500 })).Order().ToList();
            Console.WriteLine(Line($"{"CartPole-v1, 500 episodes, 20 seeds",-34}  {title,-28}  last 100: mean {last.Average():0.0}, median {last[last.Count / 2]:0.0}, minimum {last[0]:0.0}"));
        }
    }

    private static double CartPole(ReinforceOptions options)
    {
        using var training = new Reinforce(EnvironmentCatalog.BuiltIn["CartPole-v1"].CreateVector(1), options);
        return ReturnsOf(training).TakeLast(Last).Average();
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
        var returns = ReturnsOf(training);
        var policy = training.Policy(PolicyMode.Greedy, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy));
        var greedy = Rides.Roll(spec.CreateVector(1, grid), policy, 1, seed)[0].Return;
        return new Result(greedy, returns.TakeLast(Last).Average(), SolvedAt(returns, spec.OptimalReturn(grid)!.Value - 1));
    }

    /// <summary>Trains to the end; the return of every episode.</summary>
    private static List<double> ReturnsOf(Reinforce training)
    {
        var returns = new List<double>();
        while (!training.IsComplete)
        {
            returns.AddRange(training.Update().Finished.Select(ride => ride.Return));
        }

        return returns;
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
