using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Tabular;

public sealed class FrozenLakeTests
{
    private const string Letters = "give 4x4, 8x8, or rows of S, F, H and G with / between them";

    public static TheoryData<string, string> WrongMaps => new()
    {
        { "FFF/FHG", "the map has no start: mark at least one cell with S" },
        { "SFF/FHF", "the map has no goal: mark at least one cell with G" },
        { "SFF/FG", "row 2 of the map has 2 cells, but row 1 has 3: give rows of equal length" },
        { "SFF/FXG", "row 2 of the map has the letter 'X': " + Letters },
        { "5x5", "row 1 of the map has the letter '5': " + Letters },
        { "SG/", "row 2 of the map is empty: " + Letters },
        { "", "row 1 of the map is empty: " + Letters },
        { "SG" + new string('F', 65_535), "a map of 65537 cells is too large: give at most 65536 cells" },
        { new string('F', 1_000_000), "a map of 1000000 letters is too large: give at most 65536 cells" },
    };

    [Theory]
    [MemberData(nameof(WrongMaps), DisableDiscoveryEnumeration = true)]
    public void A_map_that_cannot_be_walked_is_refused(string map, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new FrozenLakeOptions { Map = map }).Message);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_success_rate_out_of_range_is_refused(double rate) => Assert.Equal(
        $"success rate {rate} is out of range: give 0 to 1", Assert.Throws<ArgumentException>(() => new FrozenLakeOptions { SuccessRate = rate }).Message);

    [Fact]
    public void The_largest_map_can_be_walked()
    {
        var rows = Enumerable.Range(0, 256).Select(row => row == 0 ? "SG" + new string('F', 254) : new string('F', 256));
        var lake = FrozenLake.Table(new FrozenLakeOptions { Map = string.Join('/', rows), SuccessRate = 1 });

        Assert.Equal(65_536, lake.States);
        Assert.Equal([new Transition(1, 1, 1, true)], lake[0, 2].ToArray());
    }

    // S F G, one row: at rate p to the right, else up or down, which stays. Two steps suffice with p^2; a third makes 3 p^2 - 2 p^3.
    [Theory]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.5)]
    public void The_success_rate_decides_how_soon_the_goal_is_reached(int steps, double chance) => Assert.Equal(
        chance, ValueIteration.FiniteHorizon(FrozenLake.Table(new FrozenLakeOptions { Map = "SFG", SuccessRate = 0.5 }), steps).StartValue, 1e-12);

    [Fact]
    public void Ice_that_is_not_slippery_is_crossed_for_sure_and_with_two_starts_from_either() => Assert.Equal(
        1, EnvironmentCatalog.BuiltIn["FrozenLake-v1"].OptimalReturn(new FrozenLakeOptions { Map = "SFF/FHG/FFS", SuccessRate = 1 }));
}
