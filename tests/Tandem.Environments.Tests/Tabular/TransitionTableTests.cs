using Tandem.Environments.Tabular;

namespace Tandem.Environments.Tests.Tabular;

public sealed class TransitionTableTests
{
    [Fact]
    public void What_comes_of_an_action_is_drawn_by_its_probability()
    {
        double[] probabilities = [0.5, 0.3, 0.15, 0.05];
        var world = new TabularWorld(Table((_, _) => [.. probabilities.Select((probability, state) => new Transition(probability, state, state, false))]));
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var counts = new int[4];
        for (var draw = 0; draw < 100_000; draw++)
        {
            var state = new TabularState(0);
            Assert.Equal(new Outcome(state.Index, false), world.Step(ref state, new ActionView([1]), ref random) with { Reward = 0 });
            counts[state.Index]++;
        }

        // Three standard errors of the largest are 0.005.
        Assert.Equal(probabilities, counts.Select(count => count / 100_000.0), (one, other) => Math.Abs(one - other) < 0.005);
    }

    [Fact]
    public void Nothing_is_drawn_where_only_one_thing_can_come()
    {
        var world = new TabularWorld(Table((state, _) => [new Transition(1, 3 - state, 0, false)]));
        var (random, before) = (RandomStream.Create(0, StreamPurpose.Environment), RandomStream.Create(0, StreamPurpose.Environment));
        var start = world.Start(ref random);
        world.Step(ref start, new ActionView([0]), ref random);

        Assert.Equal(before, random);
        Assert.Equal(3, start.Index);
    }

    [Fact]
    public void A_table_that_is_no_process_is_refused_in_a_sentence()
    {
        Refuses("action 0 in state 0 has probabilities that add up to 0.9: let them add up to 1", () => Table((_, _) => [new(0.9, 0, 0, false)]));
        Refuses("action 0 in state 0 has probabilities that add up to 0: let them add up to 1", () => Table((_, _) => []));
        Refuses("action 1 in state 2 comes to state 0 with probability -0.5: give 0 to 1", () => Table((state, action) => (state, action) == (2, 1) ? [new(1.5, 0, 0, false), new(-0.5, 0, 0, false)] : [new(1, 0, 0, false)]));
        Refuses("action 0 in state 0 comes to state 0 with probability NaN: give 0 to 1", () => Table((_, _) => [new(double.NaN, 0, 0, false)]));
        Refuses("action 0 in state 0 leads to state 4: give 0 to 3", () => Table((_, _) => [new(1, 4, 0, false)]));
        Refuses("action 0 in state 0 earns NaN: give a finite number", () => Table((_, _) => [new(1, 0, double.NaN, false)]));
        Refuses("a table of 0 states and 2 actions is empty: give at least 1 of each", () => new TransitionTable(0, 2, (_, _) => [], []));
        Refuses("a table without a start cannot be ridden: give at least 1 state that episodes begin in", () => new TransitionTable(1, 1, (_, _) => [new(1, 0, 0, true)], []));
        Refuses("start 1 is no state of the table: give 0 to 0", () => new TransitionTable(1, 1, (_, _) => [new(1, 0, 0, true)], [1]));
    }

    private static TransitionTable Table(Func<int, int, IReadOnlyList<Transition>> outcomes) => new(4, 2, outcomes, [0]);

    private static void Refuses(string message, Func<object> use) => Assert.Equal(message, Assert.Throws<ArgumentException>(use).Message);
}
