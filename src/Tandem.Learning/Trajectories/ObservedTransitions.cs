using Tandem.Environments.Tabular;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// What recorded episodes show of their world, as a finite decision process: each different observation is a state, and
/// what came of an action is as likely as it was often. Solved by <see cref="ValueIteration"/> it tells the most that any
/// learner can put together from these episodes: their ceiling.
/// </summary>
/// <remarks>
/// <para>Only what was seen counts: an action that was never taken in a state is no choice there, and where nothing was ever
/// done, which only an episode that was cut leaves behind, every further step is taken to earn the lowest reward in the data.</para>
/// <para>Where the world is a matter of chance and little was recorded, the ceiling counts lucky steps too; what it is truly
/// worth is found by letting its <see cref="Rider"/> ride.</para>
/// </remarks>
public sealed class ObservedTransitions
{
    /// <summary>More different observations than this are not counted unless asked for.</summary>
    public const int DefaultMostStates = 100_000;

    /// <summary>A table of more pairs of state and action than this takes too much memory.</summary>
    private const int MostPairs = 10_000_000;

    /// <summary>The same of a plan with an action for every state at every step.</summary>
    private const int MostDecisions = 100_000_000;

    private readonly ObservedStates states;
    private readonly ActionNumbers actions;

    private ObservedTransitions(ObservedStates states, ActionNumbers actions, TransitionTable table, double[] bestSuffixes, int steps)
    {
        (this.states, this.actions, Table, BestSuffixes, Steps) = (states, actions, table, bestSuffixes, steps);
        Solution = ValueIteration.FiniteHorizon(table, steps);
    }

    /// <summary>The process; episodes begin as often in each state as the recorded ones did.</summary>
    public TransitionTable Table { get; }

    /// <summary>The best that can be put together from what was seen, within the step limit of the world; without one, of the longest episode.</summary>
    public FiniteHorizonSolution Solution { get; }

    /// <summary>After so many steps nothing more is earned.</summary>
    public int Steps { get; }

    /// <summary>The mean over the recorded episodes of the best return that can be put together from where they began.</summary>
    public double Ceiling => Solution.StartValue;

    /// <summary>The best return from each state on to the end of one and the same episode that terminated; −∞: none went on from there to an end.</summary>
    public IReadOnlyList<double> BestSuffixes { get; }

    /// <summary>Counts the transitions of recorded episodes.</summary>
    /// <param name="episodes">The episodes.</param>
    /// <param name="mostStates">At most so many different observations.</param>
    /// <exception cref="ArgumentException">Actions are not choices, or there are more different observations, or with their actions and steps too many to plan over.</exception>
    /// <exception cref="InvalidDataException">A shard is damaged.</exception>
    public static ObservedTransitions Of(EpisodeSet episodes, int mostStates = DefaultMostStates)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        return TryOf(episodes, mostStates)
            ?? throw new ArgumentException($"the episodes show more than {mostStates} different observations, or with their actions and steps too many to plan over: give a world whose observations repeat");
    }

    /// <summary>As <see cref="Of"/>; null where there are more different observations, or too many to plan over.</summary>
    internal static ObservedTransitions? TryOf(EpisodeSet episodes, int mostStates)
    {
        if (episodes.World.Actions is not Box && !ActionNumbers.AreFew(episodes.World.Actions, MostPairs))
        {
            return null;
        }

        var actions = new ActionNumbers(episodes.World.Actions);
        var steps = episodes.World.StepLimit ?? episodes.Statistics().Lengths.High;
        var states = new ObservedStates();
        var counts = new TransitionCounts(actions.Count);
        var suffixes = new List<double>();
        var starts = new int[episodes.Count];
        var path = new List<int>();
        for (var number = 0; number < episodes.Count; number++)
        {
            var episode = episodes[number];
            Trace(episode, states, path);
            if (states.Count > mostStates || (long)states.Count * actions.Count > MostPairs || (long)states.Count * steps > MostDecisions)
            {
                return null;
            }

            starts[number] = path[0];
            Count(episode, path, actions, counts);
            TakeSuffixes(episode, path, states.Count, suffixes);
        }

        return new ObservedTransitions(states, actions, counts.ToTable(states.Count, starts), [.. suffixes], steps);
    }

    /// <summary>The state of an observation; −1: it was never seen.</summary>
    /// <param name="observation">One row of the observation space.</param>
    public int StateOf(ReadOnlySpan<float> observation) => states.Find(observation);

    /// <summary>A rider who does the best that can be put together from what was seen, and takes choice 0 where nothing was seen.</summary>
    public IPolicy Rider() => new ObservedPolicy(this, actions);

    /// <summary>The number of each observation of an episode, in order.</summary>
    private static void Trace(EpisodeView episode, ObservedStates states, List<int> path)
    {
        path.Clear();
        for (var step = 0; step <= episode.Info.Length; step++)
        {
            path.Add(states.Number(episode.Observation(step)));
        }
    }

    private static void Count(EpisodeView episode, List<int> path, ActionNumbers actions, TransitionCounts counts)
    {
        var width = episode.Choices.Length / episode.Info.Length;
        for (var step = 0; step < episode.Info.Length; step++)
        {
            var ends = episode.Info.Terminated && step == episode.Info.Length - 1;
            counts.Add(path[step], actions.Number(episode.Choices.Slice(step * width, width)), path[step + 1], episode.Rewards[step], ends);
        }
    }

    private static void TakeSuffixes(EpisodeView episode, List<int> path, int stateCount, List<double> suffixes)
    {
        while (suffixes.Count < stateCount)
        {
            suffixes.Add(double.NegativeInfinity);
        }

        var sum = 0.0;
        for (var step = episode.Info.Length - 1; step >= 0 && episode.Info.Terminated; step--)
        {
            sum += episode.Rewards[step];
            suffixes[path[step]] = Math.Max(suffixes[path[step]], sum);
        }
    }
}
