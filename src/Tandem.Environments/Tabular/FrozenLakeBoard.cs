namespace Tandem.Environments.Tabular;

/// <summary>What a ride on <see cref="FrozenLake"/> looks like.</summary>
internal sealed class FrozenLakeBoard(FrozenLakeMap map) : IBoard
{
    public int Rows => map.Rows;

    public int Columns => map.Columns;

    public int CellWidth => 3;

    public int CellOf(int state) => state;

    public string Draw(int cell, int state, bool isTrail, Pen pen) => (map.Letters[cell], cell == state) switch
    {
        ('H', true) => pen.Paint(" X ", Pen.Red),
        ('G', true) => pen.Paint(" @ ", Pen.Green),
        (_, true) => pen.Paint(" @ ", Pen.Bright),
        ('H', false) => pen.Paint(pen.Unicode ? "███" : "###", Pen.Blue),
        ('G', false) => pen.Paint(pen.Unicode ? " ⚑ " : " G ", Pen.Green),
        _ => isTrail ? pen.Paint(pen.Unicode ? " • " : " * ", Pen.Trail) : pen.Paint(pen.Unicode ? " · " : " . ", Pen.Quiet),
    };

    public string Did(int action) => FrozenLake.Directions[action];

    public string End(RideMoment now, Pen pen) =>
        now.Terminated ? now.Reward > 0 ? pen.Paint("arrived", Pen.Green) : pen.Paint("fell into a hole", Pen.Red)
        : now.Truncated ? pen.Paint("out of time", Pen.Red)
        : "";
}
