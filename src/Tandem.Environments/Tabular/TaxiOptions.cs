namespace Tandem.Environments.Tabular;

/// <summary>What can be chosen about <see cref="Taxi"/>: nothing yet.</summary>
public sealed record TaxiOptions;
