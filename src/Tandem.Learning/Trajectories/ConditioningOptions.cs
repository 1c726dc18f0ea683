using System.ComponentModel;

namespace Tandem.Learning.Trajectories;

/// <summary>What a <see cref="DecisionTransformer"/> is told about the return, and by whom.</summary>
public sealed record ConditioningOptions
{
    /// <summary>Where return tokens come from.</summary>
    [Description("What each step is told: critic: how good its action is, learned from all rides; observed: what the ride went on to earn, which asks for a target")]
    public ReturnTokens Returns { get; init; } = ReturnTokens.Critic;

    /// <summary>How the critic learns; unused where returns are observed.</summary>
    [Description("How the critic learns; unused where returns are observed")]
    public CriticOptions Critic { get; init; } = new();
}
