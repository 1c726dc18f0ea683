namespace Tandem.Runs.Checkpoints;

/// <summary>A search for a good checkpoint.</summary>
/// <param name="Found">The first good one; null where there is none.</param>
/// <param name="Skipped">What was wrong with those that came before it, a sentence each.</param>
public sealed record CheckpointSearch(Checkpoint? Found, IReadOnlyList<string> Skipped);
