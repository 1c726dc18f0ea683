namespace Tandem.Environments.Tabular;

/// <summary>A rider who goes wherever it can, each way equally likely: it never chooses an action that leaves it where it is, unless all do.</summary>
internal sealed class RandomWalkPolicy(TransitionTable table, RandomStream random) : IPolicy
{
    private readonly int[][] ways = [.. Enumerable.Range(0, table.States).Select(state => Ways(table, state))];
    private RandomStream random = random;

    public void Begin(int world)
    {
    }

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        for (var world = 0; world < actions.Count; world++)
        {
            var ways = this.ways[(int)observations[world]];
            actions.Choices[world] = ways[random.NextInt32(ways.Length)];
        }
    }

    private static int[] Ways(TransitionTable table, int state)
    {
        var leading = Enumerable.Range(0, table.Actions).Where(action => !StaysAt(table, state, action)).ToArray();
        return leading.Length > 0 ? leading : [.. Enumerable.Range(0, table.Actions)];
    }

    private static bool StaysAt(TransitionTable table, int state, int action)
    {
        foreach (ref readonly var transition in table[state, action])
        {
            if (transition.State != state)
                return false;
        }

        return true;
    }
}
