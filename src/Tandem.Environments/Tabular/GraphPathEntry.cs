namespace Tandem.Environments.Tabular;

/// <summary>What the catalogue says of <see cref="GraphPath"/>.</summary>
internal static class GraphPathEntry
{
    private const int StepLimit = 10;

    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<TabularWorld, TabularState, GraphPathOptions>(
            "GraphPath-v0", new GraphPathOptions(), options => new TabularWorld(GraphPath.Table(options))) with
        {
            Summary = "Find the shortest path through a random graph; episodes begin at every node that has a path.",
            Source = "Chen et al., Decision Transformer: Reinforcement Learning via Sequence Modeling, 2021, whose graph was not released",
            StepLimit = StepLimit,
            ObservationMeanings = [new("node", "number", "where you are; the goal is the last node")],
            ActionMeanings = [new("to", "number", "the node to go to; without an edge there you stay")],
            RewardMeaning = new("reward", "steps", "-1 for each step, the one that arrives too"),
            Optimum = (options, limit) => Planning.Optimum(GraphPath.Table((GraphPathOptions)options!), limit),
            Yardsticks = [Planning.Yardstick(TableOf), RandomWalk],
            Success = ride => ride.Terminated,
            Spaces = options => (new Discrete(((GraphPathOptions)options!).Nodes), new Discrete(((GraphPathOptions)options!).Nodes)),
            Renderer = options => new BoardRenderer(new GraphPathBoard(RandomGraph.Draw((GraphPathOptions)options!))),
            Tables = options => [Nodes((GraphPathOptions)options!)],
        };

    private static Yardstick RandomWalk => Yardstick.Drawing(
        "random-walk", "goes along a random edge: the rides that the paper learns from", (options, _, random) => new RandomWalkPolicy(TableOf(options), random));

    private static TransitionTable TableOf(object? options) => GraphPath.Table((GraphPathOptions)options!);

    private static WorldTable Nodes(GraphPathOptions options)
    {
        var graph = RandomGraph.Draw(options);
        return new WorldTable(
            "Nodes, their edges, and the fewest steps to the goal (-1: there is no path)",
            ["node", "edges", "steps"],
            [.. Enumerable.Range(0, graph.Nodes).Select(node => (IReadOnlyList<double?>)[node, Enumerable.Range(0, graph.Nodes).Count(to => graph.HasEdge(node, to)), graph.FewestSteps[node]])]);
    }
}
