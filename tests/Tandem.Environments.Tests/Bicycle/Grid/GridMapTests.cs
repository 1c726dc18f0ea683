using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle.Grid;

public sealed class GridMapTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tandem-maps").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("", "the map is empty: give rows of S start, G goal, . smooth, ^ bump, ~ mud, # wall")]
    [InlineData("../.G", "the map has no start: mark one cell with S")]
    [InlineData("S./..", "the map has no goal: mark one cell with G")]
    [InlineData("S./SG", "the map has a second start in line 2, column 1: mark one cell only with S")]
    [InlineData("SG/.G", "the map has a second goal in line 2, column 2: mark one cell only with G")]
    [InlineData("S../..", "the map ends in line 2, column 3, but its first line has 3 cells: give lines of equal length")]
    [InlineData("S../...G", "the map ends in line 2, column 5, but its first line has 3 cells: give lines of equal length")]
    [InlineData("S..//..G", "the map ends in line 2, column 1, but its first line has 3 cells: give lines of equal length")]
    [InlineData("S#./##./..G", "the map has no way from the start in line 1, column 1 to the goal in line 3, column 3: the bicycle rides to the right, up and down, never back")]
    [InlineData("GS", "the map has no way from the start in line 1, column 2 to the goal in line 1, column 1: the bicycle rides to the right, up and down, never back")]
    [InlineData("S../.xG", "the map 'S../.xG' is no file, and as rows it has 'x' in line 2, column 2: give a text file, or rows of S start, G goal, . smooth, ^ bump, ~ mud, # wall with / between them")]
    [InlineData("none.txt", "the map 'none.txt' is no file, and as rows it has 'n' in line 1, column 1: give a text file, or rows of S start, G goal, . smooth, ^ bump, ~ mud, # wall with / between them")]
    public void A_wrong_map_is_refused_with_its_line_and_column(string map, string sentence) => AssertRefused(sentence, map);

    [Fact]
    public void A_map_whose_turn_comes_too_soon_for_a_bicycle_is_refused_and_a_bump_before_the_turn_lets_it_pass()
    {
        // The bumps let no speed be gained, so the third column is reached at speed 1 and left at 2 at least: past the fourth.
        AssertRefused(
            "the map cannot be ridden from the start in line 1, column 1 to the goal in line 4, column 4: walls leave a way, but the bicycle is too fast to turn into it; put a bump or a wall before the turn",
            "S^###/#^.../###.#/###G#");

        Assert.NotNull(new BicycleGridOptions { Map = "S^###/#^^../###.#/###G#" }.Map);
    }

    [Fact]
    public void A_map_too_large_is_refused()
    {
        AssertRefused("the map of 1025 lines and 1 columns is too large: give at most 1024 of each and 65536 cells", string.Join('/', Enumerable.Repeat(".", 1025)));
        AssertRefused("the map of 65 lines and 1024 columns is too large: give at most 1024 of each and 65536 cells", string.Join('/', Enumerable.Repeat(new string('.', 1024), 65)));
        AssertRefused("the map of 1000000 letters is too large: give at most 65536 cells", new string('.', 1_000_000));
    }

    [Fact]
    public void A_file_gives_the_same_map_as_its_rows_whatever_its_line_ends()
    {
        foreach (var text in (string[])["S.^\n~#G", "S.^\n~#G\n\n", "S.^\r\n~#G\r\n", "\uFEFFS.^\n~#G\n"])
            Assert.Equal("S.^/~#G", new BicycleGridOptions { Map = FileOf(System.Text.Encoding.UTF8.GetBytes(text)) }.Map);
    }

    [Fact]
    public void A_file_that_is_no_map_is_refused_with_its_line_and_column()
    {
        var file = FileOf([(byte)'S', (byte)'\n', 0x00]);
        AssertRefused($"the map '{file}' has the character U+0000 in line 2, column 1: give S start, G goal, . smooth, ^ bump, ~ mud, # wall", file);
        file = FileOf("S.\n.ä"u8.ToArray());
        AssertRefused($"the map '{file}' has the character U+00C3 in line 2, column 2: give S start, G goal, . smooth, ^ bump, ~ mud, # wall", file);
        file = FileOf([]);
        AssertRefused($"the map '{file}' is empty: give rows of S start, G goal, . smooth, ^ bump, ~ mud, # wall", file);
        file = FileOf(new byte[1_000_000]);
        AssertRefused($"the map '{file}' is larger than 196608 bytes: give at most 65536 cells", file);
        AssertRefused($"the map '{folder}' is a folder: give a text file in it", folder);
    }

    [Fact]
    public void The_map_of_a_seed_is_always_the_same_can_be_ridden_and_another_seed_has_another()
    {
        foreach (var size in (int[])[2, 3, 5, 12, 60])
        {
            for (var seed = 0; seed < 40; seed++)
            {
                var map = RandomGridMap.Draw(size, seed);
                Assert.Equal(map.ToString(), RandomGridMap.Draw(size, seed).ToString());
                Assert.Equal(map.ToString(), new BicycleGridOptions { Map = map.ToString() }.Map);
            }
        }

        Assert.NotEqual(RandomGridMap.Draw(12, 0).ToString(), RandomGridMap.Draw(12, 1).ToString());
    }

    [Fact]
    public void A_large_random_map_has_the_shares_of_ground_that_are_documented()
    {
        var cells = RandomGridMap.Draw(256, 3).Cells;

        Assert.InRange(cells.Count(ground => ground == GridGround.Bump) / (double)cells.Length, 0.195, 0.205);
        Assert.InRange(cells.Count(ground => ground == GridGround.Mud) / (double)cells.Length, 0.145, 0.155);
        Assert.InRange(cells.Count(ground => ground == GridGround.Wall) / (double)cells.Length, 0.145, 0.155);
    }

    [Fact]
    public void Two_maps_at_once_and_a_random_one_too_large_are_refused()
    {
        Assert.Equal(
            "both a map and the seed of one are given: leave one of them out",
            Assert.Throws<ArgumentException>(() => new BicycleGrid(new BicycleGridOptions { Map = "SG", MapSeed = 1 })).Message);
        Assert.Equal(
            "a random map of 257 x 257 cells is too large: give a size of 256 at most",
            Assert.Throws<ArgumentException>(() => new BicycleGrid(new BicycleGridOptions { Size = 257, MapSeed = 1 })).Message);
    }

    private static void AssertRefused(string sentence, string map) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => new BicycleGridOptions { Map = map }).Message);

    private string FileOf(byte[] bytes)
    {
        var path = Path.Combine(folder, "map.txt");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
