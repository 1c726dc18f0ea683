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
    /// observed. With 0 all steps count alike, and a best action that was recorded once is lost among many others. Null: 10 for
    /// a table, whose values are exact, 3 for perceptrons.
    /// </summary>
    [Description("How much more the actions that a critic finds better are imitated, beta, for advantages in units that fit the data; 0 imitates all alike; null: 10 by a table, 3 by perceptrons; unused where returns are observed [0 to 1000, or null]")]
    public double? Temperature
    {
        get;
        init => field = value is null or (>= 0 and <= 1_000) ? value
            : throw new ArgumentException($"temperature {value} is out of range: give 0 to 1000, or null to choose it by the critic's form");
    }

    /// <summary>How the critic learns; unused where returns are observed.</summary>
    [Description("How the critic learns; unused where returns are observed")]
    public CriticOptions Critic { get; init; } = new();

    /// <summary>β with the default filled in.</summary>
    /// <param name="form">The form that the critic took.</param>
    public double TemperatureFor(CriticForm form) => Temperature ?? (form == CriticForm.Table ? 10 : 3);
}
