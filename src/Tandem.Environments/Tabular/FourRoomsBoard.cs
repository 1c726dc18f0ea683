namespace Tandem.Environments.Tabular;

/// <summary>What a walk through <see cref="FourRooms"/> looks like.</summary>
internal sealed class FourRoomsBoard : IBoard
{
    public int Rows => FourRooms.Side;

    public int Columns => FourRooms.Side;

    public int CellWidth => 3;

    public int CellOf(int state) => state;

    public string Draw(int cell, int state, bool isTrail, Pen pen)
    {
        if (cell == state)
            return pen.Paint(" @ ", cell == FourRooms.Goal ? Pen.Green : Pen.Bright);

        if (FourRooms.IsWall(cell))
            return pen.Paint(pen.Unicode ? "███" : "###", Pen.FrameColor);

        if (cell == FourRooms.Goal)
            return pen.Paint(pen.Unicode ? " ⚑ " : " G ", Pen.Green);

        return isTrail ? pen.Paint(pen.Unicode ? " • " : " * ", Pen.Trail) : pen.Paint(pen.Unicode ? " · " : " . ", Pen.Quiet);
    }

    public string Did(int action) => FourRooms.Directions[action];

    public string End(RideMoment now, Pen pen) =>
        now.Terminated ? pen.Paint("arrived", Pen.Green)
        : now.Truncated ? pen.Paint("out of time", Pen.Red)
        : "";
}
