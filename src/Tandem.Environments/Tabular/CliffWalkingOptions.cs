using System.ComponentModel;

namespace Tandem.Environments.Tabular;

/// <summary>What can be chosen about <see cref="CliffWalking"/>.</summary>
public sealed record CliffWalkingOptions
{
    /// <summary>Whether a step goes to either side of where it should, each with a probability of a third.</summary>
    [Description("Whether a step slips to either side of where it should go, each with a probability of a third")]
    public bool Slippery { get; init; }
}
