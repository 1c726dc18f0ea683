using System.Runtime.InteropServices;
using Tandem.Environments.Tabular;

namespace Tandem.Learning.Trajectories;

/// <summary>How often each action led from each state where.</summary>
internal sealed class TransitionCounts(int actions)
{
    private readonly Dictionary<(int State, int Action), Dictionary<(int State, double Reward, bool Terminated), int>> counts = [];
    private double lowestReward = double.PositiveInfinity;

    public void Add(int state, int action, int next, double reward, bool terminated)
    {
        ref var outcomes = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (state, action), out _);
        outcomes ??= [];
        CollectionsMarshal.GetValueRefOrAddDefault(outcomes, (next, reward, terminated), out _)++;
        lowestReward = Math.Min(lowestReward, reward);
    }

    public TransitionTable ToTable(int states, IReadOnlyList<int> starts)
    {
        var known = new Transition[states][];
        foreach (var ((state, _), outcomes) in counts.OrderBy(pair => pair.Key))
        {
            known[state] ??= Shares(outcomes);
        }

        return new TransitionTable(states, actions, (state, action) => Outcomes(state, action, known[state]), starts);
    }

    /// <summary>An action that was never taken does what another did, so that it adds no choice; where none was taken nothing good follows.</summary>
    private Transition[] Outcomes(int state, int action, Transition[]? another) =>
        counts.TryGetValue((state, action), out var outcomes) ? Shares(outcomes)
        : another ?? [new Transition(1, state, lowestReward, Terminated: false)];

    private static Transition[] Shares(Dictionary<(int State, double Reward, bool Terminated), int> outcomes)
    {
        var all = outcomes.Values.Sum();
        return [.. outcomes.Select(outcome => new Transition((double)outcome.Value / all, outcome.Key.State, outcome.Key.Reward, outcome.Key.Terminated))];
    }
}
