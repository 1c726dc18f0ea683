using System.ComponentModel;

namespace Tandem.Environments.ClassicControl;

/// <summary>What can be chosen about <see cref="MountainCar"/> and <see cref="ContinuousMountainCar"/>.</summary>
public sealed record MountainCarOptions
{
    /// <summary>How fast the car must be at least where it reaches the goal, 0 to 0.07.</summary>
    [Description("How fast the car must be at least at the goal [0 to 0.07; places a step]")]
    public double GoalVelocity
    {
        get;
        init => field = value is >= 0 and <= MountainValley.FastestVelocity ? value
            : throw new ArgumentException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"goal velocity {value} is out of range: give 0 to {MountainValley.FastestVelocity}"));
    }
}
