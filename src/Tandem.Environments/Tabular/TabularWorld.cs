namespace Tandem.Environments.Tabular;

/// <summary>The world of a transition table: what comes of an action is drawn by its probability. Observation: the state's number.</summary>
/// <remarks>Nothing is drawn where only one thing can come, so a deterministic table leaves its stream as it is.</remarks>
public readonly struct TabularWorld : IWorld<TabularState>
{
    private readonly TransitionTable table;

    /// <summary>The world of a table.</summary>
    public TabularWorld(TransitionTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        this.table = table;
        (Observations, Actions) = (new Discrete(table.States), new Discrete(table.Actions));
    }

    /// <summary>What may come of every action in every state.</summary>
    public TransitionTable Table => table;

    /// <inheritdoc/>
    public Space Observations { get; }

    /// <inheritdoc/>
    public Space Actions { get; }

    /// <inheritdoc/>
    public TabularState Start(ref RandomStream random)
    {
        var starts = table.Starts;
        return new TabularState(starts.Length == 1 ? starts[0] : starts[random.NextInt32(starts.Length)]);
    }

    /// <inheritdoc/>
    public Outcome Step(ref TabularState state, ActionView action, ref RandomStream random)
    {
        var possible = table[state.Index, action.Choice];
        var drawn = 0;
        if (possible.Length > 1)
        {
            var left = random.NextDouble() - possible[0].Probability;
            while (left >= 0 && drawn < possible.Length - 1)
                left -= possible[++drawn].Probability;
        }

        ref readonly var came = ref possible[drawn];
        state = new TabularState(came.State);
        return new Outcome(came.Reward, came.Terminated);
    }

    /// <inheritdoc/>
    public void Observe(in TabularState state, Span<float> observation) => observation[0] = state.Index;
}
