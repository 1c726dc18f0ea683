namespace Tandem.Environments.Tabular;

/// <summary>One thing that may come of an action in a state.</summary>
/// <param name="Probability">How likely it is; those of one action add up to 1.</param>
/// <param name="State">The state that follows.</param>
/// <param name="Reward">What the step earns.</param>
/// <param name="Terminated">Whether the episode ends with it.</param>
public readonly record struct Transition(double Probability, int State, double Reward, bool Terminated);
