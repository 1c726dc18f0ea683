using System.ComponentModel;

namespace Tandem.Environments.Tabular;

/// <summary>What can be chosen about <see cref="GraphPath"/>.</summary>
public sealed record GraphPathOptions
{
    /// <summary>How many nodes the graph has, 2 to 1000.</summary>
    [Description("Nodes of the graph [2 to 1000; nodes]")]
    public int Nodes
    {
        get;
        init => field = value is >= 2 and <= 1_000 ? value
            : throw new ArgumentException($"a graph of {value} nodes is out of range: give 2 to 1000");
    } = 20;

    /// <summary>How likely there is an edge from a node to another, above 0 and at most 1.</summary>
    [Description("How likely there is an edge from a node to another [above 0 to 1; probability]")]
    public double EdgeProbability
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException(FormattableString.Invariant($"edge probability {value} is out of range: give a number above 0, at most 1"));
    } = 0.1;

    /// <summary>The seed that the graph is drawn from: each has its own graph.</summary>
    [Description("The seed that the graph is drawn from [0 to 2147483647]")]
    public int GraphSeed
    {
        get;
        init => field = value >= 0 ? value
            : throw new ArgumentException($"graph seed {value} is out of range: give 0 to {int.MaxValue}");
    }
}
