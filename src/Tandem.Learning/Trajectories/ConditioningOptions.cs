using System.ComponentModel;

namespace Tandem.Learning.Trajectories;

/// <summary>What a <see cref="DecisionTransformer"/> is told about the return, and by whom.</summary>
public sealed record ConditioningOptions
{
    /// <summary>Where return tokens come from.</summary>
    [Description("What each step is told: critic: how good its action is, learned from all rides; observed: what the ride went on to earn, which asks for a target")]
    public ReturnTokens Returns { get; init; } = ReturnTokens.Critic;

    /// <summary>
    /// β: how much more the better actions are imitated, as by <see cref="IqlOptions.Temperature"/>; unused where returns are
    /// observed. With 0 all steps count alike, and a best action that was recorded once is lost among many others.
    /// </summary>
    [Description("How much more the actions that a critic finds better are imitated, beta, for advantages in units of a size typical of them; 0 imitates all alike; unused where returns are observed [0 to 1000]")]
    public double Temperature
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentException($"temperature {value} is out of range: give 0 to 1000");
    }
    = 3;

    /// <summary>How the critic learns; unused where returns are observed.</summary>
    [Description("How the critic learns; unused where returns are observed")]
    public CriticOptions Critic { get; init; } = new();
}
