namespace Tandem.Environments;

/// <summary>Numbers that say more of a world than its spaces do, such as what its dynamics come to at each speed.</summary>
/// <param name="Title">What the numbers are.</param>
/// <param name="Columns">The head of each column, with its unit.</param>
/// <param name="Rows">One number for each column; null where there is none.</param>
public sealed record WorldTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double?>> Rows);
