using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class DqnTests
{
    private static readonly DqnOptions Quick = new()
    {
        Steps = 4_000,
        LearningStarts = 100,
        BatchSize = 16,
        TrainEvery = 1,
        TargetEvery = 50,
        Discount = 0.9,
        LearningRate = 0.01,
        FinalLearningRate = 0.001,
        ExplorationEnd = 0.3,
        Network = new() { Hidden = [16] },
    };

    [Theory]
    [InlineData(false, 1, ValueLoss.Squared, 50, 1.0)]
    [InlineData(true, 1, ValueLoss.Huber, 50, 1.0)]
    [InlineData(true, 3, ValueLoss.Huber, 1, 0.05)]
    public void A_chain_is_worth_its_exact_values(bool doubleQ, int steps, ValueLoss loss, int targetEvery, double targetRate)
    {
        using var training = new Dqn(
            VectorEnvironment.Create(() => new Chain(), 1, stepLimit: 20),
            Quick with { DoubleQ = doubleQ, ReturnSteps = steps, Loss = loss, TargetEvery = targetEvery, TargetRate = targetRate });

        LearnerTrace.StateAfter(training);

        // Returns over several steps are those of what the rider did, so only the best rider's own are exact.
        AssertValues([0.81, 0.9, 1], Values(training.Agent, action: 1), steps == 1 ? 0.02 : 0.15);
        if (steps == 1)
        {
            AssertValues([0.729, 0.81, 0.9], Values(training.Agent, action: 0), 0.02);
        }
    }

    [Fact]
    public void Each_combination_of_several_parts_has_a_value()
    {
        var agent = Dqn.Train(() => new Chain(new MultiDiscrete(2, 2)), Quick with { Worlds = 4 }, stepLimit: 20);

        var actions = new ActionBatch(agent.Actions, 3);
        agent.Policy().Act([0, 1, 2], [0, 0, 0], actions);

        Assert.Equal([1, 1, 1, 1, 1, 1], actions.Choices);
    }

    [Fact]
    public void A_truncated_episode_is_worth_what_the_values_say_follows()
    {
        using var training = new Dqn(
            VectorEnvironment.Create(() => new Treadmill(new Discrete(2)), 1, stepLimit: 4),
            Quick with { Discount = 0.5, Steps = 3_000 });
        LearnerTrace.StateAfter(training);

        var values = new float[2];
        training.Network.Forward([0], 1, values);
        Assert.Equal(2, values[0], 0.02);
    }

    [Fact]
    public void A_random_action_is_held_for_long_only_now_and_then()
    {
        var recorder = new ActionRecorder();
        Dqn.Train(() => recorder, Quick with { Steps = 2_001, LearningStarts = 2_000, ExplorationHold = 20 }, stepLimit: 1_000_000);

        // Runs of one of a thousand actions: half are of one step, a twentieth of twenty, and none is longer.
        var runs = recorder.RunLengths();
        Assert.Equal(0.5, runs.Count(length => length == 1) / (double)runs.Count, 0.08);
        Assert.Equal(0.05, runs.Count(length => length == 20) / (double)runs.Count, 0.04);
        Assert.Equal(20, runs.Max());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        Assert.Equal(Trace(seed: 1), Trace(seed: 1));
        Assert.NotEqual(Trace(seed: 1), Trace(seed: 2));

        static byte[] Trace(ulong seed)
        {
            using var training = NewCartPole(seed);
            return LearnerTrace.StateAfter(training, updates: 3);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        Assert.Equal(Trace(threads: null), Trace(threads: 3));

        static byte[] Trace(int? threads)
        {
            using var training = NewCartPole(seed: 1, batchSize: 200, threads: threads);
            return LearnerTrace.StateAfter(training, updates: 3);
        }
    }

    [Fact]
    public void A_training_that_was_interrupted_goes_on_to_the_bit() =>
        LearnerTrace.AssertGoesOnToTheBit(() => NewCartPole(seed: 3), interruptedAfter: 3);

    [Fact]
    public void Learning_starts_when_it_is_told_to_and_says_what_experts_look_for()
    {
        using var training = NewCartPole(seed: 0);

        Assert.DoesNotContain("loss", training.Update().Metrics.Select(metric => metric.Key));
        var update = training.Update();
        Assert.Equal(
            ["loss", "meanValue", "meanError", "gradientNorm", "exploration", "learningRate", "gradientSteps", "replaySteps"],
            update.Metrics.Select(metric => metric.Key));
        Assert.Equal(update.Steps, update.Metrics.Single(metric => metric.Key == "replaySteps").Value);
    }

    [Fact]
    public void Acting_and_learning_allocate_only_what_an_update_reports()
    {
        using var training = NewCartPole(seed: 0, steps: 20_000);
        LearnerTrace.StateAfter(training, updates: 10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var update = 0; update < 20; update++)
        {
            training.Update();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 20, 0, 4_096);
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_the_network_as_it_was()
    {
        using var training = new Dqn(
            VectorEnvironment.Create(() => new Chain(scale: 1e300), 1, stepLimit: 20), Quick with { Loss = ValueLoss.Squared, MaximumGradientNorm = null });

        var error = Assert.Throws<NonFiniteLossException>(() => LearnerTrace.StateAfter(training));

        Assert.StartsWith("the loss stopped being a finite number at step ", error.Message, StringComparison.Ordinal);
        Assert.All(Values(training.Agent, action: 1), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void A_libtorch_module_learns_with_its_target()
    {
        using var training = new Dqn(
            VectorEnvironment.Create(() => new Treadmill(new Discrete(2)), 1, stepLimit: 4),
            Quick with { Discount = 0.5, Steps = 1_500, FinalLearningRate = null },
            NewModule(),
            NewModule());
        LearnerTrace.StateAfter(training);

        var values = new float[2];
        training.Network.Forward([0], 1, values);
        Assert.Equal(2, values[0], 0.1);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_does()
    {
        AssertRefused("dqn chooses among actions, and those of this world are real numbers, Box(1): train it with ppo, a2c or sac", () => new Dqn(VectorEnvironment.Create(() => new Aim(), 1), Quick));
        AssertRefused(
            "a batch of 64 steps is larger than the replay of 32: give a batch of 32 at most, or a larger replay",
            () => new Dqn(VectorEnvironment.Create(() => new Chain(), 1), Quick with { BatchSize = 64, ReplayCapacity = 32 }));
        AssertRefused(
            "learning would start after 5000 steps and the training is over after 4000: give more steps, or start learning earlier",
            () => new Dqn(VectorEnvironment.Create(() => new Chain(), 1), Quick with { LearningStarts = 5_000 }));
        AssertRefused("0 worlds are out of range: give 1 to 65536", () => new Dqn(VectorEnvironment.Create(() => new Chain(), 1), new DqnOptions { Worlds = 0 }));
        AssertRefused("0 steps are out of range: give 1 to 1000000000", () => new Dqn(VectorEnvironment.Create(() => new Chain(), 1), new DqnOptions { Steps = 0 }));
        AssertRefused(
            "dqn needs a network and a target network of the same make: give both, or neither",
            () => new Dqn(VectorEnvironment.Create(() => new Chain(), 1), Quick, Linear(3, 2)));
        AssertRefused(
            "a network of 4 inputs and 2 outputs does not fit: observations need 3 inputs, values of the actions 2 outputs",
            () => new Dqn(VectorEnvironment.Create(() => new Chain(), 1), Quick, Linear(4, 2), Linear(4, 2)));
        AssertRefused(
            "a network of 3 inputs and 5 outputs does not fit: observations need 3 inputs, values of the actions 2 outputs",
            () => new Dqn(VectorEnvironment.Create(() => new Chain(), 1), Quick, Linear(3, 2), Linear(3, 5)));
        AssertRefused("0 threads are out of range: give 1 to 64, or null for one", () => new Dqn(VectorEnvironment.Create(() => new Chain(), 1), new DqnOptions { Threads = 0 }));

        static void AssertRefused(string message, Func<Dqn> create) => Assert.Equal(message, Assert.Throws<ArgumentException>(create).Message);

        static PerceptronNetwork Linear(int inputs, int outputs) => new(new Perceptron(new PerceptronShape(inputs, [], outputs)));
    }

    /// <summary>A linear map that says 0 at first, whatever libtorch's global stream draws.</summary>
    private static TorchNetwork NewModule()
    {
        var linear = TorchSharp.torch.nn.Linear(1, 2);
        TorchSharp.torch.nn.init.zeros_(linear.weight!);
        TorchSharp.torch.nn.init.zeros_(linear.bias!);
        return new TorchNetwork(linear, 1, 2);
    }

    private static Dqn NewCartPole(ulong seed, int steps = 1_500, int batchSize = 16, int? threads = null) => new(
        EnvironmentCatalog.BuiltIn["CartPole-v1"].CreateVector(2),
        Quick with { Seed = seed, Steps = steps, LearningStarts = 200, TrainEvery = 4, GradientSteps = 2, ReplayCapacity = 1_000, ExplorationHold = 10, BatchSize = batchSize, Threads = threads });

    private static double[] Values(Agent agent, int action)
    {
        var values = new float[6];
        agent.Perceptron.Forward([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, values);
        return [values[action], values[2 + action], values[4 + action]];
    }

    private static void AssertValues(double[] expected, double[] given, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], given[i], tolerance);
        }
    }

    /// <summary>It writes down what it is told.</summary>
    private sealed class ActionRecorder : IEnvironment
    {
        private readonly List<int> told = [];

        public Space Observations { get; } = new Box([0], [0]);

        public Space Actions { get; } = new Discrete(1_000);

        public void Reset(ref RandomStream random, Span<float> observation) => observation[0] = 0;

        public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
        {
            observation[0] = 0;
            told.Add(action.Choice);
            return new Outcome(0, Terminated: false);
        }

        /// <summary>How often each action came in a row; the last may still go on.</summary>
        public List<int> RunLengths()
        {
            var lengths = new List<int>();
            for (var step = 0; step < told.Count; step++)
            {
                if (step > 0 && told[step] == told[step - 1])
                {
                    lengths[^1]++;
                }
                else
                {
                    lengths.Add(1);
                }
            }

            return lengths[..^1];
        }
    }
}
