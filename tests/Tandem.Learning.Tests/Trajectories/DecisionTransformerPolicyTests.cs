using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Tests.Training;
using Tandem.Learning.Trajectories;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Trajectories;

[Collection(nameof(OneTraining))]
public sealed class DecisionTransformerPolicyTests : IDisposable
{
    private const int Context = 5;
    private const double Target = 40;

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void What_is_asked_for_falls_by_each_reward_and_the_last_steps_are_remembered()
    {
        var memory = new RideMemory(context: 3, target: 10);
        double[] rewards = [0, -1, 4, 0.5, 2];
        for (var step = 0; step < rewards.Length; step++)
        {
            memory.Observe([step, -step], rewards[step]);
            if (step < rewards.Length - 1)
            {
                memory.Act(new ActionView([step % 2, step % 3]));
            }
        }

        Assert.Equal(3, memory.Steps);
        var window = new WindowBatch(EpisodeFolder.Choosing, size: 1, context: 3);
        memory.CopyTo(window, 0);
        Assert.Equal([7, 6.5f, 4.5f], window.ReturnsToGo);
        Assert.Equal([2, 3, 4], window.Timesteps);
        Assert.Equal([2, -2, 3, -3, 4, -4], window.Observations);
        Assert.Equal([0, 2, 1, 0, 0, 0], window.Choices);
        Assert.Equal([true, true, true], window.Mask);
    }

    [Fact]
    public void It_takes_the_most_likely_action_of_the_window_that_it_remembers()
    {
        using var rider = RideScenes.Rider();
        var policy = Greedy(rider, Target);
        var steps = Steps(seed: 1, count: 40);
        var actions = new ActionBatch(EpisodeFolder.Choosing.Actions, 1);
        var taken = new List<int>();
        policy.Begin(0);

        for (var step = 0; step < steps.Length; step++)
        {
            policy.Act(steps[step].Observation, [steps[step].Reward], actions);
            taken.Add((3 * actions.Choices[0]) + actions.Choices[1]);
            Assert.Equal(MostLikely(rider, steps, taken, step), taken[step]);
        }

        Assert.InRange(taken.Distinct().Count(), 2, RideScenes.Logits);
    }

    [Fact]
    public void Many_worlds_ride_like_one_each()
    {
        using var rider = RideScenes.Rider();
        const int worlds = 4;
        var rides = Enumerable.Range(0, worlds).Select(world => Steps(seed: 10 + (ulong)world, count: 20)).ToArray();
        var together = Greedy(rider, Target);
        var alone = rides.Select(_ => Greedy(rider, Target)).ToArray();
        var (all, one) = (new ActionBatch(EpisodeFolder.Choosing.Actions, worlds), new ActionBatch(EpisodeFolder.Choosing.Actions, 1));

        for (var step = 0; step < 20; step++)
        {
            for (var world = 0; world < worlds; world++)
            {
                if (step % (3 + world) == 0) // each world's episodes have a length of their own, so that their windows have too
                {
                    together.Begin(world);
                    alone[world].Begin(0);
                }
            }

            together.Act([.. rides.SelectMany(ride => ride[step].Observation)], [.. rides.Select(ride => ride[step].Reward)], all);
            for (var world = 0; world < worlds; world++)
            {
                alone[world].Act(rides[world][step].Observation, [rides[world][step].Reward], one);
                Assert.Equal(one.Choices, all.Choices.Slice(2 * world, 2));
            }
        }
    }

    [Fact]
    public void A_new_episode_remembers_nothing_of_the_last()
    {
        using var rider = RideScenes.Rider();
        var policy = Greedy(rider, Target);
        var actions = new ActionBatch(EpisodeFolder.Choosing.Actions, 1);
        var steps = Steps(seed: 5, count: 20);

        int[] Ride()
        {
            policy.Begin(0);
            return [.. steps.SelectMany(step =>
            {
                policy.Act(step.Observation, [step.Reward], actions);
                return actions.Choices.ToArray();
            })];
        }

        Assert.Equal(Ride(), Ride());
    }

    [Fact]
    public void A_sampled_rider_draws_what_its_stream_says()
    {
        using var rider = RideScenes.Rider();
        var steps = Steps(seed: 5, count: 30);

        int[] Ride(ulong seed)
        {
            var policy = new DecisionTransformerPolicy(rider, PolicyMode.Sampled, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy), Target);
            var actions = new ActionBatch(EpisodeFolder.Choosing.Actions, 1);
            policy.Begin(0);
            return [.. steps.SelectMany(step =>
            {
                policy.Act(step.Observation, [step.Reward], actions);
                return actions.Choices.ToArray();
            })];
        }

        Assert.Equal(Ride(1), Ride(1));
        Assert.NotEqual(Ride(1), Ride(2));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_target_that_is_no_finite_number_is_refused(double target)
    {
        using var rider = RideScenes.Rider();

        Assert.Equal(
            $"a target return of {target} cannot be asked for: give a finite number, such as 97, the highest in the data",
            Assert.Throws<ArgumentException>(() => Greedy(rider, target)).Message);
    }

    private static DecisionTransformerPolicy Greedy(DecisionTransformer rider, double target) =>
        new(rider, PolicyMode.Greedy, RandomStream.Create(0, StreamPurpose.EvaluationPolicy), target);

    /// <summary>What a ride shows and earns; the first step follows no reward.</summary>
    private static (float[] Observation, double Reward)[] Steps(ulong seed, int count)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Shuffling);
        var steps = new (float[], double)[count];
        for (var step = 0; step < count; step++)
        {
            float[] observation = [(float)((12 * random.NextDouble()) - 6), (float)((4 * random.NextDouble()) - 4)];
            steps[step] = (observation, step == 0 ? 0 : Math.Round((20 * random.NextDouble()) - 10));
        }

        return steps;
    }

    /// <summary>The action that a window made by hand calls for.</summary>
    private static int MostLikely(DecisionTransformer rider, (float[] Observation, double Reward)[] steps, List<int> taken, int step)
    {
        var window = Enumerable.Range(Math.Max(0, step - Context + 1), Math.Min(Context, step + 1)).ToArray();
        var logits = rider.Forward(new RideTensors(
            tensor(window.SelectMany(at => steps[at].Observation).ToArray(), [1, window.Length, 2]),
            tensor(window.Select(at => at == step ? 0L : taken[at]).ToArray(), [1, window.Length, 1]),
            tensor(window.Select(at => (float)(Target - steps.Take(at + 1).Sum(one => one.Reward))).ToArray(), [1, window.Length]),
            tensor(window.Select(at => (long)at).ToArray(), [1, window.Length]),
            zeros(1, window.Length, ScalarType.Bool)));
        return (int)logits[0, window.Length - 1].argmax().ToInt64();
    }
}
