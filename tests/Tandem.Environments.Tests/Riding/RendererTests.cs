using System.Text.RegularExpressions;
using Tandem.Environments.ClassicControl;
using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Riding;

/// <summary>What every drawing keeps to, and a frame of each of the classic worlds.</summary>
public sealed class RendererTests
{
    private static readonly DrawingStyle Plain = new() { Color = false, Unicode = false };

    public static TheoryData<string> Names => [.. EnvironmentCatalog.BuiltIn.Specs.Select(spec => spec.Id)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Colour_changes_nothing_but_colour(string id)
    {
        var ride = Ridden(id);
        var (plain, colored) = (Drawn(id, ride, 3, new DrawingStyle { Color = false }), Drawn(id, ride, 3, new DrawingStyle()));

        Assert.DoesNotContain('\e', string.Concat(plain));
        Assert.Contains("\e[", string.Concat(colored));
        Assert.Equal(plain, colored.Select(line => Regex.Replace(line, "\e\\[[0-9;]*m", "")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_unicode_every_character_is_ASCII(string id)
    {
        var ride = Ridden(id);

        Assert.All(Drawn(id, ride, ride.Moments.Count - 1, Plain), line => Assert.All(line, character => Assert.True(char.IsAscii(character))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Frames_of_a_ride_are_equally_high_and_fit_the_terminal(string id)
    {
        var (ride, small) = (Ridden(id), Plain with { Columns = 30, Lines = 9 });
        var height = Drawn(id, ride, 0, small).Count;

        Assert.InRange(height, 4, 20);
        for (var moment = 0; moment < ride.Moments.Count; moment++)
        {
            var frame = Drawn(id, ride, moment, small);
            Assert.Equal(height, frame.Count);
            Assert.All(frame.Where(line => line.StartsWith('|')), line => Assert.InRange(line.Length, 3, 30));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_ride_in_another_world_is_refused(string id)
    {
        var ride = RecordedRide.Record(new DriftObject(), new RandomPolicy(new Drift().Actions, 0), 5, seed: 0);

        Assert.Matches(": give (the renderer a ride in its own world|a ride in a world whose state is an IBicycleState)$", Assert.Throws<ArgumentException>(() => Drawn(id, ride, 0, Plain)).Message);
    }

    [Fact]
    public void A_pole_leans_on_its_cart() => Assert.Equal(
        [
            "+-------------------------------------+",
            "|                                     |",
            "|                       *             |",
            "|                     **              |",
            "|                   **                |",
            "|                ##*##                |",
            "|  ---------------------------------  |",
            "+-------------------------------------+",
            " step 1    push right   reward 1        return 1        fallen",
        ],
        Drawn("CartPole-v1", After(new CartPoleState(0, 0, 0.8, 0), 1, reward: 1, terminated: true), 1, Plain with { Columns = 39, Lines = 9 }));

    [Fact]
    public void A_pendulum_hangs_from_its_hinge_and_a_mark_shows_where_it_should_stand() => Assert.Equal(
        [
            "+---------------+",
            "|       |       |",
            "|               |",
            "|               |",
            "|       +       |",
            "|       *       |",
            "|       *       |",
            "|       *       |",
            "+---------------+",
            " step 0    ready        reward 0        return 0",
        ],
        Drawn("Pendulum-v1", new RecordedRide([Moment(new PendulumState(Math.PI, 0), 0)]), 0, Plain with { Columns = 17, Lines = 10 }));

    [Fact]
    public void Dots_of_braille_stand_where_the_line_goes()
    {
        // A column of 4 dots on the left, then on the right, as Unicode numbers them.
        var canvas = new Canvas(new CanvasView(0, 2, 0, 4, Columns: 1, Lines: 1), new DrawingStyle());
        canvas.Line(0.5, 0.5, 0.5, 3.5, Pen.Blue);
        Assert.Equal(["\u2847"], canvas.Drawn(new Pen(new DrawingStyle { Color = false })));
        canvas.Line(1.5, 0.5, 1.5, 3.5, Pen.Blue);
        Assert.Equal(["\u28FF"], canvas.Drawn(new Pen(new DrawingStyle { Color = false })));
    }

    [Fact]
    public void A_lake_shows_holes_trail_and_goal() => Assert.Equal(
        [
            "+------------+",
            "| *  @  .  . |",
            "| . ### . ###|",
            "| .  .  . ###|",
            "|### .  .  G |",
            "+------------+",
            " step 1    right        reward 0        return 0",
        ],
        Drawn("FrozenLake-v1", new RecordedRide([Moment(new TabularState(0), 0), Moment(new TabularState(1), 1, choice: 2)]), 1, Plain));

    [Fact]
    public void A_cliff_shows_the_fall() => Assert.Equal(
        [
            "+------------------------------------+",
            "| .  .  .  .  .  .  .  .  .  .  .  . |",
            "| .  .  .  .  .  .  .  .  .  .  .  . |",
            "| .  .  .  .  .  .  .  .  .  .  .  . |",
            "| @ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ G |",
            "+------------------------------------+",
            " step 1    right        reward -100     return -100     fell",
        ],
        Drawn("CliffWalking-v1", After(new TabularState(36), 1, reward: -100), 1, Plain));

    [Fact]
    public void A_taxi_shows_walls_passenger_and_destination()
    {
        // Row 1, column 2; the passenger waits at yellow and wants to green.
        var waiting = After(new TabularState((((((1 * 5) + 2) * 5) + 2) * 4) + 1), 1, reward: -1);

        Assert.Equal(
            [
                "+--------------------+",
                "| R   . | .   .  >G< |",
                "| .   . |[ ]  .   .  |",
                "| .   .   .   .   .  |",
                "| . | .   . | .   .  |",
                "|!Y!| .   . | B   .  |",
                "+--------------------+",
                " step 1    north        reward -1       return -1",
            ],
            Drawn("Taxi-v4", waiting, 1, Plain));
        Assert.Contains("[p]", Drawn("Taxi-v4", After(new TabularState(17), 4, reward: -1), 1, Plain)[1]);
    }

    [Fact]
    public void A_gamble_shows_what_each_may_pay() => Assert.Equal(
        [
            "+---------------------+",
            "|           +5    -15 |",
            "| table    [+1]    -6 |",
            "|           +1     +1 |",
            "+---------------------+",
            " step 1    1 or -6      reward 1        return 1        won",
        ],
        Drawn("Gambling-v0", After(new TabularState(3), 1, reward: 1, terminated: true), 1, Plain));

    [Fact]
    public void A_graph_shows_where_edges_lead() => Assert.Equal(
        [
            "+-------------------------+",
            "|  >0    1   >2   [3]   4 |",
            "|   5    6    7    8    9 |",
            "|  10   11   12   13   14 |",
            "| >15   16   17   18  >19 |",
            "+-------------------------+",
            " step 1    to 4         reward -1       return -1",
        ],
        Drawn("GraphPath-v0", After(new TabularState(3), 4, reward: -1), 1, Plain));

    [Fact]
    public void Four_rooms_show_walls_and_doors() => Assert.Equal(
        [
            "+---------------------------+",
            "| .  .  .  . ### .  .  .  . |",
            "| .  .  .  . ### .  .  .  . |",
            "| .  .  .  .  *  @  .  .  . |",
            "| .  .  .  . ### .  .  .  . |",
            "|###### . ############ . ###|",
            "| .  .  .  . ### .  .  .  . |",
            "| .  .  .  .  .  .  .  .  . |",
            "| .  .  .  . ### .  .  .  . |",
            "| .  .  .  . ### .  .  .  G |",
            "+---------------------------+",
            " step 1    right        reward -1       return -1",
        ],
        Drawn("FourRooms-v0", new RecordedRide([Moment(new TabularState(22), 0), Moment(new TabularState(23), 1, choice: 2) with { Reward = -1, Return = -1 }]), 1, Plain));

    private static RecordedRide After(object state, int choice, double reward, bool terminated = false) =>
        new([Moment(state, 0), Moment(state, 1, choice) with { Reward = reward, Return = reward, Terminated = terminated }]);

    private static RideMoment Moment(object state, int step, int choice = 0) =>
        new() { Step = step, Observation = [], State = state, Choices = [choice], Values = [0] };

    private static RecordedRide Ridden(string id)
    {
        var world = EnvironmentCatalog.BuiltIn[id].Create();
        return RecordedRide.Record(world, new RandomPolicy(world.Actions, 1), stepLimit: 12, seed: 1);
    }

    private static IReadOnlyList<string> Drawn(string id, RecordedRide ride, int moment, DrawingStyle style) =>
        EnvironmentCatalog.BuiltIn[id].CreateRenderer()!.Draw(ride, Math.Min(moment, ride.Moments.Count - 1), style);
}
