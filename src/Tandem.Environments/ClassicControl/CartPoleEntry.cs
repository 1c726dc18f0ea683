namespace Tandem.Environments.ClassicControl;

/// <summary>What the catalogue says of <see cref="CartPole"/>.</summary>
internal static class CartPoleEntry
{
    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<CartPole, CartPoleState, CartPoleOptions>(
            "CartPole-v1", new CartPoleOptions(), options => new CartPole(options)) with
        {
            Summary = "Keep a pole upright on a cart by pushing the cart to the left or to the right.",
            Source = "Barto, Sutton and Anderson, Neuronlike adaptive elements that can solve difficult learning control problems, 1983; as in Gymnasium",
            StepLimit = 500,
            RewardThreshold = 475,
            ObservationMeanings =
            [
                new("place", "m", "where the cart is, 0 in the middle of the track; beyond 2.4 on either side the episode ends"),
                new("velocity", "m/s", "how fast the cart moves to the right"),
                new("angle", "rad", "how far the pole leans to the right; beyond 0.2094 (12 degrees) on either side the episode ends"),
                new("turning", "rad/s", "how fast the pole turns to the right"),
            ],
            ActionMeanings = [new("push", "choice", "the side that the cart is pushed to, with 10 N for 0.02 s") { Choices = ["left", "right"] }],
            RewardMeaning = new("reward", "points", "1 for every step, the last included; or with only-fall-counts 0, and -1 for the fall"),
            Optimum = (options, limit) => ((CartPoleOptions)options!).OnlyFallCounts ? 0 : limit,
            Success = ride => !ride.Terminated,
            Renderer = _ => CartPoleScene.Renderer,
        };
}
