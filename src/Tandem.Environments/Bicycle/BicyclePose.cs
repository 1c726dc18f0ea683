namespace Tandem.Environments.Bicycle;

/// <summary>Where a bicycle stands and how it is held: all that a drawing needs. Every angle is positive to the left.</summary>
/// <param name="XMetres">Where the rear wheel touches the ground.</param>
/// <param name="YMetres">Where the rear wheel touches the ground; y is to the left of x.</param>
/// <param name="HeadingRadians">The direction it rides in, from the x axis.</param>
/// <param name="LeanRadians">How far it leans; 0 is upright.</param>
/// <param name="SteerRadians">How far the front wheel is turned; 0 is straight ahead.</param>
public readonly record struct BicyclePose(
    double XMetres, double YMetres, double HeadingRadians, double LeanRadians, double SteerRadians);

/// <summary>A state that tells the pose of its bicycle. What draws rides asks the states of a recorded ride for it.</summary>
public interface IBicycleState
{
    /// <summary>The present pose.</summary>
    BicyclePose Pose { get; }
}
