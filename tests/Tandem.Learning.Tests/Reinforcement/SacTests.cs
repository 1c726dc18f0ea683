using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class SacTests
{
    private static readonly SacOptions Quick = new()
    {
        Steps = 3_000,
        LearningStarts = 100,
        BatchSize = 32,
        LearningRate = 0.003,
        TargetRate = 0.02,
        Network = new() { Hidden = [16] },
    };

    [Fact]
    public void An_archer_learns_where_to_aim_within_the_worlds_bounds()
    {
        var agent = Sac.Train(() => new Aim(), Quick with { Temperature = 0.1, FinalLearningRate = 0 });

        var actions = new ActionBatch(agent.Actions, 3);
        agent.Policy().Act([-0.5f, 0, 0.5f], [0, 0, 0], actions);

        Assert.Equal(1.5, actions.Values[0], 0.25);
        Assert.Equal(2, actions.Values[1], 0.25);
        Assert.Equal(2.5, actions.Values[2], 0.25);
    }

    [Fact]
    public void A_truncated_episode_is_worth_what_the_critics_say_follows()
    {
        using var training = new Sac(
            VectorEnvironment.Create(() => new Treadmill(new Box([-1], [1])), 1, stepLimit: 4),
            Quick with { Discount = 0.5, LearnTemperature = false, Temperature = 1e-6 });
        var value = double.NaN;
        while (!training.IsComplete)
        {
            value = Metric(training.Update(), "meanValue");
        }

        Assert.Equal(2, value, 0.05);
    }

    [Fact]
    public void The_temperature_brings_the_entropy_to_its_target()
    {
        // A world that does not care: nothing but the temperature holds the entropy.
        using var training = new Sac(
            VectorEnvironment.Create(() => new Treadmill(new Box([-1], [1])), 4, stepLimit: 50),
            Quick with { Steps = 6_000, Worlds = 4, TargetEntropy = -0.5, Temperature = 0.1, LearningRate = 0.01 });
        var entropies = new List<double>();
        while (!training.IsComplete)
        {
            var update = training.Update();
            entropies.Add(update.Metrics.FirstOrDefault(metric => metric.Key == "entropy").Value);
        }

        Assert.Equal(-0.5, entropies.TakeLast(8).Average(), 0.4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        Assert.Equal(Trace(seed: 1), Trace(seed: 1));
        Assert.NotEqual(Trace(seed: 1), Trace(seed: 2));

        static byte[] Trace(ulong seed)
        {
            using var training = NewPendulum(seed);
            return LearnerTrace.StateAfter(training, updates: 2);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        Assert.Equal(Trace(threads: null), Trace(threads: 3));

        static byte[] Trace(int? threads)
        {
            using var training = NewPendulum(seed: 1, batchSize: 200, threads: threads);
            return LearnerTrace.StateAfter(training, updates: 2);
        }
    }

    [Fact]
    public void Libtorch_modules_learn_and_their_targets_begin_as_the_critics()
    {
        var networks = new SacNetworks(NewModule(1, 2, 0), NewModule(2, 1, 0.1), NewModule(2, 1, -0.1), NewModule(2, 1, 7), NewModule(2, 1, 8));
        using var training = new Sac(
            VectorEnvironment.Create(() => new Treadmill(new Box([-1], [1])), 1, stepLimit: 4),
            Quick with { Steps = 1_500, Discount = 0.5, LearnTemperature = false, Temperature = 1e-6, LearningRate = 0.01 },
            networks);

        Assert.Equal(0.15, Say(networks.FirstCritic), 1e-6);
        Assert.Equal(-0.15, Say(networks.SecondCritic), 1e-6);
        Assert.Equal((Say(networks.FirstCritic), Say(networks.SecondCritic)), (Say(networks.FirstTarget), Say(networks.SecondTarget)));

        LearnerTrace.StateAfter(training);
        Assert.Equal(2, Say(networks.FirstCritic), 0.1);
        Assert.Equal(2, Say(networks.SecondTarget), 0.1);
    }

    [Fact]
    public void A_training_that_was_interrupted_goes_on_to_the_bit() =>
        LearnerTrace.AssertGoesOnToTheBit(() => NewPendulum(seed: 3), interruptedAfter: 2);

    [Fact]
    public void An_update_says_what_experts_look_for()
    {
        using var training = NewPendulum(seed: 0);
        training.Update();

        Assert.Equal(
            [
                "criticLoss", "actorLoss", "meanValue", "entropy", "temperature", "temperatureLoss", "criticGradientNorm", "actorGradientNorm",
                "learningRate", "gradientSteps", "replaySteps",
            ],
            training.Update().Metrics.Select(metric => metric.Key));
    }

    [Fact]
    public void Acting_and_learning_allocate_only_what_an_update_reports()
    {
        using var training = NewPendulum(seed: 0, steps: 20_000);
        LearnerTrace.StateAfter(training, updates: 4);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var update = 0; update < 5; update++)
        {
            training.Update();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 5, 0, 4_096);
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_the_policy_as_it_was()
    {
        using var training = new Sac(VectorEnvironment.Create(() => new Aim(scale: 1e300), 1), Quick);

        Assert.Throws<NonFiniteLossException>(() => LearnerTrace.StateAfter(training));

        var actions = new ActionBatch(training.Agent.Actions, 1);
        training.Agent.Policy().Act([0], [0], actions);
        Assert.InRange(actions.Values[0], -1, 5);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_does()
    {
        AssertRefused("sac gives real numbers, and the actions of this world are choices, Discrete(2): train it with reinforce, a2c, ppo or dqn", () => new Sac(VectorEnvironment.Create(() => new Chain(), 1), Quick));
        AssertRefused(
            "sac needs bounds, and dimension 0 of the actions runs from -Infinity to Infinity: give the world's actions finite bounds, or train it with ppo or a2c",
            () => new Sac(VectorEnvironment.Create(() => new Treadmill(Box.Unbounded(1)), 1), Quick));
        AssertRefused(
            "a batch of 32 steps is larger than the replay of 16: give a batch of 16 at most, or a larger replay",
            () => new Sac(VectorEnvironment.Create(() => new Aim(), 1), Quick with { ReplayCapacity = 16 }));
        AssertRefused(
            "a network of 1 inputs and 3 outputs does not fit: observations need 1 inputs, means and deviations 2 outputs",
            () => new Sac(VectorEnvironment.Create(() => new Aim(), 1), Quick, Networks(actorOutputs: 3)));
        AssertRefused(
            "a network of 4 inputs and 1 outputs does not fit: observations and actions need 2 inputs, values 1 outputs",
            () => new Sac(VectorEnvironment.Create(() => new Aim(), 1), Quick, Networks(targetInputs: 4)));
        AssertRefused("0 steps are out of range: give 1 to 1000000000", () => new Sac(VectorEnvironment.Create(() => new Aim(), 1), new SacOptions { Steps = 0 }));

        static void AssertRefused(string message, Func<Sac> create) => Assert.Equal(message, Assert.Throws<ArgumentException>(create).Message);
    }

    private static Sac NewPendulum(ulong seed, int steps = 1_000, int batchSize = 32, int? threads = null) => new(
        EnvironmentCatalog.BuiltIn["Pendulum-v1"].CreateVector(2),
        Quick with { Seed = seed, Steps = steps, TrainEvery = 2, ReplayCapacity = 600, BatchSize = batchSize, Threads = threads });

    private static SacNetworks Networks(int actorOutputs = 2, int targetInputs = 2)
    {
        return new SacNetworks(New(1, actorOutputs), New(2, 1), New(2, 1), New(2, 1), New(targetInputs, 1));

        static PerceptronNetwork New(int inputs, int outputs) => new(new Perceptron(new PerceptronShape(inputs, [], outputs)));
    }

    /// <summary>A linear map whose weights and biases are all one number, whatever libtorch's global stream draws.</summary>
    private static TorchNetwork NewModule(int inputs, int outputs, double weight)
    {
        var linear = TorchSharp.torch.nn.Linear(inputs, outputs);
        TorchSharp.torch.nn.init.constant_(linear.weight!, weight);
        TorchSharp.torch.nn.init.constant_(linear.bias!, weight);
        return new TorchNetwork(linear, inputs, outputs);
    }

    private static float Say(ICriticNetwork critic)
    {
        var value = new float[1];
        critic.Forward([0, 0.5f], 1, value);
        return value[0];
    }

    private static double Metric(LearnerUpdate update, string name) =>
        update.Metrics.FirstOrDefault(metric => metric.Key == name, KeyValuePair.Create(name, double.NaN)).Value;
}
