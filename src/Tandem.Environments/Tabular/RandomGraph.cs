namespace Tandem.Environments.Tabular;

/// <summary>A directed graph whose edges are drawn each for itself, and the way from each node to the last.</summary>
/// <remarks>Drawn anew until at least half of the other nodes can reach the last one: many sparse graphs have hardly any way.</remarks>
internal sealed class RandomGraph
{
    private const int MostDraws = 1_000;

    private readonly bool[] edges;

    private RandomGraph(int nodes, bool[] edges)
    {
        (Nodes, this.edges) = (nodes, edges);
        FewestSteps = CountSteps();
    }

    public int Nodes { get; }

    public int Goal => Nodes - 1;

    /// <summary>How many edges the shortest way from each node to the goal has; −1: there is none.</summary>
    public int[] FewestSteps { get; }

    /// <exception cref="ArgumentException">The edges are so few that no such graph is found.</exception>
    public static RandomGraph Draw(GraphPathOptions options)
    {
        var random = RandomStream.Create((ulong)options.GraphSeed, StreamPurpose.Generation);
        for (var draw = 0; draw < MostDraws; draw++)
        {
            var graph = new RandomGraph(options.Nodes, Edges(options, ref random));
            if (2 * graph.FewestSteps.Count(steps => steps > 0) >= options.Nodes - 1)
                return graph;
        }

        throw new ArgumentException(FormattableString.Invariant(
            $"in none of {MostDraws} random graphs of {options.Nodes} nodes with edge probability {options.EdgeProbability} half of the nodes reach the goal: give a higher probability"));
    }

    public bool HasEdge(int from, int to) => edges[(from * Nodes) + to];

    private static bool[] Edges(GraphPathOptions options, ref RandomStream random)
    {
        var edges = new bool[options.Nodes * options.Nodes];
        for (var pair = 0; pair < edges.Length; pair++)
            edges[pair] = pair / options.Nodes != pair % options.Nodes && random.NextDouble() < options.EdgeProbability;

        return edges;
    }

    /// <summary>Backwards from the goal, breadth first.</summary>
    private int[] CountSteps()
    {
        var steps = Enumerable.Repeat(-1, Nodes).ToArray();
        steps[Goal] = 0;
        var reached = new Queue<int>([Goal]);
        while (reached.TryDequeue(out var to))
        {
            for (var from = 0; from < Nodes; from++)
            {
                if (steps[from] < 0 && HasEdge(from, to))
                {
                    steps[from] = steps[to] + 1;
                    reached.Enqueue(from);
                }
            }
        }

        return steps;
    }
}
