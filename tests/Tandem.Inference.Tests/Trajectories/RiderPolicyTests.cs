using Tandem.Environments;

namespace Tandem.Inference.Tests.Trajectories;

public sealed class RiderPolicyTests
{
    private const int Worlds = 70;     // several blocks of rows
    private const int Steps = 25;

    public static TheoryData<int, string, bool> Forms { get; } =
        new MatrixTheoryData<int, string, bool>([0, 1, 3], ["rotary", "timesteps"], [true, false]);

    [Theory]
    [MemberData(nameof(Forms))]
    public void Many_worlds_have_the_bits_of_one_each_whatever_the_threads(int band, string positions, bool isConditioned)
    {
        var alone = RandomRider.Rider(band, positions, isConditioned);
        var together = RandomRider.Rider(band, positions, isConditioned, threads: 3).Policy();
        var each = Enumerable.Range(0, Worlds).Select(_ => alone.Policy()).ToArray();
        var (all, one) = (new ActionBatch(RandomRider.Actions, Worlds), new ActionBatch(RandomRider.Actions, 1));
        var random = RandomStream.Create(3, StreamPurpose.Shuffling);

        for (var step = 0; step < Steps; step++)
        {
            var (seen, rewards) = Step(ref random, Worlds);
            for (var world = 0; world < Worlds; world += 1 + (step % 7))
            {
                if ((step + world) % 9 != 0)
                    continue;     // episodes begin at other steps in each world
                together.Begin(world);
                each[world].Begin(0);
                rewards[world] = 0;
            }
            together.Act(seen, rewards, all);
            for (var world = 0; world < Worlds; world++)
            {
                each[world].Act(seen.AsSpan(3 * world, 3), [rewards[world]], one);
                Assert.Equal(each[world].LastOutputs(0), together.LastOutputs(world));
                Assert.Equal(one.Choices, all.Choices.Slice(2 * world, 2));
            }
        }
    }

    [Theory]
    [InlineData(3, "rotary")]
    [InlineData(3, "timesteps")]
    [InlineData(0, "rotary")]
    public void Acting_allocates_nothing_once_it_has_seen_all_worlds(int band, string positions)
    {
        var policy = RandomRider.Rider(band, positions).Policy(PolicyMode.Sampled, seed: 1);
        var actions = new ActionBatch(RandomRider.Actions, Worlds);
        var random = RandomStream.Create(3, StreamPurpose.Shuffling);
        var (seen, rewards) = Step(ref random, Worlds);
        policy.Begin(Worlds - 1);
        policy.Act(seen, rewards, actions);

        // The least of some rounds: what the runtime sets aside for code that it meets or compiles anew is not the policy's.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedInARound()));

        long AllocatedInARound()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < Steps; step++)
            {
                policy.Begin(step);
                policy.Act(seen, rewards, actions);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void More_worlds_than_before_leave_the_others_where_they_were()
    {
        var rider = RandomRider.Rider();
        var (growing, steady) = (rider.Policy(), rider.Policy());
        var random = RandomStream.Create(3, StreamPurpose.Shuffling);
        foreach (var worlds in (int[])[1, 1, 3, 3, 40, 2, 70])
        {
            var (seen, rewards) = Step(ref random, worlds);
            growing.Act(seen, rewards, new ActionBatch(RandomRider.Actions, worlds));
            steady.Act(seen.AsSpan(0, 3), rewards.AsSpan(0, 1), new ActionBatch(RandomRider.Actions, 1));
            Assert.Equal(steady.LastOutputs(0), growing.LastOutputs(0));
        }
    }

    [Theory]
    [InlineData("rotary")]
    [InlineData("timesteps")]
    public void A_ride_of_any_length_goes_on(string positions)
    {
        var policy = RandomRider.Rider(band: 2, positions).Policy();
        var (actions, random) = (new ActionBatch(RandomRider.Actions, 1), RandomStream.Create(3, StreamPurpose.Shuffling));
        for (var step = 0; step < 12_000; step++)     // beyond all tables: 3 tokens a step
        {
            var (seen, _) = Step(ref random, 1);
            policy.Act(seen, [0], actions);
            foreach (var logit in policy.LastOutputs(0))
                Assert.True(float.IsFinite(logit));
        }
    }

    [Fact]
    public void Turned_heads_do_not_know_when_a_ride_began()
    {
        var (late, fresh) = (RandomRider.Rider(band: 2).Policy(), RandomRider.Rider(band: 2).Policy());
        var (actions, random) = (new ActionBatch(RandomRider.Actions, 1), RandomStream.Create(3, StreamPurpose.Shuffling));
        var steps = Enumerable.Range(0, 9).Select(_ => Step(ref random, 1).Seen).ToArray();
        for (var step = 0; step < 11_993; step++)
            late.Act([0, 0, 0], [0], actions);
        for (var step = 0; step < steps.Length; step++)
        {
            late.Act(steps[step], [0], actions);
            fresh.Act(steps[step], [0], actions);
            if (step < 3)
                continue;     // the late one still remembers what came before
            for (var i = 0; i < 6; i++)
                Assert.Equal(fresh.LastOutputs(0)[i], late.LastOutputs(0)[i], 1e-3);
        }
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(0, 5)]
    public void Attention_of_the_last_decision_sums_to_one_over_what_it_may_look_at(int band, int reach)
    {
        var policy = RandomRider.Rider(band).Policy();
        var (actions, random) = (new ActionBatch(RandomRider.Actions, 1), RandomStream.Create(3, StreamPurpose.Shuffling));
        for (var step = 0; step < 12; step++)
            policy.Act(Step(ref random, 1).Seen, [0], actions);
        var logits = policy.LastOutputs(0).ToArray();

        var attention = policy.Explain(0);

        Assert.Equal(12 - reach, attention.Tokens[0].Step);
        foreach (var map in attention.Layers)
        {
            for (var query = 0; query < map.Queries; query++)
            {
                Assert.Equal(1, Sum(map[0, query]), 1e-5);
                for (var key = 0; key < map.Keys; key++)
                {
                    var apart = attention.Tokens[query].Step - attention.Tokens[key].Step;
                    Assert.Equal(key <= query && (band == 0 || apart < band), map[1, query][key] > 0);
                }
            }
        }
        Assert.Equal(logits, policy.LastOutputs(0));
    }

    [Fact]
    public void A_world_that_has_not_acted_cannot_be_explained()
    {
        var policy = RandomRider.Rider().Policy();
        policy.Begin(0);

        Assert.Equal(
            "world 0 has not acted since its episode began, so there is nothing to explain: call Act first",
            Assert.Throws<ArgumentException>(() => policy.Explain(0)).Message);
        Assert.Throws<ArgumentException>(() => policy.Explain(7));
    }

    private static float Sum(ReadOnlySpan<float> row)
    {
        var sum = 0f;
        foreach (var weight in row)
            sum += weight;
        return sum;
    }

    private static (float[] Seen, double[] Rewards) Step(ref RandomStream random, int worlds)
    {
        var (seen, rewards) = (new float[3 * worlds], new double[worlds]);
        foreach (ref var value in seen.AsSpan())
            value = (float)random.NextDouble(-2, 2);
        foreach (ref var reward in rewards.AsSpan())
            reward = random.NextDouble(-1, 1);
        return (seen, rewards);
    }
}
