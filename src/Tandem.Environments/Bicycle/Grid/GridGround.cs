namespace Tandem.Environments.Bicycle;

/// <summary>What a cell of <see cref="BicycleGrid"/> is like.</summary>
public enum GridGround
{
    /// <summary>Lets the bicycle gain speed: <c>.</c> on a map.</summary>
    Smooth,

    /// <summary>Costs the bicycle speed: <c>^</c> on a map.</summary>
    Bump,

    /// <summary>Halves a push of the pedal, rounded up, and lets no speed be gained: <c>~</c> on a map.</summary>
    Mud,

    /// <summary>Cannot be entered; riding against it stops the bicycle: <c>#</c> on a map.</summary>
    Wall,
}
