namespace Tandem.Environments.Tabular;

/// <summary>What a ride on <see cref="CliffWalking"/> looks like.</summary>
internal sealed class CliffWalkingBoard : IBoard
{
    public int Rows => CliffWalking.Rows;

    public int Columns => CliffWalking.Columns;

    public int CellWidth => 3;

    public int CellOf(int state) => state;

    public string Draw(int cell, int state, bool isTrail, Pen pen)
    {
        if (cell == state)
            return pen.Paint(" @ ", cell == CliffWalking.Goal ? Pen.Green : Pen.Bright);

        if (CliffWalking.IsCliff(cell))
            return pen.Paint(pen.Unicode ? "▒▒▒" : "^^^", Pen.Red);

        if (cell == CliffWalking.Goal)
            return pen.Paint(pen.Unicode ? " ⚑ " : " G ", Pen.Green);

        return isTrail ? pen.Paint(pen.Unicode ? " • " : " * ", Pen.Trail) : pen.Paint(pen.Unicode ? " · " : " . ", Pen.Quiet);
    }

    public string Did(int action) => CliffWalking.Directions[action];

    public string End(RideMoment now, Pen pen) =>
        now.Terminated ? pen.Paint("arrived", Pen.Green)
        : now.Truncated ? pen.Paint("out of time", Pen.Red)
        : now.Reward < -1 ? pen.Paint("fell", Pen.Red)
        : "";
}
