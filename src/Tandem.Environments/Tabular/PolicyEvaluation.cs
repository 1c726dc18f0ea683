namespace Tandem.Environments.Tabular;

/// <summary>
/// What a rider earns in a world whose table is known, exactly and without riding: V(s) = Σ p (r + V(s′)) for the action that it
/// takes in s (Bellman, Dynamic Programming, 1957).
/// </summary>
/// <remarks>For riders who look at the state alone: their action in a state is always the same.</remarks>
public static class PolicyEvaluation
{
    /// <summary>Asks a rider what it does in every state.</summary>
    /// <param name="table">The process.</param>
    /// <param name="policy">A rider who looks at the state alone.</param>
    /// <returns>Its action in each state.</returns>
    public static int[] ActionsOf(TransitionTable table, IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(policy);
        var states = new float[table.States];
        for (var state = 0; state < states.Length; state++)
        {
            states[state] = state;
            policy.Begin(state);
        }

        var actions = new ActionBatch(new Discrete(table.Actions), table.States);
        policy.Act(states, new double[table.States], actions);
        return actions.Choices.ToArray();
    }

    /// <summary>The exact mean return of a rider from every state.</summary>
    /// <param name="table">The process.</param>
    /// <param name="actions">The rider's action in each state.</param>
    /// <param name="steps">After so many steps the process is cut; at least 1.</param>
    /// <returns>V, one for each state; <see cref="TransitionTable.MeanOverStarts"/> makes one number of them.</returns>
    public static double[] Returns(TransitionTable table, ReadOnlySpan<int> actions, int steps)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (actions.Length != table.States)
            throw new ArgumentException($"{actions.Length} actions were given for {table.States} states: give one for each");

        if (steps < 1)
            throw new ArgumentException($"{steps} steps leave nothing to earn: give at least 1");

        var (values, later) = (new double[table.States], new double[table.States]);
        for (var left = 0; left < steps; left++)
        {
            (values, later) = (later, values);
            for (var state = 0; state < values.Length; state++)
                values[state] = ValueIteration.Worth(table, state, actions[state], discount: 1, later);
        }

        return values;
    }
}
