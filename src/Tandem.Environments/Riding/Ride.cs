namespace Tandem.Environments;

/// <summary>What came of one episode.</summary>
/// <param name="Return">The sum of its rewards.</param>
/// <param name="Steps">How many steps it took.</param>
/// <param name="Terminated">It reached an end of the decision process itself.</param>
/// <param name="Truncated">It was cut by the step limit or by the world; both may be true.</param>
/// <param name="FinalReward">The reward of its last step: where several things end a ride, it tells which one did.</param>
public readonly record struct Ride(double Return, int Steps, bool Terminated, bool Truncated, double FinalReward = 0);
