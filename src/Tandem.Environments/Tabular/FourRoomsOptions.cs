namespace Tandem.Environments.Tabular;

/// <summary>What can be chosen about <see cref="FourRooms"/>: nothing yet.</summary>
public sealed record FourRoomsOptions;
