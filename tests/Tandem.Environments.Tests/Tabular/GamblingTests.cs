using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Tabular;

public sealed class GamblingTests
{
    private static readonly TransitionTable Table = Gambling.Table();

    [Theory]
    [InlineData(0, -5)]
    [InlineData(1, -2.5)]
    [InlineData(2, 1)]
    public void Each_gamble_is_worth_exactly_what_the_paper_says(int gamble, double worth) => Assert.Equal(
        worth, ValueIteration.Worth(Table, 0, gamble, 1, ValueIteration.Discounted(Table, 1).Values));

    [Fact]
    public void The_best_rider_keeps_away_and_earns_one()
    {
        Assert.Equal(1, EnvironmentCatalog.BuiltIn["Gambling-v0"].OptimalReturn());
        Assert.Equal(2, ValueIteration.Discounted(Table, 1).Actions[0]);
    }

    // By Bayes: of those at random who got 5 all took gamble 0; of those who got 1 a third took gamble 1.
    [Theory]
    [InlineData(5, -5)]
    [InlineData(1, -1.0 / 6)]
    [InlineData(-15, -5)]
    public void Imitating_those_who_got_a_return_earns_something_else(double asked, double achieved)
    {
        double[] chances = [.. Enumerable.Range(0, 3).Select(gamble => Chance(gamble, asked))];
        var earned = Enumerable.Range(0, 3).Sum(gamble => chances[gamble] / chances.Sum() * ValueIteration.Worth(Table, 0, gamble, 1, ValueIteration.Discounted(Table, 1).Values));

        Assert.Equal(achieved, earned, 1e-12);
    }

    private static double Chance(int gamble, double payment) =>
        Table[0, gamble].ToArray().Sum(outcome => Table[outcome.State, 0][0].Reward == payment ? outcome.Probability : 0);
}
