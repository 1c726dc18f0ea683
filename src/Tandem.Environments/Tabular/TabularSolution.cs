namespace Tandem.Environments.Tabular;

/// <summary>The best values of a process and how to earn them.</summary>
/// <param name="Values">The best discounted return from each state.</param>
/// <param name="Actions">The best action in each state.</param>
/// <param name="StartValue">The mean value of the states that episodes begin in.</param>
public sealed record TabularSolution(double[] Values, int[] Actions, double StartValue);

/// <summary>The best values of a process that is cut after a number of steps, and how to earn them.</summary>
/// <param name="Values">The best return from each state with all steps left.</param>
/// <param name="Actions">The best action, [steps taken][state].</param>
/// <param name="StartValue">The mean value of the states that episodes begin in.</param>
public sealed record FiniteHorizonSolution(double[] Values, int[][] Actions, double StartValue);
