namespace Tandem.Environments.ClassicControl;

/// <summary>What the catalogue says of <see cref="MountainCar"/> and <see cref="ContinuousMountainCar"/>.</summary>
internal static class MountainCarEntries
{
    private static readonly NumberMeaning[] Observation =
    [
        new("place", "places", "where the car is: the wall is at -1.2, the valley's floor at -0.5236"),
        new("velocity", "places a step", "how fast the car drives to the right"),
    ];

    public static EnvironmentSpec Choices { get; } =
        EnvironmentSpec.OfWorld<MountainCar, MountainCarState, MountainCarOptions>(
            "MountainCar-v0", new MountainCarOptions(), options => new MountainCar(options)) with
        {
            Summary = "Drive a weak car out of a valley by swinging up from the other side.",
            Source = "Moore, Efficient memory-based learning for robot control, 1990; as in Gymnasium",
            StepLimit = 200,
            RewardThreshold = -110,
            ObservationMeanings = Observation,
            ActionMeanings = [new("drive", "choice", "the side that the car accelerates to") { Choices = ["left", "coast", "right"] }],
            RewardMeaning = new("reward", "points", "-1 for every step until place 0.5 is reached"),
            Success = ride => ride.Terminated,
            Renderer = _ => MountainCarScene.Renderer(MountainCar.Goal),
        };

    public static EnvironmentSpec Throttle { get; } =
        EnvironmentSpec.OfWorld<ContinuousMountainCar, MountainCarState, MountainCarOptions>(
            "MountainCarContinuous-v0", new MountainCarOptions(), options => new ContinuousMountainCar(options)) with
        {
            Summary = "Drive a weak car out of a valley with a throttle, and spend little on the way.",
            Source = "Moore, Efficient memory-based learning for robot control, 1990; as in Gymnasium",
            StepLimit = 999,
            RewardThreshold = 90,
            ObservationMeanings = Observation,
            ActionMeanings = [new("throttle", "share", "how hard the car accelerates to the right; negative: to the left")],
            RewardMeaning = new("reward", "points", "100 on reaching place 0.45, less 0.1 throttle^2 at every step"),
            Success = ride => ride.Terminated,
            Renderer = _ => MountainCarScene.Renderer(ContinuousMountainCar.Goal),
        };
}
