using System.Globalization;

namespace Tandem.Environments.Tabular;

/// <summary>What a ride of <see cref="Gambling"/> looks like: the table on the left, a row for each gamble with what it may pay.</summary>
internal sealed class GamblingBoard : IBoard
{
    private const string Table = "table";
    private static readonly string[] Names = ["5 or -15", "1 or -6", "keep away"];

    public int Rows => Gambling.Gambles.Length;

    public int Columns => 3;

    public int CellWidth => 7;

    public int CellOf(int state) => state switch
    {
        0 => (Rows / 2) * Columns,
        <= 6 => ((state - 1) / 2 * Columns) + 1 + ((state - 1) % 2),
        _ => Rows * Columns,
    };

    public string Draw(int cell, int state, bool isTrail, Pen pen)
    {
        var text = cell == CellOf(0) ? Table : cell % Columns == 0 ? "" : Payment(cell).ToString("+0;-0", CultureInfo.InvariantCulture);
        if (cell == CellOf(state))
            return pen.Paint(("[" + text).PadLeft(CellWidth - 1) + "]", state == 0 ? Pen.Bright : Payment(cell) > 0 ? Pen.Green : Pen.Red);

        return pen.Paint(text.PadLeft(CellWidth - 1) + " ", isTrail ? Pen.Trail : Pen.Quiet);
    }

    public string Did(int action) => Names[action];

    public string End(RideMoment now, Pen pen) => now.Terminated
        ? now.Reward > 0 ? pen.Paint("won", Pen.Green) : pen.Paint("lost", Pen.Red)
        : "";

    private static double Payment(int cell) => Gambling.Payments[(cell / 3 * 2) + (cell % 3) - 1];
}
