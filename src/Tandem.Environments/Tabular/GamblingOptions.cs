namespace Tandem.Environments.Tabular;

/// <summary>What can be chosen about <see cref="Gambling"/>: nothing yet.</summary>
public sealed record GamblingOptions;
