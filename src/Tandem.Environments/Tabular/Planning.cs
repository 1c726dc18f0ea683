namespace Tandem.Environments.Tabular;

/// <summary>What value iteration says of a world in the catalogue whose table is known.</summary>
internal static class Planning
{
    /// <summary>Longer rides are planned as if they never ended: a plan holds the actions of every step.</summary>
    private const int LongestHorizon = 10_000;

    /// <summary>Where rides never end: with 1, a rider who never arrives could be as good as one who arrives late.</summary>
    private const double NearlyOne = 0.999;

    /// <summary>The exact mean return of the best rider, or null where the rides are too long to tell.</summary>
    /// <param name="table">The world, whose best riders reach an end from everywhere or earn nothing on the way.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    public static double? Optimum(TransitionTable table, int? stepLimit) => stepLimit switch
    {
        null => ValueIteration.Discounted(table, discount: 1).StartValue,
        <= LongestHorizon => ValueIteration.FiniteHorizon(table, stepLimit.Value).StartValue,
        _ => null,
    };

    /// <summary>The spaces of a table, which need not be written out for it.</summary>
    public static (Space Observations, Space Actions) Spaces(int states, IReadOnlyCollection<string> actions) =>
        (new Discrete(states), new Discrete(actions.Count));

    /// <summary>The best rider.</summary>
    /// <param name="tableOf">The table of a world with given options.</param>
    public static Yardstick Yardstick(Func<object?, TransitionTable> tableOf) => new(
        "value-iteration",
        "knows the world's probabilities and plans by value iteration",
        (options, stepLimit) => stepLimit <= LongestHorizon
            ? new TabularPolicy(ValueIteration.FiniteHorizon(tableOf(options), stepLimit.Value))
            : new TabularPolicy(ValueIteration.Discounted(tableOf(options), NearlyOne)));
}
