using Tandem.Environments;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class EpisodeRecorderTests : IDisposable
{
    private static readonly EnvironmentSpec Spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];

    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_recorded_rides_are_those_that_are_ridden()
    {
        var ridden = Rides.Roll(Worlds(7), Rider(seed: 2), 40, seed: 1, StreamPurpose.Environment);

        var progress = Record(worlds: 7, episodes: 40, seed: 1, Rider(seed: 2));

        using var set = EpisodeSet.Open(folder.Path);
        var recorded = set.Infos.ToArray().OrderBy(info => info.World).Select(info => new Ride(info.Return, info.Length, info.Terminated, info.Truncated));
        Assert.Equal(ridden.Select(ride => ride with { FinalReward = 0 }), recorded);
        Assert.Equal(new RecordingProgress(40, set.Steps, ridden.Sum(ride => ride.Return)), progress);
        Assert.All(set.Infos.ToArray(), info => Assert.Equal(1ul, info.Seed));
    }

    [Fact]
    public void What_a_training_rides_is_recorded_as_it_rides()
    {
        var options = new A2cOptions { Steps = 3_000, Worlds = 3, Seed = 4 };
        var ridden = new List<(double, int)>();
        using (var writer = EpisodeWriter.Create(folder.Path, RecordedWorld.Of(Spec, null, Worlds(3))))
        {
            writer.Begin("a2c", 4);
            using var training = new A2c(new RecordedWorlds(Worlds(3), writer, seed: 4), options);
            while (!training.IsComplete)
            {
                ridden.AddRange(training.Update().Finished.Select(ride => (ride.Return, ride.Steps)));
            }
        }

        using var set = EpisodeSet.Open(folder.Path);
        Assert.InRange(ridden.Count, 10, 1_000);
        Assert.Equal(ridden, set.Infos.ToArray().Select(info => (info.Return, info.Length)));
        Assert.Equal("a2c", set.Shards[0].Rider);
    }

    [Fact]
    public void Each_world_records_its_share()
    {
        Record(worlds: 7, episodes: 40, seed: 1, Rider(seed: 2));

        using var set = EpisodeSet.Open(folder.Path);
        var shares = set.Infos.ToArray().CountBy(info => info.World).OrderBy(share => share.Key).Select(share => share.Value);
        Assert.Equal([6, 6, 6, 6, 6, 5, 5], shares);
    }

    [Fact]
    public void The_recorded_actions_lead_from_each_observation_to_the_next()
    {
        Record(worlds: 3, episodes: 30, seed: 5, Rider(seed: 5));

        using var set = EpisodeSet.Open(folder.Path);
        for (var number = 0; number < set.Count; number++)
        {
            var episode = set[number];
            var world = Spec.Create();
            var random = RandomStream.Create(0, StreamPurpose.Environment);
            var observation = new float[4];
            world.Reset(ref random, observation);
            Assert.Equal(observation, episode.Observation(0));
            for (var step = 0; step < episode.Info.Length; step++)
            {
                var outcome = world.Step(new ActionView(episode.Choices.Slice(2 * step, 2)), ref random, observation);
                Assert.Equal(observation, episode.Observation(step + 1));
                Assert.Equal(outcome.Reward, episode.Rewards[step]);
                Assert.Equal(outcome.Terminated, episode.Info.Terminated && step == episode.Info.Length - 1);
            }
        }
    }

    [Fact]
    public void A_ride_that_the_limit_cuts_is_unfinished_and_keeps_where_it_stood()
    {
        var worlds = Spec.CreateVector(4, null, stepLimit: 3);
        Record(worlds, 8, seed: 0, Rider(seed: 0));

        using var set = EpisodeSet.Open(folder.Path);
        Assert.Equal(8, set.Statistics().Unfinished);
        Assert.All(set.Infos.ToArray(), info => Assert.Equal((3, -3.0, false, true), (info.Length, info.Return, info.Terminated, info.Truncated)));
        Assert.Equal(3, set.World.StepLimit);
        Assert.NotEqual(set[0].Observation(0).ToArray(), set[0].Observation(3).ToArray());
    }

    [Fact]
    public void The_same_seeds_give_the_same_bytes()
    {
        using var other = new EpisodeFolder();
        Record(worlds: 5, episodes: 20, seed: 9, Rider(seed: 9));
        Record(Worlds(5), 20, 9, Rider(seed: 9), place: other);

        Assert.Equal(File.ReadAllBytes(folder.File("shard-000000.arrow")), File.ReadAllBytes(other.File("shard-000000.arrow")));
        Assert.Equal(File.ReadAllText(folder.File("index.json")), File.ReadAllText(other.File("index.json")));
    }

    [Fact]
    public void A_rider_hears_what_it_earned_and_when_a_ride_begins()
    {
        var rider = new Listener();

        Record(worlds: 1, episodes: 2, seed: 0, rider);

        using var set = EpisodeSet.Open(folder.Path);
        double[] heard = [0, .. set[0].Rewards[..^1], 0, .. set[1].Rewards[..^1]];
        Assert.Equal(heard, rider.Heard);
        Assert.Equal(3, rider.Begun); // the last for a ride that is not ridden
    }

    [Fact]
    public void An_interrupted_recording_keeps_what_had_ended()
    {
        using var cancellation = new CancellationTokenSource();
        using (var writer = EpisodeWriter.Create(folder.Path, RecordedWorld.Of(Spec, null, Worlds(4))))
        {
            Assert.Throws<OperationCanceledException>(() => EpisodeRecorder.Record(
                writer, Worlds(4), Rider(seed: 0), "random", 1_000_000, 0, progress => Cancel(progress.Episodes >= 10), cancellation.Token));
        }

        using var set = EpisodeSet.Open(folder.Path);
        Assert.InRange(set.Count, 10, 13);

        void Cancel(bool now)
        {
            if (now)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void Worlds_of_another_kind_are_refused()
    {
        using var writer = EpisodeWriter.Create(folder.Path, EpisodeFolder.Steering);

        var error = Assert.Throws<ArgumentException>(() => EpisodeRecorder.Record(writer, Worlds(1), Rider(seed: 0), "random", 1, 0));

        Assert.Equal(
            $"worlds of Box(4) to MultiDiscrete(2, 3) cannot be recorded as {EpisodeFolder.Steering}: give worlds of the writer's kind",
            error.Message);
    }

    [Fact]
    public void No_episode_leaves_anything_to_collect()
    {
        const int Episodes = 2_000;
        var worlds = Spec.CreateVector(20, null, stepLimit: 60); // a draft has room for 64 steps and does not grow
        using var writer = EpisodeWriter.Create(folder.Path, RecordedWorld.Of(Spec, null, worlds));

        // Two shards take turns; both have to grow once.
        AllocatedByEpisodes(seed: 0, 2 * Episodes);
        AllocatedByEpisodes(seed: 1, 2 * Episodes);
        var least = Enumerable.Range(2, 5).Min(seed => AllocatedByEpisodes((ulong)seed, Episodes));

        // The runtime allocates now and then when it compiles a method anew; an episode that does, 24 bytes at least, does so every time.
        Assert.InRange(least, 0, 8 * Episodes);

        long AllocatedByEpisodes(ulong seed, int episodes)
        {
            var (first, last) = (-1L, 0L);
            EpisodeRecorder.Record(writer, worlds, Rider(seed), "random", episodes, seed, _ =>
            {
                last = GC.GetAllocatedBytesForCurrentThread();
                first = first < 0 ? last : first;
            });
            return last - first;
        }
    }

    private static IVectorEnvironment Worlds(int count) => Spec.CreateVector(count);

    private static RandomPolicy Rider(ulong seed) => new(new MultiDiscrete(2, 3), seed, StreamPurpose.Policy);

    private RecordingProgress Record(int worlds, int episodes, ulong seed, IPolicy policy) => Record(Worlds(worlds), episodes, seed, policy);

    private RecordingProgress Record(IVectorEnvironment worlds, int episodes, ulong seed, IPolicy policy, EpisodeFolder? place = null)
    {
        using var writer = EpisodeWriter.Create((place ?? folder).Path, RecordedWorld.Of(Spec, null, worlds));
        return EpisodeRecorder.Record(writer, worlds, policy, "random", episodes, seed);
    }

    /// <summary>Rides at random and notes what it is told.</summary>
    private sealed class Listener : IPolicy
    {
        private readonly RandomPolicy rider = Rider(seed: 3);

        public List<double> Heard { get; } = [];

        public int Begun { get; private set; }

        public void Begin(int world) => Begun++;

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
        {
            Heard.Add(lastRewards[0]);
            rider.Act(observations, lastRewards, actions);
        }
    }
}
