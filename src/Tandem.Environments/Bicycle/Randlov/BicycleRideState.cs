namespace Tandem.Environments.Bicycle;

/// <summary>The state of <see cref="BicycleRide"/>.</summary>
/// <param name="Bicycle">The bicycle.</param>
/// <param name="GoalAngle">The direction to the goal from where the bicycle faces, positive to the left, rad, −π to π.</param>
/// <param name="GoalDistance">From the front tyre to the middle of the goal, m.</param>
public readonly record struct BicycleRideState(RandlovState Bicycle, double GoalAngle, double GoalDistance) : IBicycleState
{
    /// <inheritdoc/>
    public BicyclePose Pose => Bicycle.Pose;
}
