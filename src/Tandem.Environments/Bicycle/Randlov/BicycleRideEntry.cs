namespace Tandem.Environments.Bicycle;

/// <summary>What the catalogue says of <see cref="BicycleRide"/>.</summary>
internal static class BicycleRideEntry
{
    /// <summary>Below this a last reward is a fall's: no other reward comes near to the cost of one.</summary>
    private const double Fall = -0.5;

    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<BicycleRide, BicycleRideState, BicycleRideOptions>(
            "BicycleRide-v0", new BicycleRideOptions(), options => new BicycleRide(options)) with
        {
            Summary = "Ride a bicycle to a goal 1,000 m away, at first facing away from it by a right angle, without falling over.",
            Source = "Randlov and Alstrom, ICML 1998; the limit of 2 km is that of Lagoudakis and Parr, JMLR 4, 2003",
            StepLimit = 72_000,
            // To arrive is to have turned by a right angle, which earns 0.157: one ride in 70 may fall.
            RewardThreshold = 0.14,
            ObservationMeanings = [.. RandlovView.Meanings, new("goal angle", "180 degrees", "the direction to the goal, to the left of where the bicycle faces; not scaled: rad")],
            ActionMeanings = [BicycleBalanceEntry.ActionMeaning],
            RewardMeaning = new("reward", "points", "-1 for a fall; else 0.1 for each radian turned towards the goal, or what the option says"),
            Success = ride => ride.Terminated && ride.FinalReward > Fall,
            Renderer = options => new BicycleRenderer(RandlovBicycle.StepSeconds, new BicycleRide((BicycleRideOptions)options!).Goal),
            Svg = options => new RideSvgOptions { StepSeconds = RandlovBicycle.StepSeconds, Goal = new BicycleRide((BicycleRideOptions)options!).Goal },
            Yardsticks = [BicycleBalanceEntry.Linear(options => ((BicycleRideOptions)options!).Bicycle)],
        };
}
