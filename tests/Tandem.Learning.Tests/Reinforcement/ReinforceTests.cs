using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class ReinforceTests
{
    [Fact]
    public void A_bandit_is_solved()
    {
        var agent = Reinforce.Train(() => new Bandit(), new ReinforceOptions
        {
            Episodes = 2_000,
            EpisodesPerUpdate = 20,
            ReturnNormalization = ReturnNormalization.Update,
            LearningRate = 0.05,
        });

        Assert.Equal(1, Choice(agent.Policy(PolicyMode.Greedy)));
    }

    [Theory]
    [InlineData(ActionHeads.Joint, ReturnBaseline.None, ReturnNormalization.Recent)]
    [InlineData(ActionHeads.Parts, ReturnBaseline.None, ReturnNormalization.Recent)]
    [InlineData(ActionHeads.Joint, ReturnBaseline.Value, ReturnNormalization.Recent)]
    [InlineData(ActionHeads.Joint, ReturnBaseline.None, ReturnNormalization.Episode)]
    [InlineData(ActionHeads.Joint, ReturnBaseline.Value, ReturnNormalization.Update)]
    public void The_grid_is_ridden_in_the_fewest_steps(ActionHeads heads, ReturnBaseline baseline, ReturnNormalization normalization)
    {
        var world = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
        var options = new ReinforceOptions { Heads = heads, Baseline = baseline, ReturnNormalization = normalization };
        if (normalization == ReturnNormalization.Update)
        {
            options = options with { EpisodesPerUpdate = 4 };
        }

        using var training = new Reinforce(world.CreateVector(1), options);
        while (!training.IsComplete)
        {
            training.Update();
        }

        var ride = Assert.Single(Rides.Roll(world.CreateVector(1), training.Policy(PolicyMode.Greedy, RandomStream.Create(0, StreamPurpose.EvaluationPolicy)), 1, seed: 0));

        Assert.Equal(97, ride.Return);
        Assert.Equal(4, ride.Steps);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        Assert.Equal(Trace(seed: 1, updates: 30), Trace(seed: 1, updates: 30));
        Assert.NotEqual(Trace(seed: 1, updates: 3), Trace(seed: 2, updates: 3));
    }

    [Fact]
    public void A_restored_training_goes_on_to_the_bit()
    {
        var options = new ReinforceOptions { Seed = 4, Baseline = ReturnBaseline.Value, Episodes = 60 };
        using var whole = NewTraining(options);
        using var resumed = NewTraining(options);
        var saved = new MemoryStream();
        for (var update = 0; update < 20; update++)
        {
            whole.Update();
        }

        whole.Save(new BinaryWriter(saved));
        saved.Position = 0;
        Assert.Equal(0, resumed.Restore(new BinaryReader(saved)));
        while (!whole.IsComplete)
        {
            Assert.Equal(Text(whole.Update()), Text(resumed.Update()));
        }

        Assert.True(resumed.IsComplete);
    }

    [Fact]
    public void A_truncated_episode_is_worth_what_the_value_says_follows()
    {
        // Reward 1 a step for ever, cut after 4 steps: without the bootstrap a first step would be worth 1 + γ + γ² + γ³ ≈ 1.87.
        var options = new ReinforceOptions
        {
            Baseline = ReturnBaseline.Value,
            ReturnNormalization = ReturnNormalization.None,
            Discount = 0.5,
            Episodes = 3_000,
            ValueLearningRate = 0.01,
        };
        using var training = new Reinforce(VectorEnvironment.Create(() => new Treadmill(new Discrete(2)), 1, stepLimit: 4), options);
        var losses = new List<double>();
        while (!training.IsComplete)
        {
            losses.Add(training.Update()["loss"]);
        }

        Assert.Equal(2.0, training.ValueOf([0]), 0.02);
    }

    [Fact]
    public void A_libtorch_module_follows_the_perceptron_step_by_step()
    {
        var options = new ReinforceOptions { Seed = 2, Episodes = 15 };
        using var managed = NewTraining(options);
        using var module = new TorchNetwork(CopyOf(((PerceptronNetwork)managed.PolicyNetwork).Perceptron), 4, 6);
        using var torch = new Reinforce(EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(1), options, module);

        while (!managed.IsComplete)
        {
            var (expected, given) = (managed.Update(), torch.Update());
            Assert.Equal(expected.Steps, given.Steps);
            Assert.Equal(expected["loss"], given["loss"], 1e-3);
            Assert.Equal(expected["gradientNorm"], given["gradientNorm"], 1e-3);
        }
    }

    [Fact]
    public void A_loss_that_explodes_names_step_and_learning_rate()
    {
        using var training = new Reinforce(
            VectorEnvironment.Create(() => new Bandit(scale: 1e300), 1, stepLimit: 5),
            new ReinforceOptions { ReturnNormalization = ReturnNormalization.None, EpisodesPerUpdate = 10, LearningRate = 0.5 });

        var error = Assert.Throws<NonFiniteLossException>(() => Updates(training, 20));

        Assert.StartsWith("the loss stopped being a finite number at step 10 with learning rate 0.5: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_allocates_what_it_tells_and_no_more()
    {
        using var training = NewTraining(new ReinforceOptions { Episodes = 4_000 });
        for (var update = 0; update < 1_500; update++)
        {
            training.Update();
        }

        var (before, updates) = (GC.GetAllocatedBytesForCurrentThread(), 4_000 - training.Episodes);
        while (!training.IsComplete)
        {
            training.Update();
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / updates, 0, 512);
    }

    private static Reinforce NewTraining(ReinforceOptions options) =>
        new(EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(1), options);

    private static List<string> Trace(ulong seed, int updates)
    {
        using var training = NewTraining(new ReinforceOptions { Seed = seed });
        return [.. Enumerable.Range(0, updates).Select(_ => Text(training.Update()))];
    }

    private static string Text(LearnerUpdate update) => $"{update.Steps}: {string.Join(", ", update.Finished)}; {string.Join(", ", update.Metrics)}";

    private static void Updates(Reinforce training, int count)
    {
        for (var update = 0; update < count; update++)
        {
            training.Update();
        }
    }

    private static int Choice(IPolicy policy)
    {
        var actions = new ActionBatch(new Discrete(3), 1);
        policy.Act([0], [0], actions);
        return actions.Choices[0];
    }

    private static TorchSharp.Modules.Sequential CopyOf(Perceptron perceptron)
    {
        var modules = new List<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>>();
        for (var layer = 0; layer < perceptron.Shape.Layers; layer++)
        {
            var (inputs, outputs) = (perceptron.Shape.Widths[layer], perceptron.Shape.Widths[layer + 1]);
            var linear = TorchSharp.torch.nn.Linear(inputs, outputs);
            using var noGradient = TorchSharp.torch.no_grad();
            linear.weight!.copy_(TorchSharp.torch.tensor(perceptron.ReadWeight(layer), [outputs, inputs]));
            linear.bias!.copy_(TorchSharp.torch.tensor(perceptron.ReadBias(layer)));
            modules.Add(linear);
            if (layer < perceptron.Shape.Layers - 1)
            {
                modules.Add(TorchSharp.torch.nn.ReLU());
            }
        }

        return TorchSharp.torch.nn.Sequential(modules);
    }

    /// <summary>One step; the second of three arms pays most.</summary>
    private sealed class Bandit(double scale = 1) : IEnvironment
    {
        public Space Observations { get; } = new Box([0], [0]);

        public Space Actions { get; } = new Discrete(3);

        public void Reset(ref RandomStream random, Span<float> observation) => observation[0] = 0;

        public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
        {
            observation[0] = 0;
            return new Outcome(scale * ((action.Choice == 1 ? 1 : 0) + (0.1 * random.NextNormal())), Terminated: true);
        }
    }
}
