namespace Tandem.Learning.Trajectories;

/// <summary>How a plain log is to be read: which column is which, and what is known of the world that it comes from.</summary>
/// <remarks>
/// A row is a step: what was seen, what was done then, what that earned, and whether it ended the episode. Rows of an episode
/// stand together, in order of time. Without options the columns are <c>episode</c>, <c>step</c> (may be missing),
/// <c>obs…</c>, <c>action…</c>, <c>reward</c>, <c>terminated</c>, <c>truncated</c> (may be missing), and <c>next_obs…</c>
/// (may be missing).
/// </remarks>
public sealed record LogOptions
{
    /// <summary>The column that tells episodes apart; any text.</summary>
    public string Episode { get; init; } = "episode";

    /// <summary>The column that counts the steps of an episode, from 0 or 1 on; null: <c>step</c>, where there is one.</summary>
    public string? Step { get; init; }

    /// <summary>The columns of what was seen, in order; empty: those whose names begin with <c>obs</c>.</summary>
    public IReadOnlyList<string> Observations { get; init; } = [];

    /// <summary>The columns of what was seen after the step, in the same order; empty: those whose names begin with <c>next_obs</c>, where there are any.</summary>
    public IReadOnlyList<string> NextObservations { get; init; } = [];

    /// <summary>The columns of what was done, in order; empty: those whose names begin with <c>action</c>.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>The column of what a step earned.</summary>
    public string Reward { get; init; } = "reward";

    /// <summary>The column that says whether a step reached an end of the decision process itself: true or false, 1 or 0.</summary>
    public string Terminated { get; init; } = "terminated";

    /// <summary>The column that says whether somebody stopped looking; null: <c>truncated</c>, where there is one.</summary>
    public string? Truncated { get; init; }

    /// <summary>The world's name.</summary>
    public string Environment { get; init; } = "Log-v0";

    /// <summary>After this many steps episodes were truncated; null: not known.</summary>
    public int? StepLimit { get; init; }

    /// <summary>What an observation is; null: inferred.</summary>
    public Space? ObservationSpace { get; init; }

    /// <summary>What an action is; null: inferred.</summary>
    public Space? ActionSpace { get; init; }

    /// <summary>The world's own options as one JSON object; null: it has none, or they are not known.</summary>
    public string? OptionsJson { get; init; }
}
