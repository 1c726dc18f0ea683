namespace Tandem.Environments.Tabular;

/// <summary>A rider who looks its action up: in a table of the state, or of the steps taken and the state.</summary>
public sealed class TabularPolicy : IPolicy
{
    private readonly int[][] actions;
    private int[] taken = [];

    /// <summary>A rider who follows the best actions of a process, whatever the time.</summary>
    public TabularPolicy(TabularSolution solution) => actions = [solution.Actions];

    /// <summary>A rider who follows the best actions of a process that is cut, and so counts its steps.</summary>
    public TabularPolicy(FiniteHorizonSolution solution) => actions = solution.Actions;

    /// <inheritdoc/>
    public void Begin(int world)
    {
        if (world >= taken.Length)
            Array.Resize(ref taken, world + 1);

        taken[world] = 0;
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        for (var world = 0; world < actions.Count; world++)
        {
            var step = Math.Min(taken[world]++, this.actions.Length - 1);
            actions.Choices[world] = this.actions[step][(int)observations[world]];
        }
    }
}
