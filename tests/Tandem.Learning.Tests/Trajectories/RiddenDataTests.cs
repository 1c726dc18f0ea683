using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Tests.Training;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>What small models learn from small data: each finishes in a second or two.</summary>
[Collection(nameof(OneTraining))]
public sealed class RiddenDataTests : IDisposable
{
    private static readonly RideTrainingOptions Tiny = new()
    {
        Conditioning = new ConditioningOptions
        {
            Critic = new CriticOptions { CriticUpdates = 50, CriticBatch = 32, CriticNetwork = new PerceptronOptions { Hidden = [16] } },
        },
        Model = new DecisionTransformerOptions { Context = 2, Width = 16, Heads = 2, Layers = 1 },
        BatchSize = 32,
        ValidationShare = 0,
        Precision = Precision.Float32,
    };

    private static readonly ConditioningOptions Observed = new() { Returns = ReturnTokens.Observed };

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly EpisodeFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData(SequenceModel.Transformer)]
    [InlineData(SequenceModel.Lstm)]
    public void With_a_critic_it_does_without_the_gamble_and_nobody_names_a_target(SequenceModel sequence)
    {
        using var rides = folder.Open(SmallRides.Gambling, SmallRides.Gambles(20));

        using var task = Trained(rides, Tiny with { Model = Tiny.Model with { Sequence = sequence } }, 150);

        Assert.Equal(1, Act(Greedy(task.Model), 0));
    }

    [Fact]
    public void The_papers_form_asked_for_the_most_takes_the_gamble()
    {
        using var rides = folder.Open(SmallRides.Gambling, SmallRides.Gambles(20));

        using var task = Trained(rides, Tiny with { Conditioning = Observed }, 150);

        Assert.Equal(0, Act(Greedy(task.Model, target: 5), 0));
        Assert.Equal(1, Act(Greedy(task.Model, target: 1), 0));
    }

    [Fact]
    public void Walks_that_were_cut_teach_the_way_home_from_farther_than_any_of_them_came()
    {
        const int last = 15;
        using var walks = folder.Open(SmallRides.World(last + 1, 2), SmallRides.Walks(count: 300, last, limit: 10, seed: 1));
        using var task = Trained(walks, Tiny, 300);
        var policy = Greedy(task.Model);

        Assert.All(Enumerable.Range(1, last), place => Assert.Equal(0, Act(policy, place)));
    }

    [Fact]
    public void A_critics_tokens_are_its_advantages_and_of_an_unfinished_walk_never_the_sum()
    {
        using var walks = folder.Open(SmallRides.World(16, 2), SmallRides.Walks(count: 50, last: 15, limit: 10, seed: 1));
        var advantages = RideCritic.Judge(walks, new CriticOptions(), seed: 0);
        var windows = new EpisodeWindows(walks, new WindowOptions { Context = 4 }, judged: new StepWeights(advantages, 3));
        var batch = windows.NewBatch(64);
        var random = RandomStream.Create(1, StreamPurpose.Shuffling);

        windows.Draw(ref random, batch);

        Assert.Contains(walks.Infos.ToArray(), info => info.IsUnfinished);
        for (var place = 0; place < batch.Mask.Length; place++)
        {
            Assert.InRange(batch.ReturnsToGo[place], -3, 0); // a step in the wrong direction costs two steps, discounted
            Assert.True(!batch.Unknown[place] || batch.ReturnsToGo[place] == 0);
        }
    }

    [Theory]
    [InlineData(SequenceModel.Transformer)]
    [InlineData(SequenceModel.Lstm)]
    public void Actions_that_are_values_are_imitated_within_their_bounds(SequenceModel sequence)
    {
        using var rides = folder.Open(EpisodeFolder.Steering, [.. Enumerable.Range(0, 40).Select(Steered)]);

        using var task = Trained(rides, Tiny with { Conditioning = null, Model = Tiny.Model with { Sequence = sequence } }, 300);
        var action = new ActionBatch(EpisodeFolder.Steering.Actions, 1);
        foreach (var seen in new[] { -0.8f, -0.1f, 0.6f })
        {
            Greedy(task.Model).Act([seen], [0], action);

            Assert.Equal(-seen, action.Values[0], 0.15f);
            Assert.Equal(0.5f, action.Values[1], 0.15f);
        }
    }

    [Fact]
    public void Each_part_of_an_action_may_have_a_head_of_its_own()
    {
        using var rides = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3, 4, 5, 6]));
        using var task = DecisionTransformerTask.Create(rides, Tiny with { Conditioning = Observed, Model = Tiny.Model with { ActionHeads = ActionHeads.Parts } }, seed: 0);
        var batch = task.Batches.Next();
        var tensors = RideTensors.Of(batch, new ObservationEncoder(EpisodeFolder.Choosing.Observations), task.Model.Actions);

        var logits = task.Model.Forward(tensors);

        Assert.Equal([32, 2, 5], logits.shape);
        Assert.Equal([32, 2, 2], tensors.Actions.shape);
        var parts = logits.split([2, 3], 2);
        var expected = parts.Select((part, head) => nn.functional.cross_entropy(
            part.reshape(-1, part.shape[2]), (tensors.Actions.select(2, head) - (2 * head)).reshape(-1), reduction: nn.Reduction.None)
            .masked_select(tensor(batch.Mask)).sum().ToDouble()).Sum();
        Assert.Equal(expected, task.SummedLoss(batch).ToDouble(), 1e-3);
    }

    [Theory]
    [InlineData(SequenceModel.Transformer)]
    [InlineData(SequenceModel.Lstm)]
    public void A_rider_that_gives_values_is_saved_whole(SequenceModel sequence)
    {
        using var rides = folder.Open(EpisodeFolder.Steering, [.. Enumerable.Range(0, 5).Select(Steered)]);
        using var task = DecisionTransformerTask.Create(rides, Tiny with { Model = Tiny.Model with { Sequence = sequence } }, seed: 0);
        task.Model.eval();

        using var read = DecisionTransformerFile.Read(task.SaveModel().Saved(), "model");
        read.eval();

        Assert.Equal((task.Model.Description.ReturnTokens, sequence), (read.Description.ReturnTokens, read.Options.Sequence));
        Assert.False(read.Description.NeedsTarget);
        var (before, after) = (new ActionBatch(EpisodeFolder.Steering.Actions, 1), new ActionBatch(EpisodeFolder.Steering.Actions, 1));
        Greedy(task.Model).Act([0.3f], [0], before);
        Greedy(read).Act([0.3f], [0], after);
        Assert.Equal(before.Values, after.Values);
    }

    [Fact]
    public void A_rider_that_a_critic_taught_takes_no_target()
    {
        using var rides = folder.Open(SmallRides.Gambling, SmallRides.Gambles(2));
        using var task = DecisionTransformerTask.Create(rides, Tiny, seed: 0);

        Assert.Equal(
            "a target return of 5 cannot be asked for of a rider that takes none: leave it out",
            Assert.Throws<ArgumentException>(() => Greedy(task.Model, target: 5)).Message);
    }

    /// <summary>A controller without noise: it steers against what it sees, and leans a little to one side.</summary>
    private static Episode Steered(int number)
    {
        float[] seen = [.. Enumerable.Range(0, 6).Select(step => (((number * 7) + (step * 5)) % 41 / 20.5f) - 1)];
        double[] rewards = [1, 1, 1, 1, 1];
        return new Episode(
            EpisodeInfo.Of(rewards, true, false), seen, [], [.. seen.Take(5).SelectMany(value => new[] { -value, 0.5f })], rewards);
    }

    private static DecisionTransformerTask Trained(EpisodeSet rides, RideTrainingOptions options, int updates)
    {
        var task = DecisionTransformerTask.Create(rides, options, seed: 0);
        using var trainer = Trainer.Create(
            task, RideTrainingOptions.TrainerDefaults with { Updates = updates, LearningRate = new LearningRateOptions { Peak = 1e-2, Warmup = 10 } }, TimeProvider.System);
        trainer.Train();
        return task;
    }

    private static DecisionTransformerPolicy Greedy(DecisionTransformer model, double target = 0) =>
        new(model, PolicyMode.Greedy, RandomStream.Create(0, StreamPurpose.EvaluationPolicy), target);

    private static int Act(DecisionTransformerPolicy policy, int place)
    {
        var action = new ActionBatch(new Discrete(2), 1);
        policy.Begin(0);
        policy.Act([place], [0], action);
        return action.Choices[0];
    }
}
