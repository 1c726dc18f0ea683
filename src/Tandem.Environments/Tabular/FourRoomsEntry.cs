namespace Tandem.Environments.Tabular;

/// <summary>What the catalogue says of <see cref="FourRooms"/>.</summary>
internal static class FourRoomsEntry
{
    private const int StepLimit = 100;

    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<TabularWorld, TabularState, FourRoomsOptions>(
            "FourRooms-v0", new FourRoomsOptions(), _ => new TabularWorld(FourRooms.Table())) with
        {
            Summary = "Walk through four rooms to the lower right corner, from wherever you wake up.",
            Source = "after Sutton, Precup and Singh, Between MDPs and semi-MDPs, 1999; here 9 x 9 cells",
            StepLimit = StepLimit,
            ObservationMeanings = [new("cell", "number", "where you are, counted row by row from the upper left; 80 is the goal")],
            ActionMeanings = [new("direction", "choice", "where to step; against a wall you stay") { Choices = FourRooms.Directions }],
            RewardMeaning = new("reward", "steps", "-1 for each step, the one that arrives too"),
            Optimum = (_, limit) => Planning.Optimum(FourRooms.Table(), limit),
            Yardsticks = [Planning.Yardstick(_ => FourRooms.Table())],
            Success = ride => ride.Terminated,
            Spaces = _ => Planning.Spaces(FourRooms.States, FourRooms.Directions),
            Renderer = _ => new BoardRenderer(new FourRoomsBoard()),
        };
}
