using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>One row of a table: an algorithm with its settings in a world, trained from several seeds.</summary>
/// <param name="Name">What is trained, such as <c>PPO, 500 k steps</c>.</param>
/// <param name="World">The world's name in the catalogue.</param>
/// <param name="Create">Makes the training of a seed: <c>(spec, seed) => new Ppo(spec.CreateVector(8), new PpoOptions { Seed = seed })</c>.</param>
internal sealed record AgentTrial(string Name, string World, Func<EnvironmentSpec, ulong, ILearner> Create)
{
    /// <summary>Seeds 0 to this, itself left out; none is chosen.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>Rides of the trained agent, in worlds that training never saw.</summary>
    public int Episodes { get; init; } = 100;

    /// <summary>The world's options; null: its own.</summary>
    public object? Options { get; init; }

    /// <summary>What the mean over the seeds is to reach; null: nothing is set.</summary>
    public double? Bar { get; init; }

    /// <summary>What the bar is held against: the agent's score, or the last 100 episodes of the training.</summary>
    public bool BarIsOfTraining { get; init; }

    /// <summary>What one trained agent is worth; null: the mean return of its rides, each taking the most likely action.</summary>
    public Func<EnvironmentSpec, Agent, ulong, double>? Score { get; init; }
}

/// <summary>
/// How well agents learn: every seed of every row is trained to its end, as many side by side as there are cores, and its last
/// agent rides. Prints a table in Markdown. Seconds are those of the training alone, with its neighbours beside it.
/// </summary>
internal static class AgentLearning
{
    private const int LastEpisodes = 100;

    /// <summary>Trains, scores and prints; the standard error stream tells of each seed as it ends.</summary>
    public static IReadOnlyList<TrainedSeed[]> Table(string title, params IReadOnlyList<AgentTrial> trials)
    {
        var rows = trials.Select(Train).ToArray();
        Console.WriteLine($"## {title}\n");
        Console.WriteLine("| training | world | steps | every seed | mean | IQM | 95% interval of the mean | lowest | last 100 training episodes | bar | seconds |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (trial, seeds) in trials.Zip(rows))
        {
            Console.WriteLine(Row(trial, seeds));
        }

        Console.WriteLine();
        return rows;
    }

    private static TrainedSeed[] Train(AgentTrial trial)
    {
        var seeds = new TrainedSeed[trial.Seeds];
        Parallel.For(0, trial.Seeds, new ParallelOptions { MaxDegreeOfParallelism = System.Environment.ProcessorCount }, seed =>
        {
            seeds[seed] = Train(trial, (ulong)seed);
            Console.Error.WriteLine(Line($"{trial.Name}, {trial.World}, seed {seed}: {seeds[seed].Score:0.00}, last {LastEpisodes} {seeds[seed].LastReturns:0.00}, {seeds[seed].Seconds:0.0} s"));
        });
        return seeds;
    }

    private static TrainedSeed Train(AgentTrial trial, ulong seed)
    {
        var spec = EnvironmentCatalog.BuiltIn[trial.World];
        var last = new Queue<double>();
        var begun = Stopwatch.GetTimestamp();
        using var learner = trial.Create(spec, seed);
        while (!learner.IsComplete)
        {
            foreach (var ride in learner.Update().Finished)
            {
                last.Enqueue(ride.Return);
                if (last.Count > LastEpisodes)
                {
                    last.Dequeue();
                }
            }
        }

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var score = trial.Score?.Invoke(spec, learner.Agent, seed) ?? MeanReturn(trial, spec, learner.Agent, seed);
        return new TrainedSeed(score, last.Count == 0 ? double.NaN : last.Average(), learner.Steps, seconds);
    }

    private static double MeanReturn(AgentTrial trial, EnvironmentSpec spec, Agent agent, ulong seed) =>
        Rides.Roll(spec.CreateVector(trial.Episodes, trial.Options), agent.Policy(PolicyMode.Greedy, seed), trial.Episodes, seed).Average(ride => ride.Return);

    private static string Row(AgentTrial trial, TrainedSeed[] seeds)
    {
        double[] scores = [.. seeds.Select(seed => seed.Score)];
        var summary = SeedSummary.Of(scores);
        var last = seeds.Average(seed => seed.LastReturns);
        var reached = trial.BarIsOfTraining ? last : summary.Mean;
        var bar = trial.Bar is { } height ? Line($"{(reached >= height ? "reached" : "**missed**")}: {reached:0.##} ≥ {height:0.##}; {Reaching(trial, seeds, height)} of {seeds.Length} seeds") : "";
        var every = string.Join(", ", scores.Select(score => Line($"{score:0.##}")));
        return Line($"| {trial.Name} | {trial.World} | {seeds.Average(seed => seed.Steps):#,0} | {every} | {summary.Mean:0.00} | {summary.InterquartileMean:0.00} | {summary.MeanInterval.Low:0.00} to {summary.MeanInterval.High:0.00} | {scores.Min():0.##} | {last:0.00} | {bar} | {seeds.Average(seed => seed.Seconds):0.0} |");
    }

    private static int Reaching(AgentTrial trial, TrainedSeed[] seeds, double height) =>
        seeds.Count(seed => (trial.BarIsOfTraining ? seed.LastReturns : seed.Score) >= height);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What became of one seed.</summary>
/// <param name="Score">What its last agent is worth.</param>
/// <param name="LastReturns">The mean return of its last 100 training episodes.</param>
/// <param name="Steps">Environment steps of the training.</param>
/// <param name="Seconds">Wall time of the training.</param>
internal readonly record struct TrainedSeed(double Score, double LastReturns, long Steps, double Seconds);
