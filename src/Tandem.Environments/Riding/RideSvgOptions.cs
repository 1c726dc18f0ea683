using System.ComponentModel;
using Tandem.Environments.Bicycle;

namespace Tandem.Environments;

/// <summary>How <see cref="RideSvg"/> shows a ride.</summary>
public sealed record RideSvgOptions
{
    /// <summary>A line above the drawing; empty: none.</summary>
    [Description("A line above the drawing")]
    public string Title { get; init; } = "";

    /// <summary>What one step of the world takes; 0.0001 to 10 s.</summary>
    [Description("What one step of the world takes [0.0001 to 10; seconds]")]
    public double StepSeconds
    {
        get;
        init => field = value is >= 0.0001 and <= 10 ? value
            : throw new ArgumentException($"a step of {value} seconds is out of range: give 0.0001 to 10");
    } = RandlovBicycle.StepSeconds;

    /// <summary>A ride that lasted longer is shown faster, so that it takes no longer than this; 1 to 600 s.</summary>
    [Description("A ride that lasted longer is shown faster, in this time [1 to 600; seconds]")]
    public double LongestSeconds
    {
        get;
        init => field = value is >= 1 and <= 600 ? value
            : throw new ArgumentException($"a showing of {value} seconds is out of range: give 1 to 600");
    } = 20;

    /// <summary>Where the bicycle was to go; null: nowhere.</summary>
    [Description("Where the bicycle was to go, or null for nowhere")]
    public BicycleGoal? Goal { get; init; }
}
