namespace Tandem.Environments.Tabular;

/// <summary>
/// Find the shortest path to a node of a random directed graph, 20 nodes by default: the first experiment of Chen et al.,
/// "Decision Transformer: Reinforcement Learning via Sequence Modeling", 2021.
/// </summary>
/// <remarks>
/// State: the node. Action: the node to go to; where no edge leads there the walker stays. Each step costs 1, the one that
/// arrives too, so that the best return from a node is minus the length of its shortest path. Arriving at the last node ends
/// the episode. Episodes begin at any node that has a path. The paper does not say how its graph was drawn beyond 20 nodes
/// and a tenth of the edges; here it is drawn anew until at least half of the nodes have a path.
/// </remarks>
public static class GraphPath
{
    /// <summary>The graph's transition table; the nodes that episodes begin at are those that have a path.</summary>
    /// <exception cref="ArgumentException">The edges are so few that hardly a node has a path.</exception>
    public static TransitionTable Table(GraphPathOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var graph = RandomGraph.Draw(options);
        var starts = Enumerable.Range(0, graph.Nodes).Where(node => graph.FewestSteps[node] > 0).ToArray();
        return new TransitionTable(graph.Nodes, graph.Nodes, (node, action) => [Outcome(graph, node, action)], starts);
    }

    /// <summary>The length of the shortest path from each node to the last one; 0 there, −1 where there is none.</summary>
    /// <exception cref="ArgumentException">The edges are so few that hardly a node has a path.</exception>
    public static IReadOnlyList<int> FewestSteps(GraphPathOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RandomGraph.Draw(options).FewestSteps;
    }

    private static Transition Outcome(RandomGraph graph, int node, int action) =>
        node == graph.Goal ? new Transition(1, node, 0, Terminated: true)
        : graph.HasEdge(node, action) ? new Transition(1, action, -1, Terminated: action == graph.Goal)
        : new Transition(1, node, -1, Terminated: false);
}
