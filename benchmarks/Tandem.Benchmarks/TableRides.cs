using Tandem.Environments;
using Tandem.Environments.Tabular;

namespace Tandem.Benchmarks;

/// <summary>Rides through a table without chance, from every state at once: how many steps each takes.</summary>
internal static class TableRides
{
    /// <summary>The steps from each start to the end; null where it is not reached.</summary>
    /// <param name="table">A world in which each action has one outcome.</param>
    /// <param name="starts">The states to begin in.</param>
    /// <param name="policy">The rider.</param>
    /// <param name="limit">So long is given up after.</param>
    public static int?[] Steps(TransitionTable table, IReadOnlyList<int> starts, IPolicy policy, int limit)
    {
        var steps = new int?[starts.Count];
        var states = starts.ToArray();
        var rewards = new double[states.Length];
        var actions = new ActionBatch(new Discrete(table.Actions), states.Length);
        for (var world = 0; world < states.Length; world++)
        {
            policy.Begin(world);
        }

        for (var step = 1; step <= limit; step++)
        {
            policy.Act([.. states.Select(state => (float)state)], rewards, actions);
            for (var world = 0; world < states.Length; world++)
            {
                var outcome = table[states[world], actions.Choices[world]][0];
                (states[world], rewards[world]) = steps[world] is null ? (outcome.State, outcome.Reward) : (states[world], 0);
                steps[world] ??= outcome.Terminated ? step : null;
            }
        }

        return steps;
    }
}
