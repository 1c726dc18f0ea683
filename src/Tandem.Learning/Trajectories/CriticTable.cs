using System.Globalization;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// The critic of implicit Q-learning (Kostrikov et al., 2022) where a table holds its values. Both its regressions then have
/// exact solutions, found by sweeps until nothing changes:
/// Q(s, a) = mean over what followed of r + γ·V(s′), the squared error's minimum; V(s) = expectile over the actions taken in s
/// of Q(s, a). After a step that terminated nothing follows; a step that was cut goes on with V of its final observation.
/// </summary>
/// <remarks>
/// The value of an observation that was never left is not known (NaN), and outcomes that lead to one do not count. With a
/// discount of 1 knowledge begins where rides terminated and spreads backwards, so that nothing is made up for loops without end.
/// </remarks>
internal sealed class CriticTable
{
    /// <summary>A table is no use where a pair of observation and action is hardly ever met twice.</summary>
    private const int LeastVisits = 2;

    private const int MostObservations = 200_000;
    private const int MostActions = 1_000_000;
    private const int MostSweeps = 20_000;

    /// <summary>Rides that earn in a circle settle within these up to a discount of 0.9999.</summary>
    private const int MostDiscountedSweeps = 200_000;

    private const double Settled = 1e-12;

    private readonly int[][] pairOfStep;
    private readonly int[] stateOfPair;
    private readonly int[] firstPair;
    private readonly double[] visits;
    private readonly int[] firstOutcome;
    private readonly Outcome[] outcomes;
    private readonly double[] values;
    private readonly double[] qualities;

    private CriticTable(Draft draft)
    {
        pairOfStep = draft.PairOfStep;
        (stateOfPair, firstPair, visits, firstOutcome, outcomes) = draft.Sorted();
        values = new double[draft.States];
        qualities = new double[stateOfPair.Length];
        Array.Fill(qualities, double.NaN);
    }

    /// <summary>Learns a table, to the end.</summary>
    /// <param name="episodes">The data.</param>
    /// <param name="discount">γ.</param>
    /// <param name="expectile">τ.</param>
    /// <param name="isAsked">A table was asked for: where the data do not suit one it says why; else it gives null.</param>
    /// <param name="cancellation">Ends it early by <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The data do not suit a table that was asked for, or the values do not settle.</exception>
    public static CriticTable? Learn(EpisodeSet episodes, double discount, double expectile, bool isAsked, CancellationToken cancellation)
    {
        var draft = Draft.Of(episodes, cancellation, out var objection);
        if (draft is null)
        {
            return isAsked ? throw new ArgumentException($"{objection}: give --form perceptron") : null;
        }

        var table = new CriticTable(draft);
        table.Settle(discount, expectile, cancellation);
        return table;
    }

    /// <summary>V of the observation before an episode's step.</summary>
    public double Value(int episode, int step) => values[stateOfPair[pairOfStep[episode][step]]];

    /// <summary>Q of an episode's step.</summary>
    public double Quality(int episode, int step) => qualities[pairOfStep[episode][step]];

    /// <summary>
    /// Q − V of every step. Of an observation that was met once nobody knows how good its one action was beside others: taken
    /// for the best there is, it would teach at random.
    /// </summary>
    /// <param name="decay">γ·λ of <see cref="StepAdvantages.SumAhead"/>.</param>
    public StepAdvantages Advantages(double decay = 0)
    {
        var advantages = Array.ConvertAll(pairOfStep, pairs => Array.ConvertAll(pairs, Advantage));
        foreach (var episode in advantages)
        {
            StepAdvantages.SumAhead(episode, decay);
        }

        return new StepAdvantages(advantages);
    }

    private float Advantage(int pair) => IsMetOnce(stateOfPair[pair]) ? float.NaN : (float)(qualities[pair] - values[stateOfPair[pair]]);

    private bool IsMetOnce(int state) => firstPair[state + 1] - firstPair[state] == 1 && visits[firstPair[state]] == 1;

    private void Settle(double discount, double expectile, CancellationToken cancellation)
    {
        for (var state = 0; state < values.Length; state++)
        {
            values[state] = discount < 1 && firstPair[state] < firstPair[state + 1] ? 0 : double.NaN;
        }

        var most = discount < 1 ? MostDiscountedSweeps : MostSweeps;
        for (var sweep = 0; Sweep(discount, expectile) > Settled; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (sweep == most)
            {
                throw new ArgumentException(discount < 1
                    ? string.Create(CultureInfo.InvariantCulture, $"the critic's values do not settle within {most} sweeps with a discount of {discount}, so near to 1: give a smaller one")
                    : $"the critic's values do not settle with a discount of {discount}: rides that earn in a circle are worth ever more, so give a discount below 1");
            }
        }

        if (qualities.All(double.IsNaN))
        {
            throw new ArgumentException(discount < 1
                ? "every recorded ride leads to where none went on from, so a critic's table knows no value: give --form perceptron, or record longer rides"
                : "no recorded ride came to an end of its own, so a critic without discount knows no value: give a discount below 1");
        }
    }

    /// <summary>Computes every value anew from those that are newest.</summary>
    /// <returns>The largest change, relative to the value where that is large.</returns>
    private double Sweep(double discount, double expectile)
    {
        var largest = 0.0;
        for (var state = 0; state < values.Length; state++)
        {
            var pairs = firstPair[state]..firstPair[state + 1];
            for (var pair = pairs.Start.Value; pair < pairs.End.Value; pair++)
            {
                qualities[pair] = Quality(pair, discount);
            }

            var value = ExpectileOfKnown(qualities.AsSpan(pairs), visits.AsSpan(pairs), expectile);
            largest = Math.Max(largest, Change(values[state], value));
            values[state] = value;
        }

        return largest;
    }

    /// <summary>What becomes known or unknown is a change, for others hear of it only at the next sweep.</summary>
    private static double Change(double before, double after) =>
        double.IsNaN(before) != double.IsNaN(after) ? 1
        : double.IsNaN(after) ? 0
        : Math.Abs(after - before) / Math.Max(1, Math.Abs(after));

    /// <summary>The mean over the outcomes of a pair whose value is known.</summary>
    private double Quality(int pair, double discount)
    {
        var (sum, count) = (0.0, 0);
        for (var i = firstOutcome[pair]; i < firstOutcome[pair + 1]; i++)
        {
            var outcome = outcomes[i];
            var following = outcome.Next < 0 ? 0 : values[outcome.Next];
            if (!double.IsNaN(following))
            {
                sum += outcome.RewardSum + (outcome.Count * discount * following);
                count += outcome.Count;
            }
        }

        return sum / count; // NaN where none is
    }

    private static double ExpectileOfKnown(ReadOnlySpan<double> qualities, ReadOnlySpan<double> visits, double expectile)
    {
        Span<double> known = qualities.Length <= 256 ? stackalloc double[qualities.Length] : new double[qualities.Length];
        Span<double> weights = qualities.Length <= 256 ? stackalloc double[qualities.Length] : new double[qualities.Length];
        var count = 0;
        for (var i = 0; i < qualities.Length; i++)
        {
            if (!double.IsNaN(qualities[i]))
            {
                (known[count], weights[count++]) = (qualities[i], visits[i]);
            }
        }

        return count == 0 ? double.NaN : Expectile.Of(known[..count], weights[..count], expectile);
    }

    /// <param name="Next">The observation that followed; −1 where the ride terminated.</param>
    /// <param name="Count">How often it did.</param>
    /// <param name="RewardSum">What was earned then, altogether.</param>
    private readonly record struct Outcome(int Next, int Count, double RewardSum);

    /// <summary>The data as counts, in the order in which they were met.</summary>
    private sealed class Draft
    {
        private readonly ObservedStates states = new();
        private readonly Dictionary<(int State, int Action), int> pairOf = [];
        private readonly Dictionary<(int Pair, int Next), int> outcomeOf = [];
        private readonly List<(int State, int Visits)> pairs = [];
        private readonly List<(int Pair, Outcome Outcome)> outcomes = [];

        public required int[][] PairOfStep { get; init; }

        public int States => states.Count;

        public static Draft? Of(EpisodeSet episodes, CancellationToken cancellation, out string objection)
        {
            if (!ActionNumbers.AreFew(episodes.World.Actions, MostActions))
            {
                objection = $"a critic's table needs few actions that recur, and {episodes.World.Actions} are too many";
                return null;
            }

            var actions = new ActionNumbers(episodes.World.Actions);
            var draft = new Draft { PairOfStep = new int[episodes.Count][] };
            var most = Math.Min(MostObservations, episodes.Steps / LeastVisits);
            objection = $"the {episodes.Steps} recorded steps hardly come back to the same observations and actions, which a critic's table lives by";
            for (var episode = 0; episode < episodes.Count && draft.States <= most; episode++)
            {
                cancellation.ThrowIfCancellationRequested();
                draft.Add(episode, episodes[episode], actions);
            }

            return draft.States <= most && draft.pairs.Count <= episodes.Steps / LeastVisits ? draft : null;
        }

        /// <summary>Pairs by state and outcomes by pair; the pairs of the steps are renamed.</summary>
        public (int[] StateOfPair, int[] FirstPair, double[] Visits, int[] FirstOutcome, Outcome[] Outcomes) Sorted()
        {
            int[] order = [.. Enumerable.Range(0, pairs.Count).OrderBy(pair => pairs[pair].State)];
            var place = new int[order.Length];
            for (var i = 0; i < order.Length; i++)
            {
                place[order[i]] = i;
            }

            foreach (var steps in PairOfStep)
            {
                for (var step = 0; step < steps.Length; step++)
                {
                    steps[step] = place[steps[step]];
                }
            }

            var sorted = outcomes.OrderBy(entry => place[entry.Pair]).ToArray();
            int[] stateOfPair = [.. order.Select(pair => pairs[pair].State)];
            return (
                stateOfPair,
                Firsts(States, stateOfPair),
                [.. order.Select(pair => (double)pairs[pair].Visits)],
                Firsts(order.Length, [.. sorted.Select(entry => place[entry.Pair])]),
                [.. sorted.Select(entry => entry.Outcome)]);
        }

        private void Add(int episode, EpisodeView view, ActionNumbers actions)
        {
            var steps = PairOfStep[episode] = new int[view.Info.Length];
            var width = view.Choices.Length / view.Info.Length;
            var state = states.Number(view.Observation(0));
            for (var step = 0; step < steps.Length; step++)
            {
                var terminated = view.Info.Terminated && step == steps.Length - 1;
                var next = terminated ? -1 : states.Number(view.Observation(step + 1));
                steps[step] = Count(state, actions.Number(view.Choices.Slice(step * width, width)), next, view.Rewards[step]);
                state = next;
            }
        }

        private int Count(int state, int action, int next, double reward)
        {
            if (!pairOf.TryGetValue((state, action), out var pair))
            {
                pairOf[(state, action)] = pair = pairs.Count;
                pairs.Add((state, 0));
            }

            if (!outcomeOf.TryGetValue((pair, next), out var place))
            {
                outcomeOf[(pair, next)] = place = outcomes.Count;
                outcomes.Add((pair, new Outcome(next, 0, 0)));
            }

            pairs[pair] = (state, pairs[pair].Visits + 1);
            var outcome = outcomes[place].Outcome;
            outcomes[place] = (pair, outcome with { Count = outcome.Count + 1, RewardSum = outcome.RewardSum + reward });
            return pair;
        }

        /// <summary>Where each group begins among members that are sorted by group, and one more: where the last ends.</summary>
        private static int[] Firsts(int groups, int[] groupOf)
        {
            var firsts = new int[groups + 1];
            foreach (var group in groupOf)
            {
                firsts[group + 1]++;
            }

            for (var group = 0; group < groups; group++)
            {
                firsts[group + 1] += firsts[group];
            }

            return firsts;
        }
    }
}
