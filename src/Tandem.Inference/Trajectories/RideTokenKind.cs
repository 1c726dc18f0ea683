namespace Tandem.Inference.Trajectories;

/// <summary>What a token of a ride stands for. Each step has one of each, in this order; a rider who only imitates has no returns.</summary>
public enum RideTokenKind
{
    /// <summary>The return that is still to come, as it was asked for.</summary>
    Return,

    /// <summary>What was seen.</summary>
    Observation,

    /// <summary>What was done.</summary>
    Action,
}

/// <summary>One token of a ride.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Step">The number of its step in the episode, from 0.</param>
public readonly record struct RideToken(RideTokenKind Kind, long Step);
