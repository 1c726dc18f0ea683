namespace Tandem.Environments.Bicycle;

/// <summary>The state of <see cref="RandlovBicycle"/>. Every angle is positive to the left.</summary>
/// <param name="Lean">ω: how far the bicycle leans from upright, rad.</param>
/// <param name="LeanRate">ω′, rad/s.</param>
/// <param name="LeanAcceleration">ω″ in the last step, rad/s².</param>
/// <param name="Steer">θ: how far the handlebar is turned, rad.</param>
/// <param name="SteerRate">θ′, rad/s.</param>
/// <param name="Heading">ψ: the direction of the bicycle from the y axis, rad, −π to π.</param>
/// <param name="FrontX">Where the front tyre touches the ground, m.</param>
/// <param name="FrontY">Where the front tyre touches the ground, m.</param>
/// <param name="BackX">Where the back tyre touches the ground, m.</param>
/// <param name="BackY">Where the back tyre touches the ground, m.</param>
public readonly record struct RandlovState(
    double Lean,
    double LeanRate,
    double LeanAcceleration,
    double Steer,
    double SteerRate,
    double Heading,
    double FrontX,
    double FrontY,
    double BackX,
    double BackY) : IBicycleState
{
    /// <inheritdoc/>
    public BicyclePose Pose => new(BackX, BackY, Heading + (Math.PI / 2), Lean, Steer);

    /// <summary>Whether the bicycle has fallen over: it leans by more than 12°.</summary>
    public bool HasFallen => Math.Abs(Lean) > RandlovBicycle.FallRadians;

    /// <summary>Upright and straight at the origin, in the given direction from the y axis.</summary>
    internal static RandlovState AtRest(double heading)
    {
        var (sine, cosine) = Math.SinCos(heading);
        return new RandlovState
        {
            Heading = heading,
            FrontX = -RandlovBicycle.WheelbaseMetres * sine,
            FrontY = RandlovBicycle.WheelbaseMetres * cosine,
        };
    }
}
