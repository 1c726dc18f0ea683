namespace Tandem.Environments.Tabular;

/// <summary>Solves transition tables exactly, by Bellman's equation V(s) = max over a of Σ p (r + γ V(s′)), V = 0 after an end.</summary>
/// <remarks>Bellman, Dynamic Programming, 1957.</remarks>
public static class ValueIteration
{
    private const int MaximumSweeps = 1_000_000;
    private const long MaximumNumbers = 100_000_000;

    /// <summary>The best values of a process that goes on until it ends by itself.</summary>
    /// <remarks>
    /// With a discount below 1 every value is within <paramref name="tolerance"/> of the exact one. With a discount of 1 the
    /// sweeps go on until no value changes by more than the tolerance; the best rider must reach an end from everywhere.
    /// </remarks>
    /// <param name="table">The process.</param>
    /// <param name="discount">γ, above 0 and at most 1.</param>
    /// <param name="tolerance">How far values may be off; above 0.</param>
    /// <exception cref="InvalidOperationException">The values do not settle: with a discount of 1 they may grow without end.</exception>
    public static TabularSolution Discounted(TransitionTable table, double discount, double tolerance = 1e-10)
    {
        ArgumentNullException.ThrowIfNull(table);
        CheckDiscount(discount);
        if (!(tolerance > 0))
            throw new ArgumentException($"a tolerance of {tolerance} is never reached: give a number above 0");

        var values = new double[table.States];
        var enough = discount < 1 ? tolerance * (1 - discount) / discount : tolerance;
        for (var sweep = 1; sweep <= MaximumSweeps; sweep++)
        {
            if (Sweep(table, discount, values) <= enough)
                return new TabularSolution(values, Greedy(table, discount, values), table.MeanOverStarts(values));
        }

        throw new InvalidOperationException($"after {MaximumSweeps} sweeps the values still change by more than {enough}: give a discount below 1, or a larger tolerance");
    }

    /// <summary>The best values of a process that is cut after a number of steps, for a rider who sees the clock.</summary>
    /// <param name="table">The process.</param>
    /// <param name="steps">After so many steps nothing more is earned; at least 1.</param>
    /// <param name="discount">γ, above 0 and at most 1.</param>
    public static FiniteHorizonSolution FiniteHorizon(TransitionTable table, int steps, double discount = 1)
    {
        ArgumentNullException.ThrowIfNull(table);
        CheckDiscount(discount);
        if (steps < 1 || (long)steps * table.States > MaximumNumbers)
            throw new ArgumentException($"a horizon of {steps} steps over {table.States} states cannot be solved: give 1 to {MaximumNumbers / table.States} steps");

        var (values, later) = (new double[table.States], new double[table.States]);
        var actions = new int[steps][];
        for (var step = steps - 1; step >= 0; step--)
        {
            (values, later) = (later, values);
            actions[step] = Greedy(table, discount, later);
            for (var state = 0; state < table.States; state++)
                values[state] = Worth(table, state, actions[step][state], discount, later);
        }

        return new FiniteHorizonSolution(values, actions, table.MeanOverStarts(values));
    }

    /// <summary>What an action is worth if values follow: Σ p (r + γ V(s′)).</summary>
    /// <param name="table">The process.</param>
    /// <param name="state">The state that the action is taken in.</param>
    /// <param name="action">The action.</param>
    /// <param name="discount">γ.</param>
    /// <param name="values">V, one for each state.</param>
    public static double Worth(TransitionTable table, int state, int action, double discount, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(table);
        var sum = 0.0;
        foreach (ref readonly var transition in table[state, action])
        {
            var later = transition.Terminated ? 0 : discount * values[transition.State];
            sum += transition.Probability * (transition.Reward + later);
        }

        return sum;
    }

    /// <summary>Brings every value up to date, each at once for those that follow, and tells the largest change.</summary>
    private static double Sweep(TransitionTable table, double discount, double[] values)
    {
        var largest = 0.0;
        for (var state = 0; state < values.Length; state++)
        {
            var best = double.NegativeInfinity;
            for (var action = 0; action < table.Actions; action++)
                best = Math.Max(best, Worth(table, state, action, discount, values));

            largest = Math.Max(largest, Math.Abs(best - values[state]));
            values[state] = best;
        }

        return largest;
    }

    /// <summary>The best action in each state, the first of equals.</summary>
    private static int[] Greedy(TransitionTable table, double discount, double[] values)
    {
        var actions = new int[table.States];
        for (var state = 0; state < actions.Length; state++)
        {
            var best = double.NegativeInfinity;
            for (var action = 0; action < table.Actions; action++)
            {
                var worth = Worth(table, state, action, discount, values);
                (actions[state], best) = worth > best ? (action, worth) : (actions[state], best);
            }
        }

        return actions;
    }

    private static void CheckDiscount(double discount)
    {
        if (!(discount is > 0 and <= 1))
            throw new ArgumentException($"a discount of {discount} is out of range: give a number above 0, at most 1");
    }
}
