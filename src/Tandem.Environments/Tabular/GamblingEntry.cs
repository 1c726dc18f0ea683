namespace Tandem.Environments.Tabular;

/// <summary>What the catalogue says of <see cref="Gambling"/>.</summary>
internal static class GamblingEntry
{
    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<TabularWorld, TabularState, GamblingOptions>(
            "Gambling-v0", new GamblingOptions(), _ => new TabularWorld(Gambling.Table())) with
        {
            Summary = "Gamble or keep away: the highest return there is comes from the worst action, by luck.",
            Source = "Paster, McIlraith and Ba, You Can't Count on Luck, 2022",
            ObservationMeanings = [new("state", "number", "0 at the table; 1 and 2 after the first gamble, 3 and 4 after the second, 5 and 6 after keeping away")],
            ActionMeanings = [new("gamble", "choice", "what to do at the table; afterwards it does not matter") { Choices = Gambling.Gambles }],
            RewardMeaning = new("reward", "points", "what the gamble won or lost, paid in the second step; worth -5, -2.5 and 1 in expectation"),
            Optimum = (_, limit) => Planning.Optimum(Gambling.Table(), limit),
            Yardsticks = [Planning.Yardstick(_ => Gambling.Table())],
            Success = ride => ride.Return > 0,
            Spaces = _ => Planning.Spaces(Gambling.States, Gambling.Gambles),
            Renderer = _ => new BoardRenderer(new GamblingBoard()),
        };
}
