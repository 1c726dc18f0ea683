namespace Tandem.Environments.Bicycle;

/// <summary>The weights of <see cref="LinearBicycleRider"/>: the part of the strongest torque, positive to the left, for each unit of what is seen.</summary>
public sealed record LinearBicycleGains
{
    /// <summary>For each rad that the handlebar is turned to the left.</summary>
    public required double Steer { get; init; }

    /// <summary>For each rad/s that the handlebar turns to the left.</summary>
    public required double SteerRate { get; init; }

    /// <summary>For each rad that the bicycle leans to the left.</summary>
    public required double Lean { get; init; }

    /// <summary>For each rad/s that the bicycle leans over to the left.</summary>
    public required double LeanRate { get; init; }

    /// <summary>For each rad that the goal is to the left; 0 where there is none.</summary>
    public required double GoalAngle { get; init; }

    /// <summary>A goal further to the side counts as if it were at this angle, rad: no turn is sharper.</summary>
    public required double WidestGoalAngle { get; init; }

    /// <summary>
    /// What the cross-entropy method found on the original bicycle in half a minute, rounded to three digits: run
    /// <c>bicycle-search</c> of benchmarks/Tandem.Benchmarks to find them again. The goal's weight is negative because a
    /// bicycle is turned by first steering the other way.
    /// </summary>
    public static LinearBicycleGains Found { get; } = new()
    {
        Steer = -18.6,
        SteerRate = -3.08,
        Lean = 59.3,
        LeanRate = 27.4,
        GoalAngle = -7.63,
        WidestGoalAngle = 0.888,
    };
}
