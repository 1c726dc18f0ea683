namespace Tandem.Environments.Tabular;

/// <summary>
/// Gamble or keep away: a world in which the highest return there is belongs to the worst action. Paster, McIlraith and Ba,
/// "You Can't Count on Luck: Why Decision Transformers and RvS Fail in Stochastic Environments", 2022, and their released code.
/// </summary>
/// <remarks>
/// Action at the table, state 0: 0 wins 5 or loses 15, worth −5; 1 wins 1 or loses 6, worth −2.5; 2 earns 1 for sure. Either
/// outcome of each has a state of its own, 2 · action + 1 and + 2, each as likely; whatever is done there pays and ends the
/// episode. A learner that asks for 5 and imitates those who got it takes action 0.
/// </remarks>
public static class Gambling
{
    /// <summary>What each outcome pays.</summary>
    internal static readonly double[] Payments = [5, -15, 1, -6, 1, 1];

    internal static readonly string[] Gambles = ["win 5 or lose 15", "win 1 or lose 6", "keep away and earn 1"];

    /// <summary>The table, and a state for each outcome.</summary>
    internal static int States => 1 + Payments.Length;

    /// <summary>The gambles' transition table.</summary>
    public static TransitionTable Table() => new(States, Gambles.Length, Outcomes, [0]);

    private static Transition[] Outcomes(int state, int action) => state == 0
        ? [new Transition(0.5, (2 * action) + 1, 0, Terminated: false), new Transition(0.5, (2 * action) + 2, 0, Terminated: false)]
        : [new Transition(1, state, Payments[state - 1], Terminated: true)];
}
