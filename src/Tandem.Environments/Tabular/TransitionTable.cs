using System.Runtime.CompilerServices;

namespace Tandem.Environments.Tabular;

/// <summary>
/// A finite decision process written out: what may come of every action in every state, and where episodes begin.
/// It can be ridden (<see cref="TabularWorld"/>) and solved exactly (<see cref="ValueIteration"/>).
/// </summary>
public sealed class TransitionTable
{
    private const double ProbabilityTolerance = 1e-9;

    private readonly Transition[] transitions;

    /// <summary>Where the transitions of a pair of state and action begin; one more than there are pairs.</summary>
    private readonly int[] firsts;

    private readonly int[] starts;

    /// <summary>Writes a process out.</summary>
    /// <param name="states">How many states; at least 1.</param>
    /// <param name="actions">How many actions in every state; at least 1.</param>
    /// <param name="outcomes">What may come of an action in a state, called as (state, action) for each pair.</param>
    /// <param name="starts">The states that episodes begin in, each equally likely; at least one.</param>
    public TransitionTable(int states, int actions, Func<int, int, IReadOnlyList<Transition>> outcomes, IReadOnlyList<int> starts)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(starts);
        if (states < 1 || actions < 1)
            throw new ArgumentException($"a table of {states} states and {actions} actions is empty: give at least 1 of each");

        (States, Actions, this.starts) = (states, actions, [.. starts]);
        CheckStarts();
        firsts = new int[(states * actions) + 1];
        var written = new List<Transition>(states * actions);
        for (var pair = 0; pair < states * actions; pair++)
        {
            var (state, action) = (pair / actions, pair % actions);
            var possible = outcomes(state, action);
            CheckOutcomes(state, action, possible);
            written.AddRange(possible);
            firsts[pair + 1] = written.Count;
        }

        transitions = [.. written];
    }

    /// <summary>How many states.</summary>
    public int States { get; }

    /// <summary>How many actions in every state.</summary>
    public int Actions { get; }

    /// <summary>The states that episodes begin in, each equally likely.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>What may come of an action in a state.</summary>
    public ReadOnlySpan<Transition> this[int state, int action]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var pair = (state * Actions) + action;
            return transitions.AsSpan(firsts[pair]..firsts[pair + 1]);
        }
    }

    /// <summary>The mean of a number of each state, over the states that episodes begin in.</summary>
    /// <param name="values">A number for each state.</param>
    public double MeanOverStarts(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var start in starts)
            sum += values[start];

        return sum / starts.Length;
    }

    private void CheckStarts()
    {
        if (starts.Length == 0)
            throw new ArgumentException("a table without a start cannot be ridden: give at least 1 state that episodes begin in");

        foreach (var start in starts)
        {
            if ((uint)start >= (uint)States)
                throw new ArgumentException($"start {start} is no state of the table: give 0 to {States - 1}");
        }
    }

    private void CheckOutcomes(int state, int action, IReadOnlyList<Transition> possible)
    {
        var sum = 0.0;
        foreach (var transition in possible)
        {
            if (!(transition.Probability >= 0))
                throw Wrong(state, action, $"comes to state {transition.State} with probability {transition.Probability}", "give 0 to 1");

            if ((uint)transition.State >= (uint)States)
                throw Wrong(state, action, $"leads to state {transition.State}", $"give 0 to {States - 1}");

            if (!double.IsFinite(transition.Reward))
                throw Wrong(state, action, $"earns {transition.Reward}", "give a finite number");

            sum += transition.Probability;
        }

        if (!(Math.Abs(sum - 1) <= ProbabilityTolerance))
            throw Wrong(state, action, $"has probabilities that add up to {sum}", "let them add up to 1");
    }

    private static ArgumentException Wrong(int state, int action, string what, string remedy) =>
        new($"action {action} in state {state} {what}: {remedy}");
}
