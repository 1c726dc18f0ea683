using System.ComponentModel;

namespace Tandem.Environments.Bicycle;

/// <summary>What can be chosen about <see cref="BicycleRide"/>.</summary>
public sealed record BicycleRideOptions
{
    /// <summary>The bicycle.</summary>
    [Description("The bicycle")]
    public RandlovOptions Bicycle
    {
        get;
        init => field = value ?? throw new ArgumentException("a ride without a bicycle is a walk: give the bicycle's options, or none at all");
    } = new();

    /// <summary>What a step earns.</summary>
    [Description("What a step earns: by turning towards the goal, or one of Randlov's two rewards for facing it")]
    public BicycleRideReward Reward
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentException($"reward {(int)value} does not exist: give one of {string.Join(", ", Enum.GetNames<BicycleRideReward>())}");
    } = BicycleRideReward.Turning;

    /// <summary>From the start to the middle of the goal, which lies on the x axis; 1 to 100,000 m.</summary>
    [Description("From the start to the middle of the goal [1 to 100000; metres]")]
    public double GoalMetres
    {
        get;
        init => field = value is >= 1 and <= 100_000 ? value
            : throw new ArgumentException($"a goal {value} metres away is out of range: give 1 to 100000");
    } = 1000;

    /// <summary>The goal is reached within this distance of its middle; 0.1 to 1,000 m, and less than the way there.</summary>
    [Description("The goal is reached within this distance of its middle [0.1 to 1000; metres]")]
    public double RadiusMetres
    {
        get;
        init => field = value is >= 0.1 and <= 1000 ? value
            : throw new ArgumentException($"a goal of radius {value} metres is out of range: give 0.1 to 1000");
    } = 10;

    /// <summary>Where the bicycle faces at the start, from the direction to the goal, positive to the left; −180° to 180°.</summary>
    [Description("Where the bicycle faces at the start, from the direction to the goal, left positive [-180 to 180; degrees]")]
    public double StartDegrees
    {
        get;
        init => field = value is >= -180 and <= 180 ? value
            : throw new ArgumentException($"a start facing {value} degrees from the goal is out of range: give -180 to 180");
    } = 90;

    /// <summary>Whether each episode starts facing anywhere, all directions equally likely, instead of where <see cref="StartDegrees"/> says.</summary>
    [Description("Whether each ride starts facing anywhere, instead of where start-degrees says")]
    public bool RandomStart { get; init; }
}
