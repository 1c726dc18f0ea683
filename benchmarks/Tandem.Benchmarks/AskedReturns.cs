using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Learning.Training;
using static Tandem.Benchmarks.RideStudy;

namespace Tandem.Benchmarks;

/// <summary>What the paper's form achieves for each return that it is asked for: on the 5 × 5 grid and on what an agent of PPO rode until it was a medium one.</summary>
internal static class AskedReturns
{
    private const int Rides = 100, Targets = 12;
    private static readonly double[] OnGrid = [47, 57, 67, 77, 87, 94, 97];

    /// <param name="what">grid, CartPole-v1, or all.</param>
    /// <param name="sets">Data sets.</param>
    /// <param name="first">The first seed.</param>
    public static void Run(string what, int sets, int first)
    {
        NativeAllocator.KeepFreedMemory();
        for (var seed = (ulong)first; seed < (ulong)(first + sets); seed++)
        {
            if (what is "grid" or "all")
            {
                var spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
                using var study = new RideStudy(spec, new BicycleGridOptions(), 1_000, "random", seed);
                Table("BicycleGrid-v0, 5 x 5", study, OnGrid, seed, count => spec.CreateVector(count));
            }

            if (what is "CartPole-v1" or "all")
            {
                var agents = new MixedAgents(EnvironmentCatalog.BuiltIn["CartPole-v1"], seed);
                using var study = new RideStudy(seed, folder => agents.Record(MixedAgents.ReplayKind, folder));
                var (low, high) = study.Episodes.Statistics().Returns;
                double[] asked = [.. Enumerable.Range(0, Targets).Select(i => Math.Round(low + ((high - low) * i / (Targets - 1))))];
                Table("CartPole-v1, replay until medium", study, asked, seed, agents.Worlds);
            }
        }
    }

    private static void Table(string title, RideStudy study, double[] asked, ulong seed, Func<int, IVectorEnvironment> worlds)
    {
        var observed = study.Observed();
        double[] achieved = [.. asked.Select(target => Tandem.Environments.Rides.Roll(worlds(Rides), observed(target), Rides, seed).Average(ride => ride.Return))];
        var error = asked.Zip(achieved, (target, mean) => Math.Abs(target - mean)).Average();
        Console.WriteLine(Line($"{title}, set {seed}, greedy: rank correlation {Spearman(asked, achieved):0.000}, mean error {error:0.0}, {error / (asked.Max() - asked.Min()):0.0%} of the range"));
        Console.WriteLine("asked     " + string.Join("  ", asked.Select(target => Line($"{target,6:0}"))));
        Console.WriteLine("achieved  " + string.Join("  ", achieved.Select(mean => Line($"{mean,6:0.0}"))));
    }

    /// <summary>The correlation of ranks, of which equal numbers share the mean.</summary>
    private static double Spearman(double[] x, double[] y)
    {
        var (a, b) = (Ranks(x), Ranks(y));
        var (meanA, meanB) = (a.Average(), b.Average());
        var covariance = a.Zip(b, (p, q) => (p - meanA) * (q - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(p => (p - meanA) * (p - meanA)) * b.Sum(q => (q - meanB) * (q - meanB)));
    }

    private static double[] Ranks(double[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0))];
}
