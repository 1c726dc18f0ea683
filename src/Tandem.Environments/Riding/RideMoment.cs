namespace Tandem.Environments;

/// <summary>One moment of a recorded ride: what the last step brought, and where the world stands now.</summary>
public sealed record RideMoment
{
    /// <summary>How many steps have been taken; 0 at the start.</summary>
    public required int Step { get; init; }

    /// <summary>What the rider sees.</summary>
    public required float[] Observation { get; init; }

    /// <summary>The state, where the world lets it be looked at; else null.</summary>
    public object? State { get; init; }

    /// <summary>The choices of the action that led here; empty at the start and where actions are values.</summary>
    public int[] Choices { get; init; } = [];

    /// <summary>The values of the action that led here; empty at the start and where actions are choices.</summary>
    public float[] Values { get; init; } = [];

    /// <summary>The reward of the last step; 0 at the start.</summary>
    public double Reward { get; init; }

    /// <summary>The sum of all rewards up to now.</summary>
    public double Return { get; init; }

    /// <summary>The last step ended the decision process.</summary>
    public bool Terminated { get; init; }

    /// <summary>The last step cut the episode.</summary>
    public bool Truncated { get; init; }
}
