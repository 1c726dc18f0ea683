namespace Tandem.Environments.Tabular;

/// <summary>
/// Fetch a passenger at one of four stands and set him down at another (Dietterich, 2000). As Gymnasium's Taxi-v4 on dry roads.
/// </summary>
/// <remarks>
/// Action: 0 south, 1 north, 2 east, 3 west, 4 pick up, 5 set down. State: ((row · 5 + column) · 5 + passenger) · 4 +
/// destination, where passenger 4 is in the taxi. A step costs 1, a wrong pick-up or set-down 10; arriving earns 20 and ends
/// the episode. Episodes begin anywhere, with a passenger who waits elsewhere than at his destination.
/// </remarks>
public static class Taxi
{
    internal const int Side = 5;
    internal const int InTaxi = 4;

    internal static readonly string[] Moves = ["south", "north", "east", "west", "pick up", "set down"];

    /// <summary>The cells of the stands: red, green, yellow, blue.</summary>
    internal static readonly int[] Stands = [0, 4, 20, 23];

    internal static int States => Side * Side * (Stands.Length + 1) * Stands.Length;

    /// <summary>Cells with a wall on their east side.</summary>
    private static readonly int[] Walls = [1, 6, 15, 17, 20, 22];

    /// <summary>The transition table.</summary>
    public static TransitionTable Table()
    {
        var starts = Enumerable.Range(0, States).Where(IsStart).ToArray();
        return new TransitionTable(States, Moves.Length, (state, action) => [Outcome(state, action)], starts);
    }

    internal static bool HasWall(int cell) => Walls.Contains(cell);

    /// <summary>The parts of a state.</summary>
    internal static (int Cell, int Passenger, int Destination) Parts(int state) => (state / 20, state / 4 % 5, state % 4);

    private static int State(int cell, int passenger, int destination) => (((cell * 5) + passenger) * 4) + destination;

    private static bool IsStart(int state) => Parts(state) is var (_, passenger, destination) && passenger != InTaxi && passenger != destination;

    private static Transition Outcome(int state, int action)
    {
        var (cell, passenger, destination) = Parts(state);
        return action switch
        {
            4 => PickUp(state, cell, passenger, destination),
            5 => SetDown(state, cell, passenger, destination),
            _ => new Transition(1, State(Driven(cell, action), passenger, destination), -1, Terminated: false),
        };
    }

    private static int Driven(int cell, int direction) => direction switch
    {
        0 => cell + (cell / Side < Side - 1 ? Side : 0),
        1 => cell - (cell / Side > 0 ? Side : 0),
        2 => cell + (cell % Side < Side - 1 && !HasWall(cell) ? 1 : 0),
        _ => cell - (cell % Side > 0 && !HasWall(cell - 1) ? 1 : 0),
    };

    private static Transition PickUp(int state, int cell, int passenger, int destination) =>
        passenger != InTaxi && Stands[passenger] == cell
            ? new Transition(1, State(cell, InTaxi, destination), -1, Terminated: false)
            : new Transition(1, state, -10, Terminated: false);

    private static Transition SetDown(int state, int cell, int passenger, int destination)
    {
        var stand = Array.IndexOf(Stands, cell);
        if (passenger != InTaxi || stand < 0)
            return new Transition(1, state, -10, Terminated: false);

        var arrived = stand == destination;
        return new Transition(1, State(cell, stand, destination), arrived ? 20 : -1, arrived);
    }
}
