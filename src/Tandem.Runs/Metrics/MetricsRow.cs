namespace Tandem.Runs.Metrics;

/// <summary>One line of metrics.</summary>
/// <param name="Step">When it was measured, in whatever the task counts: episodes, updates.</param>
/// <param name="Values">Numbers by name.</param>
public sealed record MetricsRow(long Step, IReadOnlyDictionary<string, double> Values);
