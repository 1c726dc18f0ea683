using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
using TorchSharp;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>What A2C and PPO have in common, tried on both.</summary>
public sealed class ActorCriticTests
{
    public static TheoryData<string> Algorithms => ["ppo", "a2c"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_bandit_is_solved(string algorithm)
    {
        using var training = New(algorithm, () => new SmallWorlds.Bandit());
        Finish(training);

        var actions = new ActionBatch(new Discrete(3), 1);
        training.Agent.Policy().Act([0], [0], actions);
        Assert.Equal(1, actions.Choices[0]);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Each_part_of_an_action_finds_its_best_choice(string algorithm)
    {
        foreach (var heads in Enum.GetValues<ActionHeads>())
        {
            using var training = New(algorithm, () => new SmallWorlds.Lock(), heads);
            Finish(training);

            var actions = new ActionBatch(new MultiDiscrete(2, 3), 1);
            training.Agent.Policy().Act([0], [0], actions);
            Assert.Equal([1, 2], actions.Choices);
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_continuous_action_finds_its_best_number_and_narrows(string algorithm)
    {
        using var training = New(algorithm, () => new SmallWorlds.Target());
        Finish(training);

        var actions = new ActionBatch(SmallWorlds.Target.Range, 1);
        training.Agent.Policy().Act([0], [0], actions);
        Assert.Equal(0.7, actions.Values[0], 0.1);
        Assert.True(((GaussianForm)training.Agent.Form).LogDeviations[0] < -0.5);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_truncated_episode_is_worth_what_the_value_says_follows(string algorithm)
    {
        // Reward 1 a step for ever, cut after 4 steps: without the bootstrap a first step would be worth 1.87, with it 2.
        using var training = New(algorithm, () => new SmallWorlds.Treadmill(), stepLimit: 4, discount: 0.5);
        var loss = double.NaN;
        while (!training.IsComplete)
        {
            loss = Metric(training.Update(), "valueLoss");
        }

        Assert.InRange(loss, 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads(string algorithm)
    {
        Assert.Equal(Trace(algorithm, seed: 1, threads: 1), Trace(algorithm, seed: 1, threads: 3));
        Assert.NotEqual(Trace(algorithm, seed: 1, threads: 1), Trace(algorithm, seed: 2, threads: 1));
    }

    [Theory]
    [InlineData("ppo", "CartPole-v1")]
    [InlineData("ppo", "Pendulum-v1")]
    [InlineData("a2c", "CartPole-v1")]
    [InlineData("a2c", "Pendulum-v1")]
    public void A_restored_training_goes_on_to_the_bit(string algorithm, string world)
    {
        using var whole = NewBuiltIn(algorithm, world, seed: 3, threads: 2);
        using var resumed = NewBuiltIn(algorithm, world, seed: 3, threads: 1);
        for (var update = 0; update < 3; update++)
        {
            whole.Update();
        }

        var saved = new MemoryStream();
        whole.Save(new BinaryWriter(saved));
        saved.Position = 0;
        Assert.Equal(0, resumed.Restore(new BinaryReader(saved)));
        for (var update = 0; update < 3; update++)
        {
            Assert.Equal(Facts(whole.Update()), Facts(resumed.Update()));
        }

        Assert.Equal(whole.Steps, resumed.Steps);
        Assert.Equal(whole.Agent.Perceptron.Parameters, resumed.Agent.Perceptron.Parameters);
        Assert.Equal(whole.Agent.Normalization!.Statistics.Means, resumed.Agent.Normalization!.Statistics.Means);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void An_agent_acts_as_the_training_saw_the_world(string algorithm)
    {
        using var training = NewBuiltIn(algorithm, "Pendulum-v1", seed: 3, threads: 1);
        training.Update();
        var agent = training.Agent;
        var before = agent.Perceptron.Parameters.ToArray();
        training.Update();

        Assert.Equal(before, agent.Perceptron.Parameters);
        Assert.Equal(EnvironmentCatalog.BuiltIn["Pendulum-v1"].Create().Observations, agent.Observations);
        Assert.Equal(10, agent.Normalization!.Clip);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_training_over_thousands_of_steps_allocates_no_more_than_its_reports(string algorithm)
    {
        using var training = NewBuiltIn(algorithm, "Pendulum-v1", seed: 1, threads: 1);
        training.Update();
        training.Update();
        var before = GC.GetAllocatedBytesForCurrentThread();
        training.Update();

        // 16 worlds × 32 steps: not a byte for each of the 512 steps beyond what one report takes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_loss_that_explodes_leaves_the_policy_as_it_was(string algorithm)
    {
        using var training = New(algorithm, () => new SmallWorlds.Bandit(scale: 1e300));
        var before = training.Agent.Perceptron.Parameters.ToArray();

        var error = Assert.Throws<NonFiniteLossException>(() => training.Update());

        Assert.Equal(algorithm == "ppo" ? 512 : 128, error.Step);
        Assert.Equal(before, training.Agent.Perceptron.Parameters);
        Assert.Equal(0, training.Steps);
    }

    [Fact]
    public void A_libtorch_module_takes_the_perceptrons_place()
    {
        using var module = new TorchNetwork(torch.nn.Linear(1, 4), 1, 4);
        using var training = new Ppo(
            VectorEnvironment.Create(() => new SmallWorlds.Bandit(), 16, 1), new PpoOptions { Worlds = 16, Horizon = 32, Steps = 20_000, LearningRate = 0.01 }, module);
        Finish(training);

        var outputs = new float[4];
        module.Forward([0], 1, outputs);
        Assert.Equal(1, Categorical.Mode(outputs.AsSpan(1)));
        Assert.Equal(
            "only perceptrons are saved as an agent: save a network of your own by its own means",
            Assert.Throws<InvalidOperationException>(() => training.Agent).Message);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(
            "a minibatch of 1024 steps is larger than the 512 that 4 worlds ride in 128 steps each: give at most 512, or more worlds, or a longer horizon",
            Assert.Throws<ArgumentException>(() => New(() => new SmallWorlds.Bandit(), 4, new PpoOptions { Minibatch = 1024 })).Message);
        Assert.Equal(
            "the options of PPO ask for 4 worlds and 5 were given: give as many",
            Assert.Throws<ArgumentException>(() => New(() => new SmallWorlds.Bandit(), 5, new PpoOptions())).Message);
        Assert.Equal(
            "0 worlds are out of range: give 1 to 65536", Assert.Throws<ArgumentException>(() => new PpoOptions { Worlds = 0 }).Message);
        Assert.Equal(
            "0 steps are out of range: give 1 to 1000000000000", Assert.Throws<ArgumentException>(() => new A2cOptions { Steps = 0 }).Message);
        using var module = new TorchNetwork(torch.nn.Linear(2, 4), 2, 4);
        Assert.Equal(
            "a network of 2 inputs and 4 outputs does not fit: observations need 1 inputs, value and actions 4 outputs",
            Assert.Throws<ArgumentException>(() => new Ppo(VectorEnvironment.Create(() => new SmallWorlds.Bandit(), 4), new PpoOptions(), module)).Message);
    }

    [Fact]
    public void Every_built_in_world_has_defaults_that_fit_it()
    {
        foreach (var spec in EnvironmentCatalog.BuiltIn.Specs)
        {
            var (ppo, a2c) = (PpoDefaults.For(spec.Id), A2cDefaults.For(spec.Id));
            using var clipped = new Ppo(spec.CreateVector(ppo.Worlds), ppo);
            using var plain = new A2c(spec.CreateVector(a2c.Worlds), a2c);
            Assert.Equal(spec.Create().Actions, clipped.Agent.Actions);
            Assert.Equal(spec.Create().Observations, plain.Agent.Observations);
        }
    }

    [Fact]
    public void A_target_KL_ends_the_epochs_early()
    {
        var options = new PpoOptions { Worlds = 16, Horizon = 32, LearningRate = 0.01, Epochs = 50 };
        using var free = New(() => new SmallWorlds.Bandit(), 16, options);
        using var held = New(() => new SmallWorlds.Bandit(), 16, options with { TargetKl = 1e-4 });

        Assert.True(Metric(held.Update(), "approximateKl") < Metric(free.Update(), "approximateKl"));
    }

    private static ILearner New(
        string algorithm, Func<IEnvironment> world, ActionHeads heads = ActionHeads.Joint, int stepLimit = 1, double discount = 0)
    {
        var worlds = VectorEnvironment.Create(world, 16, stepLimit);
        return algorithm == "ppo"
            ? new Ppo(worlds, new PpoOptions { Worlds = 16, Horizon = 32, Steps = 40_000, LearningRate = 0.01, Heads = heads, Discount = discount, ClipValues = false })
            : new A2c(worlds, new A2cOptions { Worlds = 16, Horizon = 8, Steps = 120_000, LearningRate = 0.005, Heads = heads, Discount = discount });
    }

    private static Ppo New(Func<IEnvironment> world, int count, PpoOptions options) => new(VectorEnvironment.Create(world, count), options);

    private static ILearner NewBuiltIn(string algorithm, string world, ulong seed, int threads)
    {
        var worlds = EnvironmentCatalog.BuiltIn[world].CreateVector(16);
        return algorithm == "ppo"
            ? new Ppo(worlds, new PpoOptions { Seed = seed, Worlds = 16, Horizon = 32, Minibatch = 256, Threads = threads, NormalizeObservations = true, NormalizeRewards = true })
            : new A2c(worlds, new A2cOptions { Seed = seed, Worlds = 16, Horizon = 32, Threads = threads, NormalizeObservations = true, NormalizeRewards = true });
    }

    private static double[] Trace(string algorithm, ulong seed, int threads)
    {
        using var training = NewBuiltIn(algorithm, "CartPole-v1", seed, threads);
        return [.. Enumerable.Range(0, 4).SelectMany(_ => Facts(training.Update()))];
    }

    private static IEnumerable<double> Facts(LearnerUpdate update) =>
        update.Metrics.Select(metric => metric.Value).Concat(update.Finished.Select(ride => ride.Return));

    private static double Metric(LearnerUpdate update, string name) => update.Metrics.Single(metric => metric.Key == name).Value;

    private static void Finish(ILearner training)
    {
        while (!training.IsComplete)
        {
            training.Update();
        }
    }
}
