using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Tabular;

public sealed class FourRoomsTests
{
    private static readonly TransitionTable Table = FourRooms.Table();

    [Fact]
    public void Walks_begin_on_every_cell_of_floor_but_the_goal() => Assert.Equal(67, Table.Starts.Length);

    // From the far corner a way through two doors only goes right and down; from the upper right one the door is in the way.
    [Theory]
    [InlineData(0, -16)]
    [InlineData(8, -10)]
    [InlineData(3, -13)]
    [InlineData(79, -1)]
    [InlineData(72, -12)]
    public void The_fewest_steps_are_known(int cell, double value) => Assert.Equal(value, ValueIteration.Discounted(Table, 1).Values[cell]);

    [Fact]
    public void Against_a_wall_and_against_the_edge_one_stays()
    {
        Assert.Equal([new Transition(1, 3, -1, false)], Table[3, 2].ToArray());
        Assert.Equal([new Transition(1, 0, -1, false)], Table[0, 3].ToArray());
        Assert.Equal([new Transition(1, 22, -1, false)], Table[21, 2].ToArray());
    }

    [Fact]
    public void Rooms_are_joined_by_doors_alone()
    {
        // Two rooms side by side touch in one cell of the wall between them.
        var doors = Enumerable.Range(0, 81).Where(cell => (cell % 9 == 4 || cell / 9 == 4) && Table.Starts.Contains(cell));

        Assert.Equal([22, 38, 43, 58], doors);
    }
}
