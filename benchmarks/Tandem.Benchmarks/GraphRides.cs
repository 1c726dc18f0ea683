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

    /// <param name="graphs">How many, from 0 on.</param>
    /// <param name="learners">Who learns.</param>
    public static void Run(int graphs, StudiedLearners learners)
    {
        NativeAllocator.KeepFreedMemory();
        Console.WriteLine(Line($"GraphPath-v0, 20 nodes, {Rides} random walks of at most 10 steps; share of solvable starts that go a shortest way"));
        Console.WriteLine("| graph | starts | ceiling | critic's tokens | IQL | best 10% | asked for -1 |");
        var columns = Enumerable.Range(0, 5).Select(_ => new List<double>()).ToArray();
        for (var graph = 0; graph < graphs; graph++)
        {
            Graph(graph, learners, columns);
        }

        Row([() => "mean", () => "", .. columns.Select(column => Share(column, Enumerable.Average))]);
        Row([() => "least", () => "", .. columns.Select(column => Share(column, Enumerable.Min))]);
    }

    private static Func<string>? Share(List<double> column, Func<IEnumerable<double>, double> of) => column.Count == 0 ? null : () => Line($"{of(column):0.0%}");

    private static void Graph(int graph, StudiedLearners learners, List<double>[] columns)
    {
        var options = new GraphPathOptions { GraphSeed = graph };
        var shortest = GraphPath.FewestSteps(options);
        int[] starts = [.. Enumerable.Range(0, shortest.Count).Where(node => shortest[node] > 0)];
        var table = GraphPath.Table(options);
        using var study = new RideStudy(EnvironmentCatalog.BuiltIn["GraphPath-v0"], options, Rides, "random-walk", (ulong)graph);
        var seen = ObservedTransitions.Of(study.Episodes);
        double Seen(int start) => seen.StateOf([start]) is var state and >= 0 ? seen.Solution.Values[state] : double.NaN;
        string Share(int column, double share)
        {
            columns[column].Add(share);
            return Line($"{share:0.0%}");
        }

        string Way(int column, IPolicy policy) =>
            Share(column, TableRides.Steps(table, starts, policy, Limit).Zip(starts, (steps, start) => steps == shortest[start] ? 1.0 : 0).Average());
        Row(
            () => Line($"{graph}"),
            () => Line($"{starts.Length}"),
            () => Share(0, starts.Average(start => Seen(start) == -shortest[start] ? 1.0 : 0)),
            learners.Of(StudiedLearners.Critic, () => Way(1, study.Taught())),
            learners.Of(StudiedLearners.Iql, () => Way(2, study.Iql())),
            learners.Of(StudiedLearners.Best, () => Way(3, study.Clone())),
            learners.Of(StudiedLearners.Observed, () => Way(4, study.Observed()(-1))));
    }
}
