using CsCheck;

namespace Tandem.Environments.Tests.Spaces;

public sealed class SpaceTests
{
    private static readonly Gen<Space> AnySpace = Gen.OneOf<Space>(
        Gen.Int[1, 9].Select(count => (Space)new Discrete(count)),
        Gen.Int[1, 9].Array[1, 5].Select(counts => (Space)new MultiDiscrete(counts)),
        Gen.Select(Gen.Float[-5, 5], Gen.Float[0, 5]).Array[1, 4].Select(sides => (Space)new Box(
            sides.Select(side => side.Item1).ToArray(), sides.Select(side => side.Item1 + side.Item2).ToArray())));

    [Fact]
    public void Whatever_a_space_draws_lies_in_it() =>
        Gen.Select(AnySpace, Gen.ULong, Gen.Int[1, 40]).Sample((space, seed, count) =>
        {
            var actions = Drawn(space, seed, count);
            return space.Contains(actions, out _) && Enumerable.Range(0, count).All(world => space.Contains(actions[world]));
        });

    [Fact]
    public void A_batch_with_a_wrong_action_is_refused_at_that_world() =>
        Gen.Select(AnySpace, Gen.ULong, Gen.Int[1, 40], Gen.Int[0, 1000], Gen.Bool).Sample((space, seed, count, place, below) =>
        {
            var actions = Drawn(space, seed, count);
            place %= count * space.Width;
            if (space is Box)
            {
                actions.Values[place] = below ? -100 : float.NaN;
            }
            else
            {
                actions.Choices[place] = below ? -1 : 9;
            }

            return !space.Contains(actions, out var outside) && outside == place / space.Width && !space.Contains(actions[outside]);
        });

    [Fact]
    public void Spaces_are_equal_when_they_hold_the_same_elements()
    {
        Assert.Equal<Space>(new MultiDiscrete(2, 3), new MultiDiscrete(2, 3));
        Assert.NotEqual<Space>(new MultiDiscrete(2, 3), new MultiDiscrete(3, 2));
        Assert.NotEqual<Space>(new Discrete(3), new MultiDiscrete(3));
        Assert.Equal<Space>(new Box([0, 1], [2, 3]), new Box([0, 1], [2, 3]));
        Assert.NotEqual<Space>(new Box([0], [1]), new Box([0], [2]));
        Assert.Equal(new MultiDiscrete(2, 3).GetHashCode(), new MultiDiscrete(2, 3).GetHashCode());
    }

    [Fact]
    public void A_multi_discrete_space_counts_its_joint_actions() => Assert.Equal(6, new MultiDiscrete(2, 3).JointCount);

    [Fact]
    public void An_observation_of_a_discrete_space_is_a_whole_number()
    {
        Assert.True(new Discrete(4).Contains([3f]));
        Assert.False(new Discrete(4).Contains([2.5f]));
        Assert.False(new Discrete(4).Contains([4f]));
        Assert.True(new MultiDiscrete(2, 3).Contains([1f, 2f]));
        Assert.False(new MultiDiscrete(2, 3).Contains([2f, 2f]));
        Assert.False(new MultiDiscrete(2, 3).Contains([1f, float.NaN]));
    }

    [Fact]
    public void Unbounded_dimensions_are_drawn_on_their_side_of_the_bound()
    {
        var box = new Box([1, float.NegativeInfinity], [float.PositiveInfinity, -1]);
        var actions = Drawn(box, 4, 2000);
        for (var world = 0; world < 2000; world++)
        {
            Assert.True(box.Contains(actions[world]));
        }
    }

    [Fact]
    public void Empty_spaces_are_refused()
    {
        Refuses(() => new Discrete(0), "a discrete space of 0 choices is empty: give at least 1");
        Refuses(() => new MultiDiscrete(), "a multi-discrete space of no parts is empty: give the number of choices of each part");
        Refuses(() => new MultiDiscrete(2, 0), "a part of 0 choices is empty: give at least 1 for each part");
        Refuses(() => new Box([0], [1, 2]), "a box with 1 lower and 2 upper bounds has no shape: give one of each for every dimension");
        Refuses(() => new Box([0, 2], [1, 1]), "dimension 1 of a box runs from 2 to 1: give a lower bound that is not above the upper one");
        Refuses(() => new ActionBatch(new Discrete(2), 0), "a batch of 0 actions is empty: give at least 1 world");
    }

    private static ActionBatch Drawn(Space space, ulong seed, int count)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Policy);
        var actions = new ActionBatch(space, count);
        for (var world = 0; world < count; world++)
        {
            space.Sample(ref random, actions, world);
        }

        return actions;
    }

    private static void Refuses(Func<object> make, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}
