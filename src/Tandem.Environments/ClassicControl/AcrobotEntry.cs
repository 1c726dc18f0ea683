namespace Tandem.Environments.ClassicControl;

/// <summary>What the catalogue says of <see cref="Acrobot"/>.</summary>
internal static class AcrobotEntry
{
    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<Acrobot, AcrobotState, AcrobotOptions>(
            "Acrobot-v1", new AcrobotOptions(), options => new Acrobot(options)) with
        {
            Summary = "Swing two hanging links up with a motor in the joint between them.",
            Source = "Sutton, Generalization in reinforcement learning: successful examples using sparse coarse coding, 1996; as in Gymnasium",
            StepLimit = 500,
            RewardThreshold = -100,
            ObservationMeanings =
            [
                new("upper cosine", "1", "cosine of the upper link's angle; 1 hangs down"),
                new("upper sine", "1", "sine of the upper link's angle; positive to the right"),
                new("lower cosine", "1", "cosine of the angle between the links; 1 if the lower continues the upper"),
                new("lower sine", "1", "sine of the angle between the links"),
                new("upper turning", "rad/s", "how fast the upper link turns"),
                new("lower turning", "rad/s", "how fast the lower link turns against the upper"),
            ],
            ActionMeanings = [new("torque", "choice", "what the motor between the links does") { Choices = ["-1 N m", "0 N m", "1 N m"] }],
            RewardMeaning = new("reward", "points", "-1 for every step but the one that brings the free end a link's length above the bar, which is worth 0"),
            Success = ride => ride.Terminated,
            Renderer = _ => AcrobotScene.Renderer,
        };
}
