namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>What the catalogue says of <see cref="WhippleBicycle"/>.</summary>
internal static class WhippleBicycleEntry
{
    /// <summary>The cost of longer rides is not summed up, step by step.</summary>
    private const int LongestHorizon = 100_000;

    /// <summary>A normal number strays so many standard deviations once in two million draws.</summary>
    private const double SafeDeviations = 5;

    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<WhippleBicycle, WhippleState, WhippleBicycleOptions>(
            "WhippleBicycle-v0", new WhippleBicycleOptions(), options => new WhippleBicycle(options)) with
        {
            Summary = "Keep the benchmark bicycle upright by the torque at its handlebar while gusts push it about.",
            Source = "Meijaard, Papadopoulos, Ruina and Schwab 2007, Proceedings of the Royal Society A 463: 1955-1982",
            StepLimit = WhippleBicycle.StepLimit,
            ObservationMeanings =
            [
                new("lean", "rad", "of the rear frame from the vertical, right positive; a fall beyond 0.7"),
                new("steer", "rad", "of the handlebar from straight ahead, right positive"),
                new("lean rate", "rad/s", "how fast the lean grows"),
                new("steer rate", "rad/s", "how fast the steer grows"),
                new("speed", "m/s", "forward speed during the next step"),
            ],
            ActionMeanings = [new("steer torque", "N m", "at the handlebar, held for 0.02 s, right positive")],
            RewardMeaning = new(
                "reward",
                "cost",
                "-(100 lean² + 10 steer² + lean rate² + 0.1 steer rate² + 0.01 torque²) of the state before the step and its torque; a fall costs fall-cost once"),
            Optimum = (options, limit) => -ExpectedCost((WhippleBicycleOptions)options!, limit),
            Success = ride => !ride.Terminated,
            Spaces = options => WhippleBicycle.SpacesOf((WhippleBicycleOptions)options!),
            Renderer = _ => new BicycleRenderer(WhippleBicycle.StepSeconds),
            Svg = _ => new RideSvgOptions { StepSeconds = WhippleBicycle.StepSeconds },
            Yardsticks =
            [
                new("lqr", "the linear-quadratic regulator of the cost, which knows the bicycle but not the clock", (options, _) => new LqrRider(new WhippleBicycle((WhippleBicycleOptions)options!))),
                new("hands-off", "leaves the handlebar alone", (_, _) => new HandsOffRider()),
            ],
            Tables = options => SelfStability.Tables(BicycleOf(options)),
            Curves = options => SelfStability.Curves(BicycleOf(options)),
        };

    private static WhippleModel BicycleOf(object? options) => new(((WhippleBicycleOptions)options!).Parameters);

    /// <summary>
    /// What the best linear rider is expected to pay for so many steps at a constant speed, or null where the speed swings,
    /// where the ride never ends, and where torques or leans may reach their limit, by five standard deviations: there
    /// another rider may pay less. The best rider knows when the ride will end; <see cref="LqrRider"/> does not, and pays a
    /// little more in the last moments.
    /// </summary>
    internal static double? ExpectedCost(WhippleBicycleOptions options, int? steps)
    {
        if (options.SpeedSwing > 0 || steps is not { } horizon || horizon > LongestHorizon)
            return null;
        var bicycle = new WhippleModel(options.Parameters);
        var (_, input) = HeldStep.Matrices(bicycle, options.Speed, WhippleBicycle.StepSeconds);
        var gust = options.RollTorqueNoise * input.Block(0, 0, 4, 1);
        var start = SmallMatrix.Diagonal(options.StartLean * options.StartLean / 3, 0, 0, 0);
        var (regulator, disturbance) = (Regulator.Of(bicycle, options.Speed), gust * gust.Transpose());
        var (lean, torque) = regulator.LargestDeviations(horizon, start, disturbance);
        return SafeDeviations * lean <= WhippleBicycle.FallLean && SafeDeviations * torque <= options.TorqueLimit
            ? regulator.ExpectedCost(horizon, start, disturbance)
            : null;
    }
}
