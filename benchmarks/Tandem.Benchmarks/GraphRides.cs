using Tandem.Environments;
using Tandem.Environments.Tabular;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using static Tandem.Benchmarks.RideStudy;

namespace Tandem.Benchmarks;

/// <summary>The Decision Transformer paper's graph: the share of solvable starts from which the way that is gone is a shortest one.</summary>
internal static class GraphRides
{
    private const int Rides = 1_000, Limit = 20;
    private static readonly RideStudySize Size = new(Updates: 250, Width: 32, Batch: 128);

    public static void Run(int graphs)
    {
        NativeAllocator.KeepFreedMemory();
        Console.WriteLine(Line($"GraphPath-v0, 20 nodes, {Rides} random walks of at most 10 steps; share of solvable starts that go a shortest way"));
        Console.WriteLine("graph  starts    critic's  asked for -1  best 10%  IQL  ceiling");
        var rows = Enumerable.Range(0, graphs).Select(Row).ToArray();
        Console.WriteLine("mean          " + string.Join("  ", Enumerable.Range(0, rows[0].Length).Select(i => Line($"{rows.Average(row => row[i]):0.0%}"))));
        Console.WriteLine("least         " + string.Join("  ", Enumerable.Range(0, rows[0].Length).Select(i => Line($"{rows.Min(row => row[i]):0.0%}"))));
    }

    private static double[] Row(int graph)
    {
        var options = new GraphPathOptions { GraphSeed = graph };
        var shortest = GraphPath.FewestSteps(options);
        int[] starts = [.. Enumerable.Range(0, shortest.Count).Where(node => shortest[node] > 0)];
        var table = GraphPath.Table(options);
        using var study = new RideStudy(EnvironmentCatalog.BuiltIn["GraphPath-v0"], options, Rides, "random-walk", (ulong)graph, Size);
        double Share(IPolicy policy) => TableRides.Steps(table, starts, policy, Limit).Zip(starts, (steps, start) => steps == shortest[start] ? 1.0 : 0).Average();
        var seen = ObservedTransitions.Of(study.Episodes);
        double Seen(int start) => seen.StateOf([start]) is var state and >= 0 ? seen.Solution.Values[state] : double.NaN;
        double[] row =
        [
            Share(study.Taught()), Share(study.Observed()(-1)), Share(study.Clone(0.1)), Share(study.Iql()), starts.Average(start => Seen(start) == -shortest[start] ? 1.0 : 0),
        ];
        Console.WriteLine(Line($"{graph,5}  {starts.Length,6}  ") + string.Join("  ", row.Select(share => Line($"{share:0.0%}"))));
        return row;
    }
}
