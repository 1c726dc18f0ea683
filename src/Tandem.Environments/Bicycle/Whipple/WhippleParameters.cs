namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// A bicycle with a rigid rider as Whipple's model sees it: two wheels and two frames, 25 numbers and gravity.
/// </summary>
/// <remarks>
/// Meijaard, Papadopoulos, Ruina and Schwab, "Linearized dynamics equations for the balance and steer of a bicycle: a
/// benchmark and review", Proceedings of the Royal Society A 463, 2007, table 1. Axes: x forward, y right, z down; origin at
/// the rear wheel's contact point.
/// </remarks>
public sealed record WhippleParameters
{
    private const double SteepestTilt = 1.5;

    /// <summary>What the bicycle is called.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where the numbers are published.</summary>
    public string Source { get; init; } = "";

    /// <summary>Distance between the wheels' contact points, m; 0.1 to 10.</summary>
    public required double Wheelbase { get; init => field = BodyCheck.Length(value, 0.1, "wheelbase"); }

    /// <summary>How far the front wheel's contact point trails the point where the steer axis meets the ground, m; −10 to 10.</summary>
    public required double Trail { get; init => field = BodyCheck.Offset(value, "trail"); }

    /// <summary>How far the steer axis is tilted backwards from the vertical, rad; −1.5 to 1.5.</summary>
    public required double SteerAxisTilt { get; init => field = BodyCheck.Between(value, -SteepestTilt, SteepestTilt, "steer axis tilt", "rad"); }

    /// <summary>Acceleration of gravity, m/s²; 0.01 to 1000.</summary>
    public double Gravity { get; init => field = BodyCheck.Between(value, 0.01, 1000, "gravity", "m/s²"); } = 9.81;

    /// <summary>The rear wheel, R.</summary>
    public required WheelBody RearWheel { get; init; }

    /// <summary>The rear frame with the rider, B.</summary>
    public required FrameBody RearFrame { get; init; }

    /// <summary>The front frame, fork and handlebar, H.</summary>
    public required FrameBody FrontFrame { get; init; }

    /// <summary>The front wheel, F.</summary>
    public required WheelBody FrontWheel { get; init; }

    /// <summary>Refuses inertias that no distribution of mass has.</summary>
    internal void CheckRealisable()
    {
        RearWheel.CheckRealisable("rear wheel");
        RearFrame.CheckRealisable("rear frame");
        FrontFrame.CheckRealisable("front frame");
        FrontWheel.CheckRealisable("front wheel");
    }
}
