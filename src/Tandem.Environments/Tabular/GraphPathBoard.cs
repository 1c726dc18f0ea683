using System.Globalization;

namespace Tandem.Environments.Tabular;

/// <summary>
/// What a walk through <see cref="GraphPath"/> looks like: its nodes in rows. [7] is where the walker is, an arrow stands
/// before each node that an edge leads to from there.
/// </summary>
internal sealed class GraphPathBoard(RandomGraph graph) : IBoard
{
    private const int MostColumns = 10;

    public int Rows => (graph.Nodes + Columns - 1) / Columns;

    public int Columns => Math.Min(MostColumns, (int)Math.Ceiling(Math.Sqrt(graph.Nodes)));

    public int CellWidth => 5;

    public int CellOf(int state) => state < graph.Nodes ? state : Rows * Columns;

    public string Draw(int cell, int state, bool isTrail, Pen pen)
    {
        if (cell >= graph.Nodes)
            return new string(' ', CellWidth);

        if (cell == state)
            return pen.Paint(Marked("[", cell) + "]", cell == graph.Goal ? Pen.Green : Pen.Bright);

        var leads = state != graph.Goal && graph.HasEdge(state, cell);
        var color = cell == graph.Goal ? Pen.Green : leads ? Pen.FrameColor : isTrail ? Pen.Trail : Pen.Quiet;
        var mark = leads ? pen.Unicode ? "→" : ">" : isTrail ? pen.Unicode ? "•" : "*" : " ";
        return pen.Paint(Marked(mark, cell) + " ", color);
    }

    public string Did(int action) => $"to {action.ToString(CultureInfo.InvariantCulture)}";

    public string End(RideMoment now, Pen pen) =>
        now.Terminated ? pen.Paint("arrived", Pen.Green)
        : now.Truncated ? pen.Paint("out of time", Pen.Red)
        : "";

    private static string Marked(string mark, int cell) => (mark + cell.ToString(CultureInfo.InvariantCulture)).PadLeft(4);
}
