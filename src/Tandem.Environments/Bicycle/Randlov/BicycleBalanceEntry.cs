namespace Tandem.Environments.Bicycle;

/// <summary>What the catalogue says of <see cref="BicycleBalance"/>.</summary>
internal static class BicycleBalanceEntry
{
    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<BicycleBalance, RandlovState, RandlovOptions>(
            "BicycleBalance-v0", new RandlovOptions(), options => new BicycleBalance(options)) with
        {
            Summary = "Keep a bicycle upright for 500 s by turning the handlebar and shifting the body.",
            Source = "Randlov and Alstrom, ICML 1998; the limit is that of Ernst, Geurts and Wehenkel, JMLR 6, 2005",
            StepLimit = 50_000,
            RewardThreshold = 0,
            ObservationMeanings = RandlovView.Meanings,
            ActionMeanings = [ActionMeaning],
            RewardMeaning = new("reward", "points", "-1 for a fall, else 0"),
            // The linear rider falls in none of the rides that were tried with up to this noise.
            Optimum = (options, _) => ((RandlovOptions)options!).NoiseMetres <= 0.02 ? 0 : null,
            Success = ride => !ride.Terminated,
            Renderer = _ => new BicycleRenderer(RandlovBicycle.StepSeconds),
            Svg = _ => new RideSvgOptions { StepSeconds = RandlovBicycle.StepSeconds },
            Yardsticks = [Linear(options => (RandlovOptions)options!)],
        };

    /// <summary><see cref="LinearBicycleRider"/>, for either world.</summary>
    internal static Yardstick Linear(Func<object?, RandlovOptions> bicycleOf) =>
        new("linear", "turns the handlebar by a weighted sum of what it sees", (options, _) => new LinearBicycleRider(bicycleOf(options)));

    internal static NumberMeaning ActionMeaning => new("turn and shift", "choice", "a: turns the handlebar to the left by 2 (a / 3 - 1) N m, shifts the body to the left by 0.02 (a mod 3 - 1) m; the option has other sets")
    {
        Choices = RandlovControls.NamesOf(BicycleActions.Nine),
    };
}
