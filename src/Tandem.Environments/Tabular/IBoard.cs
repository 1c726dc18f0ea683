namespace Tandem.Environments.Tabular;

/// <summary>What <see cref="BoardRenderer"/> draws: rows of cells, and words for what happens on them.</summary>
internal interface IBoard
{
    int Rows { get; }

    int Columns { get; }

    /// <summary>How many characters a cell takes.</summary>
    int CellWidth { get; }

    /// <summary>The cell that the rider of a state stands on.</summary>
    int CellOf(int state);

    /// <summary>A cell as it is drawn.</summary>
    /// <param name="cell">Row by row from the upper left.</param>
    /// <param name="state">Where the ride stands.</param>
    /// <param name="isTrail">Whether the ride was here before.</param>
    /// <param name="pen">What to draw with.</param>
    string Draw(int cell, int state, bool isTrail, Pen pen);

    /// <summary>The name of an action.</summary>
    string Did(int action);

    /// <summary>How a ride ended, painted; empty while it goes on.</summary>
    string End(RideMoment now, Pen pen);
}
