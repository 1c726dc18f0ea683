using CsCheck;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Tests.Training;
using Tandem.Runs;
using Tandem.Runs.Metrics;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>What goes on around a training, whatever its algorithm.</summary>
public sealed class LearnerRunTests : IDisposable
{
    private static readonly LearnerRunOptions Quick = new() { EvaluateEvery = 10, CheckpointEvery = 15, LogEvery = 4, EvaluationEpisodes = 3 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Small trainings of every algorithm, with the world that each is evaluated in.</summary>
    public static TheoryData<string> Algorithms => ["reinforce", "a2c", "ppo", "dqn", "sac", "q-learning"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_run_that_died_at_any_moment_ends_with_the_bits_of_one_that_did_not(string algorithm)
    {
        var expected = Outcome("whole", algorithm, deaths: []);
        var runs = 0;

        Gen.Int[1, 12].Array[1, 4].Sample(deaths => Assert.Equal(expected, Outcome($"died-{runs++}", algorithm, deaths)), iter: 3, threads: 1);
    }

    [Fact]
    public void Evaluations_lines_and_checkpoints_come_as_often_as_was_asked()
    {
        using (var directory = Create("run"))
        using (var run = Start(directory, Quick))
        {
            Assert.True(run.Train());
        }

        using var read = RunDirectory.Open(folder["run"]);
        var rows = MetricsFile.Read(read.MetricsPath);
        Assert.Equal([10, 20, 30, 40, 50, 60], rows.Where(row => row.Values.ContainsKey(LearnerRun.EvaluationMetric)).Select(row => row.Step));
        Assert.Equal(Enumerable.Range(1, 15).Select(line => 4L * line), rows.Where(row => row.Values.ContainsKey("loss")).Select(row => row.Step));
        Assert.Equal(["environmentSteps", "episodes", "return", "length", "loss", "entropy", "gradientNorm"], rows[0].Values.Keys);
        Assert.Equal(60, read.Checkpoints.LatestGood().Found!.Step);
        Assert.Equal(RunStatus.Completed, read.Record.Status);
        Assert.Single(Directory.GetFiles(folder["run"], "events.out.tfevents.*"));
    }

    [Fact]
    public void A_line_of_metrics_holds_the_means_since_the_last()
    {
        using (var directory = Create("each"))
        using (var run = Start(directory, Quick with { LogEvery = 1 }))
        {
            run.Train();
        }

        using (var directory = Create("four"))
        using (var run = Start(directory, Quick))
        {
            run.Train();
        }

        var each = MetricsFile.Curve(Path.Combine(folder["each"], "metrics.jsonl"), "loss");
        var four = MetricsFile.Curve(Path.Combine(folder["four"], "metrics.jsonl"), "loss");
        Assert.Equal(each.Chunk(4).Select(lines => lines.Average(line => line.Value)), four.Select(line => line.Value), (expected, given) => Math.Abs(expected - given) < 1e-12);
    }

    [Fact]
    public void The_best_evaluation_is_kept_beside_the_last_checkpoints()
    {
        using var directory = Create("run");
        using var run = Start(directory, Quick with { EvaluateEvery = 1, CheckpointEvery = 1 });
        run.Train();

        var best = run.BestEvaluation!.Value;

        Assert.Equal(97, best.MeanReturn);
        Assert.Equal([best.At, 59, 60], directory.Checkpoints.Steps);
        Assert.Equal(97, directory.Checkpoints.BestGood().Found!.Score);
        Assert.Equal(97, Rides.Roll(Grid(3), Agent.From(directory.Checkpoints.BestGood().Found!.ReadModel(), "the best").Policy(), 1, seed: 0)[0].Return);
    }

    [Fact]
    public void It_ends_once_the_return_that_was_waited_for_is_reached_and_stays_ended()
    {
        long end;
        using (var directory = Create("run"))
        using (var run = Start(directory, Quick with { Until = 97, EvaluateEvery = 1 }))
        {
            Assert.True(run.Train());
            end = run.Learner.Progress.Done;
            Assert.InRange(end, 1, 59);
            Assert.Equal(end, run.LastEvaluation!.Value.At);
        }

        using var again = RunDirectory.Resume(folder["run"], TimeProvider.System);
        using var resumed = LearnerRun.Resume(again, NewTraining(), Grid(3), Quick with { Until = 97, EvaluateEvery = 1 }, TimeProvider.System);
        Assert.True(resumed.IsComplete);
        Assert.True(resumed.Train());
        Assert.Equal(end, resumed.Learner.Progress.Done);
    }

    [Fact]
    public void The_means_since_the_last_line_are_kept_where_an_evaluation_ends_it()
    {
        using var directory = Create("run");
        using var run = Start(directory, Quick with { Until = 97, EvaluateEvery = 1, LogEvery = 1_000 });
        run.Train();

        var line = Assert.Single(MetricsFile.Read(directory.MetricsPath), row => row.Values.ContainsKey("loss"));

        Assert.InRange(run.Learner.Progress.Done, 1, 59);
        Assert.Equal(run.Learner.Progress.Done, line.Step);
    }

    [Fact]
    public void Without_evaluations_the_last_episodes_say_which_checkpoint_is_best()
    {
        using var directory = Create("run");
        using var run = LearnerRun.Start(directory, NewTraining(), judging: null, Quick with { EvaluationEpisodes = 0, CheckpointEvery = 20 }, TimeProvider.System);
        run.Train();

        Assert.Null(run.LastEvaluation);
        Assert.Equal(run.RecentReturn, directory.Checkpoints.LatestGood().Found!.Score);
        Assert.DoesNotContain(MetricsFile.Read(directory.MetricsPath), row => row.Values.ContainsKey(LearnerRun.EvaluationMetric));
    }

    [Fact]
    public void Evaluations_without_a_world_are_refused()
    {
        using var directory = Create("run");
        using var learner = NewTraining();

        var error = Assert.Throws<ArgumentException>(() => LearnerRun.Start(directory, learner, judging: null, Quick, TimeProvider.System));

        Assert.Equal("3 episodes are to be evaluated and there is no world for it: give worlds, or evaluate 0 episodes", error.Message);
    }

    [Fact]
    public void Another_worlds_run_is_not_gone_on_with()
    {
        using (var directory = Create("run"))
        using (var run = Start(directory, Quick))
        {
            run.Train();
        }

        using var again = RunDirectory.Resume(folder["run"], TimeProvider.System);
        var poles = EnvironmentCatalog.BuiltIn["CartPole-v1"];
        using var learner = new Reinforce(poles.CreateVector(1), new ReinforceOptions());

        var error = Assert.Throws<InvalidDataException>(() => LearnerRun.Resume(again, learner, poles.CreateVector(1), Quick, TimeProvider.System));

        Assert.StartsWith($"the run '{folder["run"]}' learned in a world of observations {Grid(1).Observations} and actions {Grid(1).Actions}, and here they are Box(4) and Discrete(2): ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_learner_that_leaves_no_agent_is_refused_before_it_trains()
    {
        using var directory = Create("run");
        using var learner = new Fading(NewTraining(), after: 0) { LeavesAgent = false };

        Assert.Throws<InvalidOperationException>(() => LearnerRun.Start(directory, learner, Grid(3), Quick, TimeProvider.System));
        Assert.False(File.Exists(directory.MetricsPath));
    }

    [Fact]
    public void A_learner_that_has_nothing_to_draw_from_is_not_to_be_evaluated_by_drawing()
    {
        using var directory = Create("run");
        var (learner, world) = NewTraining("dqn");
        using var training = learner;
        var poles = EnvironmentCatalog.BuiltIn[world];
        var sampled = Quick with { EvaluationMode = PolicyMode.Sampled };

        var error = Assert.Throws<ArgumentException>(() => LearnerRun.Start(directory, learner, poles.CreateVector(3), sampled, TimeProvider.System));

        Assert.Equal("a policy of action values has no distribution to draw from: ride it greedily", error.Message);
        Assert.False(File.Exists(directory.MetricsPath));
        LearnerRun.Start(directory, NewTraining("dqn").Learner, judging: null, sampled with { EvaluationEpisodes = 0 }, TimeProvider.System).Dispose();
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void An_agent_stays_as_it_is_while_its_training_goes_on(string algorithm)
    {
        using var learner = NewTraining(algorithm).Learner;
        var agent = learner.Agent;
        var before = agent.Perceptron.Parameters.ToArray();

        for (var update = 0; update < 3; update++)
        {
            learner.Update();
        }

        Assert.Equal(before, agent.Perceptron.Parameters.ToArray());
        Assert.NotEqual(before, learner.Agent.Perceptron.Parameters.ToArray());
    }

    [Fact]
    public void A_learner_that_fails_leaves_the_last_checkpoint()
    {
        using var directory = Create("run");
        using var run = LearnerRun.Start(directory, new Fading(NewTraining(), after: 33), Grid(3), Quick, TimeProvider.System);

        var error = Assert.Throws<NonFiniteLossException>(() => run.Train());

        Assert.Equal((RunStatus.Failed, error.Message), (directory.Record.Status, directory.Record.Failure));
        Assert.Equal(30, directory.Checkpoints.LatestGood().Found!.Step);
    }

    private static Reinforce NewTraining() => new(Grid(1), new ReinforceOptions { Episodes = 60, LearningRate = 0.05, Seed = 3 });

    private static IVectorEnvironment Grid(int count) => EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(count);

    private static LearnerRun Start(RunDirectory directory, LearnerRunOptions options) =>
        LearnerRun.Start(directory, NewTraining(), Grid(3), options, TimeProvider.System);

    private RunDirectory Create(string name) => RunDirectory.Create(
        folder[name], new RunStart { Task = "reinforce", Version = "1", Seed = 3, CommandLine = "", OptionsJson = "{}" }, TimeProvider.System);

    private static (ILearner Learner, string World) NewTraining(string algorithm)
    {
        PerceptronOptions small = new() { Hidden = [8] };
        ActorCriticOptions both = new() { Hidden = [8] };
        IVectorEnvironment Worlds(string world, int count) => EnvironmentCatalog.BuiltIn[world].CreateVector(count);
        return algorithm switch
        {
            "reinforce" => (NewTraining(), "BicycleGrid-v0"),
            "a2c" => (new A2c(Worlds("CartPole-v1", 2), new A2cOptions { Steps = 300, Worlds = 2, Horizon = 16, Network = both }), "CartPole-v1"),
            "ppo" => (new Ppo(Worlds("Pendulum-v1", 2), new PpoOptions { Steps = 300, Worlds = 2, Horizon = 16, Minibatch = 16, NormalizeObservations = true, Network = both }), "Pendulum-v1"),
            "dqn" => (new Dqn(Worlds("CartPole-v1", 2), new DqnOptions { Steps = 2_400, Worlds = 2, LearningStarts = 100, BatchSize = 16, ReplayCapacity = 1_000, Network = small }), "CartPole-v1"),
            "sac" => (new Sac(Worlds("Pendulum-v1", 1), new SacOptions { Steps = 2_400, LearningStarts = 100, BatchSize = 8, ReplayCapacity = 1_000, TrainEvery = 8, Network = small }), "Pendulum-v1"),
            _ => (new QLearning(Worlds("FrozenLake-v1", 4), new QLearningOptions { Steps = 120_000, Worlds = 4 }), "FrozenLake-v1"),
        };
    }

    /// <summary>Trains in sessions that end, without a last checkpoint, after so many updates each; the last goes to the end.</summary>
    private string Outcome(string name, string algorithm, int[] deaths)
    {
        // Seldom enough that a death loses updates, and often enough that it does not lose all.
        using var first = NewTraining(algorithm).Learner;
        var total = first.Progress.Total;
        var options = new LearnerRunOptions { EvaluationEpisodes = 3, EvaluateEvery = total / 3, CheckpointEvery = total / 4, LogEvery = total / 10 };
        Create(name).Dispose();
        foreach (var death in deaths.Append(int.MaxValue))
        {
            using var directory = RunDirectory.Resume(folder[name], TimeProvider.System);
            var (learner, world) = NewTraining(algorithm);
            using var run = LearnerRun.Resume(directory, learner, EnvironmentCatalog.BuiltIn[world].CreateVector(3), options, TimeProvider.System);
            var updates = 0;
            try
            {
                run.Train(_ => ThrowAt(++updates == death));
            }
            catch (TimeoutException)
            {
                continue;
            }

            return RunOutcome.Of(directory);
        }

        throw new InvalidOperationException("no session came to the end");

        static void ThrowAt(bool isTime)
        {
            if (isTime)
            {
                throw new TimeoutException("the session dies");
            }
        }
    }

    /// <summary>A learner whose loss is no number after some updates.</summary>
    private sealed class Fading(ILearner learner, int after) : ILearner
    {
        private int updates;

        public long Steps => learner.Steps;

        public LearnerProgress Progress => learner.Progress;

        public bool IsComplete => learner.IsComplete;

        public bool LeavesAgent { get; init; } = true;

        public Agent Agent => LeavesAgent ? learner.Agent : throw new InvalidOperationException("save a network of your own by its own means");

        public LearnerUpdate Update() => updates++ < after ? learner.Update() : throw new NonFiniteLossException(learner.Steps, 0.1);

        public void Save(BinaryWriter writer) => learner.Save(writer);

        public int Restore(BinaryReader reader) => learner.Restore(reader);

        public void Dispose() => learner.Dispose();
    }
}
