namespace Tandem.Environments.Tabular;

/// <summary>What the catalogue says of <see cref="Taxi"/>.</summary>
internal static class TaxiEntry
{
    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<TabularWorld, TabularState, TaxiOptions>(
            "Taxi-v4", new TaxiOptions(), _ => new TabularWorld(Taxi.Table())) with
        {
            Summary = "Fetch a passenger with a taxi and set him down where he wants to go.",
            Source = "Dietterich, Hierarchical reinforcement learning with the MAXQ value function decomposition, 2000; as in Gymnasium, whose threshold of 8 is above the best mean return of 7.93",
            StepLimit = 200,
            RewardThreshold = 8,
            ObservationMeanings = [new("state", "number", "((row * 5 + column) * 5 + passenger) * 4 + destination; stands are 0 red, 1 green, 2 yellow, 3 blue, passenger 4 is in the taxi")],
            ActionMeanings = [new("action", "choice", "where to drive, or what to do with the passenger") { Choices = Taxi.Moves }],
            RewardMeaning = new("reward", "points", "20 for setting down at the destination, -10 for picking up or setting down where it cannot be, -1 for any other step"),
            Optimum = (_, limit) => Planning.Optimum(Taxi.Table(), limit),
            Yardsticks = [Planning.Yardstick(_ => Taxi.Table())],
            Success = ride => ride.Terminated,
            Spaces = _ => Planning.Spaces(Taxi.States, Taxi.Moves),
            Renderer = _ => new BoardRenderer(new TaxiBoard()),
        };
}
