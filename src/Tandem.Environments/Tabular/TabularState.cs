namespace Tandem.Environments.Tabular;

/// <summary>Which state a <see cref="TabularWorld"/> is in.</summary>
/// <param name="Index">From 0 to the table's states − 1.</param>
public readonly record struct TabularState(int Index);
