namespace Tandem.Environments.ClassicControl;

/// <summary>What the catalogue says of <see cref="Pendulum"/>.</summary>
internal static class PendulumEntry
{
    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<Pendulum, PendulumState, PendulumOptions>(
            "Pendulum-v1", new PendulumOptions(), options => new Pendulum(options)) with
        {
            Summary = "Swing a pendulum up with a weak motor and hold it upright.",
            Source = "Gymnasium's Pendulum-v1",
            StepLimit = 200,
            ObservationMeanings =
            [
                new("cosine", "1", "cosine of the angle; 1 stands upright"),
                new("sine", "1", "sine of the angle; positive to the left"),
                new("turning", "rad/s", "how fast the pendulum turns to the left"),
            ],
            ActionMeanings = [new("torque", "N m", "what the motor does, positive to the left")],
            RewardMeaning = new("reward", "points", "less angle^2 + 0.1 turning^2 + 0.001 torque^2 at every step, the angle from upright in rad"),
            Renderer = _ => PendulumScene.Renderer,
        };
}
