using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Tabular;

public sealed class PolicyEvaluationTests
{
    [Fact]
    public void The_best_rider_of_a_cliff_earns_what_planning_says_from_every_state()
    {
        var table = CliffWalking.Table(new CliffWalkingOptions());
        var solution = ValueIteration.Discounted(table, discount: 1);

        var returns = PolicyEvaluation.Returns(table, PolicyEvaluation.ActionsOf(table, new TabularPolicy(solution)), steps: 100);

        for (var state = 0; state < table.States; state++)
            Assert.Equal(solution.Values[state], returns[state], 1e-9);

        Assert.Equal(-13, table.MeanOverStarts(returns));
    }

    [Fact]
    public void A_process_that_is_cut_earns_no_more()
    {
        // State 0 pays 1 and ends with probability ½: after three steps 1 + ½ + ¼.
        var table = new TransitionTable(1, 1, (_, _) => [new Transition(0.5, 0, 1, true), new Transition(0.5, 0, 1, false)], [0]);

        Assert.Equal([1.75], PolicyEvaluation.Returns(table, [0], steps: 3));
    }

    [Fact]
    public void Too_few_actions_or_steps_are_refused()
    {
        var table = CliffWalking.Table(new CliffWalkingOptions());

        Assert.Equal("3 actions were given for 48 states: give one for each", Assert.Throws<ArgumentException>(() => PolicyEvaluation.Returns(table, [0, 0, 0], 1)).Message);
        Assert.Equal("0 steps leave nothing to earn: give at least 1", Assert.Throws<ArgumentException>(() => PolicyEvaluation.Returns(table, new int[48], 0)).Message);
    }
}
