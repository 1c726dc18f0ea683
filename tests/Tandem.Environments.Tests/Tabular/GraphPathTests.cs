using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Tabular;

public sealed class GraphPathTests
{
    private static readonly EnvironmentSpec Spec = EnvironmentCatalog.BuiltIn["GraphPath-v0"];

    [Fact]
    public void The_shortest_paths_are_those_that_value_iteration_finds()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var options = new GraphPathOptions { GraphSeed = seed };
            var (table, steps) = (GraphPath.Table(options), GraphPath.FewestSteps(options));
            var horizon = steps.Max();
            var solution = ValueIteration.FiniteHorizon(table, horizon);

            for (var node = 0; node < table.States; node++)
                Assert.Equal(steps[node] < 0 ? -horizon : -steps[node], solution.Values[node]);
        }
    }

    [Fact]
    public void Episodes_begin_wherever_there_is_a_path_and_at_least_half_of_the_nodes_have_one()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var options = new GraphPathOptions { GraphSeed = seed };
            var solvable = GraphPath.FewestSteps(options).Index().Where(node => node.Item > 0).Select(node => node.Index);

            Assert.Equal(solvable, GraphPath.Table(options).Starts.ToArray());
            Assert.InRange(solvable.Count(), 10, 19);
        }
    }

    [Fact]
    public void Without_an_edge_the_walker_stays_and_arriving_ends_the_walk()
    {
        var options = new GraphPathOptions();
        var (table, steps) = (GraphPath.Table(options), GraphPath.FewestSteps(options));
        var near = steps.ToList().IndexOf(1);

        Assert.Equal([new Transition(1, 19, -1, true)], table[near, 19].ToArray());
        Assert.Equal([new Transition(1, near, -1, false)], table[near, near].ToArray());
        Assert.Equal([new Transition(1, 19, 0, true)], table[19, 3].ToArray());
    }

    [Fact]
    public void Each_seed_has_a_graph_of_its_own_with_about_a_tenth_of_the_edges()
    {
        var graphs = Enumerable.Range(0, 20).Select(seed => Edges(new GraphPathOptions { GraphSeed = seed })).ToArray();

        Assert.Equal(graphs[3], Edges(new GraphPathOptions { GraphSeed = 3 }));
        Assert.Equal(20, graphs.Select(edges => string.Join(' ', edges)).Distinct().Count());
        Assert.InRange(graphs.Average(edges => edges.Length), 36, 46);
    }

    [Fact]
    public void A_random_walk_goes_along_edges_and_each_stream_walks_its_own_way()
    {
        var options = new GraphPathOptions();
        var (table, random) = (GraphPath.Table(options), RandomStream.Create(0, StreamPurpose.Policy));
        var walker = Spec.CreateYardstick("random-walk", options, 10, random);
        var actions = new ActionBatch(new Discrete(20), 20);
        float[] nodes = [.. Enumerable.Range(0, 20)];
        var edges = Edges(options).ToHashSet();
        var first = (int[]?)null;
        var steps = GraphPath.FewestSteps(options);
        for (var round = 0; round < 50; round++)
        {
            walker.Act(nodes, new double[20], actions);
            first ??= actions.Choices.ToArray();
            for (var node = 0; node < 19; node++)
                Assert.True(steps[node] < 0 || edges.Contains((node, actions.Choices[node])));
        }

        Spec.CreateYardstick("random-walk", options, 10, RandomStream.Create(1, StreamPurpose.Policy)).Act(nodes, new double[20], actions);
        Assert.NotEqual(first, actions.Choices.ToArray());
    }

    [Fact]
    public void The_optimum_is_minus_the_mean_shortest_path() => Assert.Equal(
        -GraphPath.FewestSteps(new GraphPathOptions()).Where(steps => steps > 0).Average(), Spec.OptimalReturn()!.Value, 1e-12);

    [Fact]
    public void What_is_out_of_range_is_refused_in_a_sentence()
    {
        Refuses("a graph of 1 nodes is out of range: give 2 to 1000", () => new GraphPathOptions { Nodes = 1 });
        Refuses("edge probability 0 is out of range: give a number above 0, at most 1", () => new GraphPathOptions { EdgeProbability = 0 });
        Refuses("edge probability NaN is out of range: give a number above 0, at most 1", () => new GraphPathOptions { EdgeProbability = double.NaN });
        Refuses("graph seed -1 is out of range: give 0 to 2147483647", () => new GraphPathOptions { GraphSeed = -1 });
        Refuses(
            "in none of 1000 random graphs of 20 nodes with edge probability 0.001 half of the nodes reach the goal: give a higher probability",
            () => GraphPath.Table(new GraphPathOptions { EdgeProbability = 0.001 }));
    }

    private static (int From, int To)[] Edges(GraphPathOptions options)
    {
        var table = GraphPath.Table(options);
        return [.. Enumerable.Range(0, 19).SelectMany(from => Enumerable.Range(0, 20).Where(to => table[from, to][0].State != from).Select(to => (from, to)))];
    }

    private static void Refuses(string message, Func<object> use) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);
}
