namespace Tandem.Environments.Bicycle;

/// <summary>Which cells of a grid are bumps. No pattern can block the way: a bump only slows, and never below one cell a step.</summary>
/// <remarks>The value holds one bit for each kind of cell: bit 2·(y mod 2) + (x mod 2).</remarks>
public enum BumpPattern
{
    /// <summary>No cell: the bicycle gains speed at every step.</summary>
    None = 0b0000,

    /// <summary>Rows 0, 2, 4, …: the start row is a bump row.</summary>
    EvenRows = 0b0011,

    /// <summary>Rows 1, 3, 5, …: the start row is smooth.</summary>
    OddRows = 0b1100,

    /// <summary>Columns 0, 2, 4, ….</summary>
    EvenColumns = 0b0101,

    /// <summary>Columns 1, 3, 5, ….</summary>
    OddColumns = 0b1010,

    /// <summary>Every other cell, from the start on.</summary>
    Checkerboard = 0b1001,

    /// <summary>Every cell: the bicycle never gets faster than one cell a step.</summary>
    Everywhere = 0b1111,
}
