namespace Tandem.Environments.Bicycle;

/// <summary>Reads the poses of a recorded ride from its states.</summary>
internal static class BicyclePoses
{
    /// <summary>The pose at a moment.</summary>
    /// <exception cref="ArgumentException">The state tells none.</exception>
    public static BicyclePose PoseAt(this RecordedRide ride, int moment) => ride.Moments[moment].State is IBicycleState state ? state.Pose
        : throw new ArgumentException($"the ride was not on a bicycle that tells its pose: give a ride in a world whose state is an {nameof(IBicycleState)}");

    /// <summary>All poses, from the start on.</summary>
    public static BicyclePose[] Poses(this RecordedRide ride) => [.. Enumerable.Range(0, ride.Moments.Count).Select(ride.PoseAt)];
}
