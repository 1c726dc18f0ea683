namespace Tandem.Environments.Tabular;

/// <summary>What the catalogue says of <see cref="FrozenLake"/>, on the small map and on the large one.</summary>
internal static class FrozenLakeEntries
{
    public static EnvironmentSpec Small { get; } = Spec("FrozenLake-v1", new FrozenLakeOptions(), stepLimit: 100, rewardThreshold: 0.70);

    public static EnvironmentSpec Large { get; } =
        Spec("FrozenLake8x8-v1", new FrozenLakeOptions { Map = FrozenLakeMap.Large }, stepLimit: 200, rewardThreshold: 0.85);

    private static EnvironmentSpec Spec(string id, FrozenLakeOptions defaults, int stepLimit, double rewardThreshold) =>
        EnvironmentSpec.OfWorld<TabularWorld, TabularState, FrozenLakeOptions>(
            id, defaults, options => new TabularWorld(FrozenLake.Table(options))) with
        {
            Summary = "Cross a frozen lake to the goal without falling into a hole; the ice is slippery.",
            Source = "Gymnasium's FrozenLake-v1",
            StepLimit = stepLimit,
            RewardThreshold = rewardThreshold,
            ObservationMeanings = [new("cell", "number", "where you are, counted row by row from the upper left")],
            ActionMeanings = [new("direction", "choice", "where to step; on slippery ice you may slip to either side of it") { Choices = FrozenLake.Directions }],
            RewardMeaning = new("reward", "points", "1 for reaching the goal, else 0"),
            Optimum = (options, limit) => Planning.Optimum(FrozenLake.Table((FrozenLakeOptions)options!), limit),
            Yardsticks = [Planning.Yardstick(options => FrozenLake.Table((FrozenLakeOptions)options!))],
            Success = ride => ride.Return > 0,
            Spaces = options => Planning.Spaces(FrozenLakeMap.Parse(((FrozenLakeOptions)options!).Map).Cells, FrozenLake.Directions),
            Renderer = options => new BoardRenderer(new FrozenLakeBoard(FrozenLakeMap.Parse(((FrozenLakeOptions)options!).Map))),
        };
}
