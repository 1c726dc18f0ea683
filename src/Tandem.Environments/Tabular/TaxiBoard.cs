namespace Tandem.Environments.Tabular;

/// <summary>
/// What a ride of <see cref="Taxi"/> looks like: the stands R, G, Y and B, walls between cells, the taxi in brackets, with a
/// p in it while the passenger is. !R! is where he waits, &gt;G&lt; where he wants to go.
/// </summary>
internal sealed class TaxiBoard : IBoard
{
    private const string Letters = "RGYB";

    public int Rows => Taxi.Side;

    public int Columns => Taxi.Side;

    public int CellWidth => 4;

    public int CellOf(int state) => Taxi.Parts(state).Cell;

    public string Draw(int cell, int state, bool isTrail, Pen pen)
    {
        var (taxi, passenger, destination) = Taxi.Parts(state);
        var wall = Taxi.HasWall(cell) ? pen.Paint(pen.Unicode ? "│" : "|", Pen.FrameColor) : " ";
        var stand = Array.IndexOf(Taxi.Stands, cell);
        if (cell == taxi)
            return pen.Paint(passenger == Taxi.InTaxi ? "[p]" : stand >= 0 ? $"[{Letters[stand]}]" : "[ ]", Pen.Bright) + wall;

        if (stand < 0)
            return pen.Paint(pen.Unicode ? " · " : " . ", Pen.Quiet) + wall;

        var letter = stand == destination ? $">{Letters[stand]}<" : stand == passenger ? $"!{Letters[stand]}!" : $" {Letters[stand]} ";
        return pen.Paint(letter, stand == destination ? Pen.Green : stand == passenger ? Pen.Bright : Pen.FrameColor) + wall;
    }

    public string Did(int action) => Taxi.Moves[action];

    public string End(RideMoment now, Pen pen) =>
        now.Terminated ? pen.Paint("arrived", Pen.Green)
        : now.Truncated ? pen.Paint("out of time", Pen.Red)
        : now.Reward < -1 ? pen.Paint("cannot", Pen.Red)
        : "";
}
