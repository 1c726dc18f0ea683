namespace Tandem.Environments.Tabular;

/// <summary>What the catalogue says of <see cref="CliffWalking"/>, on dry ground and on slippery ground.</summary>
internal static class CliffWalkingEntries
{
    public static EnvironmentSpec Dry { get; } = Spec("CliffWalking-v1", new CliffWalkingOptions());

    public static EnvironmentSpec Slippery { get; } = Spec("CliffWalkingSlippery-v1", new CliffWalkingOptions { Slippery = true });

    private static EnvironmentSpec Spec(string id, CliffWalkingOptions defaults) =>
        EnvironmentSpec.OfWorld<TabularWorld, TabularState, CliffWalkingOptions>(
            id, defaults, options => new TabularWorld(CliffWalking.Table(options))) with
        {
            Summary = "Walk along a cliff to the goal without falling; only the goal ends the walk.",
            Source = "Sutton and Barto, Reinforcement Learning: An Introduction, example 6.6; as in Gymnasium",
            ObservationMeanings = [new("cell", "number", "where you are, counted row by row from the upper left; 36 is the start, 47 the goal")],
            ActionMeanings = [new("direction", "choice", "where to step; on slippery ground you may slip to either side of it") { Choices = CliffWalking.Directions }],
            RewardMeaning = new("reward", "points", "-1 for a step, -100 for one over the cliff, which leads back to the start"),
            Optimum = (options, limit) => Planning.Optimum(CliffWalking.Table((CliffWalkingOptions)options!), limit),
            Yardsticks = [Planning.Yardstick(options => CliffWalking.Table((CliffWalkingOptions)options!))],
            Success = ride => ride.Terminated,
            Spaces = _ => Planning.Spaces(CliffWalking.States, CliffWalking.Directions),
            Renderer = _ => new BoardRenderer(new CliffWalkingBoard()),
        };
}
