namespace Tandem.Learning.Reinforcement;

/// <summary>What one turn of acting and learning brought.</summary>
/// <param name="Steps">Environment steps since the beginning of the training.</param>
/// <param name="Finished">The episodes that ended during the turn, in the worlds' own rewards.</param>
/// <param name="Metrics">What experts look for, by name: losses, entropy, approximate KL, clip fraction, explained variance, gradient norm, …</param>
public sealed record LearnerUpdate(long Steps, IReadOnlyList<Ride> Finished, IReadOnlyList<KeyValuePair<string, double>> Metrics);
