using Tandem.Inference;
using Tandem.Learning.Tests.Training;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using Tandem.Learning.Transformers;
using Tandem.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Trajectories;

[Collection(nameof(OneTraining))]
public sealed class DecisionTransformerTaskTests : IDisposable
{
    private static readonly RecordedWorld World = EpisodeFolder.Choosing;

    private static readonly RideTrainingOptions Tiny = new()
    {
        Conditioning = new ConditioningOptions { Returns = ReturnTokens.Observed },
        Model = new DecisionTransformerOptions { Context = 4, Width = 32, Heads = 2, Layers = 1, Positions = StepPositions.Timesteps },
        BatchSize = 12,
        ValidationShare = 0,
        Precision = Precision.Float32,
    };

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly EpisodeFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void The_loss_is_the_cross_entropy_of_every_step_and_of_no_place_without_one()
    {
        using var episodes = ThreeRides();
        using var task = DecisionTransformerTask.Create(episodes, Tiny, seed: 0);
        var batch = task.Batches.Next();
        Assert.Contains(false, batch.Mask);
        var actions = new ChoiceActions(World.Actions, ActionHeads.Joint);
        var logits = task.Model.Forward(RideTensors.Of(batch, new ObservationEncoder(World.Observations), actions)).reshape(-1, 6).data<float>().ToArray();

        var expected = 0.0;
        for (var place = 0; place < batch.Mask.Length; place++)
        {
            if (batch.Mask[place])
            {
                var row = logits.AsSpan(place * 6, 6).ToArray();
                var taken = (3 * batch.Choices[2 * place]) + batch.Choices[(2 * place) + 1];
                expected += Math.Log(row.Sum(logit => Math.Exp(logit))) - row[taken];
            }
        }

        Assert.Equal(expected, task.SummedLoss(batch).ToDouble(), expected * 1e-5);
        Assert.Equal(batch.Mask.Count(real => real), task.CountTargets(batch));
    }

    [Fact]
    public void What_stands_at_a_place_without_a_step_changes_nothing()
    {
        using var episodes = ThreeRides();
        using var task = DecisionTransformerTask.Create(episodes, Tiny, seed: 0);
        var batch = task.Batches.Next();
        var loss = task.SummedLoss(batch).ToDouble();

        for (var place = 0; place < batch.Mask.Length; place++)
        {
            if (!batch.Mask[place])
            {
                (batch.Observations[2 * place], batch.ReturnsToGo[place], batch.Timesteps[place], batch.Choices[2 * place]) = (500, -77, 3, 1);
            }
        }

        Assert.Equal(loss, task.SummedLoss(batch).ToDouble(), 1e-4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Three_rides_are_learned_by_heart(bool isConditioned)
    {
        using var episodes = ThreeRides();
        using var task = DecisionTransformerTask.Create(episodes, Tiny with { Conditioning = isConditioned ? Tiny.Conditioning : null }, seed: 0);

        Train(task, updates: 200);

        task.Model.eval();
        var batch = task.Batches.Next();
        var loss = task.SummedLoss(batch).ToDouble() / batch.Steps;
        Assert.InRange(loss, 0, 0.05);
    }

    [Fact]
    public void A_seed_gives_the_same_bits_each_time_and_another_seed_others()
    {
        using var episodes = ThreeRides();
        byte[] Trained(ulong seed)
        {
            using var task = DecisionTransformerTask.Create(episodes, Tiny with { Model = Tiny.Model with { Dropout = 0.1 } }, seed);
            Train(task, updates: 10);
            return Bytes(task);
        }

        Assert.Equal(Trained(5), Trained(5));
        Assert.NotEqual(Trained(5), Trained(6));
    }

    [Fact]
    public void A_place_in_the_data_goes_on_with_the_same_windows()
    {
        using var episodes = ThreeRides();
        using var task = DecisionTransformerTask.Create(episodes, Tiny, seed: 3);
        using var again = DecisionTransformerTask.Create(episodes, Tiny, seed: 3);
        task.Batches.Next();
        var place = task.Batches.Save();
        var expected = task.Batches.Next();

        again.Batches.Restore(place);
        var actual = again.Batches.Next();

        Assert.Equal(expected.Observations, actual.Observations);
        Assert.Equal(expected.Choices, actual.Choices);
        Assert.Equal(expected.Timesteps, actual.Timesteps);
        Assert.NotEqual(expected.Observations, again.Batches.Next().Observations);
    }

    [Fact]
    public void A_training_that_was_interrupted_ends_with_the_same_bits()
    {
        using var episodes = ThreeRides();
        using var parent = new TemporaryFolder();
        var (whole, parts) = (Path.Combine(parent.Path, "whole"), Path.Combine(parent.Path, "parts"));
        string Run(string path, bool resume, long? interruptedAfter)
        {
            using var task = DecisionTransformerTask.Create(episodes, Tiny with { Model = Tiny.Model with { Dropout = 0.1 } }, seed: 1);
            using var directory = resume ? RunDirectory.Resume(path, TimeProvider.System) : RunDirectory.Create(path, Start, TimeProvider.System);
            using var trainer = Trainer.Create(task, Options(12), TimeProvider.System);
            using var run = resume ? TrainingRun.Resume(directory, trainer) : TrainingRun.Start(directory, trainer);
            using var interruption = new CancellationTokenSource();
            var watcher = new Watcher
            {
                OnUpdate = _ =>
                {
                    if (trainer.Updates == interruptedAfter)
                    {
                        interruption.Cancel();
                    }
                },
            };
            Assert.Equal(interruptedAfter is null, run.Train(watcher, interruption.Token));
            return RunOutcome.Of(directory);
        }

        var expected = Run(whole, resume: false, interruptedAfter: null);
        Run(parts, resume: false, interruptedAfter: 5);

        Assert.Equal(expected, Run(parts, resume: true, interruptedAfter: null));
    }

    [Fact]
    public void Data_that_have_changed_are_refused()
    {
        using var episodes = ThreeRides();
        using var other = new EpisodeFolder();
        using var changed = other.Open(World, Ride(0), Ride(1), Ride(3));
        using var task = DecisionTransformerTask.Create(episodes, Tiny, seed: 0);
        using var again = DecisionTransformerTask.Create(changed, Tiny, seed: 0);

        Assert.Equal(
            "the episodes have changed since this training began: restore them, or train anew",
            Assert.Throws<InvalidDataException>(() => again.Batches.Restore(task.Batches.Save())).Message);
    }

    [Fact]
    public void A_damaged_place_is_refused()
    {
        using var episodes = ThreeRides();
        using var task = DecisionTransformerTask.Create(episodes, Tiny, seed: 0);
        foreach (var damage in new[] { "", "00", new string('z', 64) })
        {
            var place = task.Batches.Save();
            place["stream"] = damage;

            Assert.Equal(
                "the saved place in the episodes is damaged: train anew",
                Assert.Throws<InvalidDataException>(() => task.Batches.Restore(place)).Message);
        }
    }

    [Fact]
    public void Episodes_that_were_all_cut_can_only_be_cloned()
    {
        using var episodes = folder.Open(World, Episode.Of(World, 0, [-1, -1], terminated: false, truncated: true));

        using var clone = DecisionTransformerTask.Create(episodes, Tiny with { Conditioning = null }, seed: 0);

        Assert.Equal(
            "every recorded episode was cut before its end, so no whole return is known: record with a higher step limit, let a critic judge, or clone instead",
            Assert.Throws<ArgumentException>(() => DecisionTransformerTask.Create(episodes, Tiny, seed: 0)).Message);
    }

    private static RunStart Start => new() { Task = "decision-transformer", Version = "1", Seed = 0, CommandLine = "", OptionsJson = "{}" };

    private static TrainerOptions Options(int updates) => RideTrainingOptions.TrainerDefaults with { Updates = updates };

    private static void Train(DecisionTransformerTask task, int updates)
    {
        using var trainer = Trainer.Create(task, Options(updates), TimeProvider.System);
        Assert.True(trainer.Train());
    }

    private static byte[] Bytes(DecisionTransformerTask task)
    {
        using var bytes = new MemoryStream();
        task.SaveModel().WriteTo(bytes);
        return bytes.ToArray();
    }

    private EpisodeSet ThreeRides() => folder.Open(World, Ride(0), Ride(1), Ride(2));

    /// <summary>A ride whose actions follow from its number and step alone.</summary>
    private static Episode Ride(int number)
    {
        var actions = Enumerable.Range(0, 6).Select(step => ((2 * number) + (5 * step) + (step * step)) % 6);
        return Episode.Of(World, number, [-1, -1, -1, -1, -1, 99 - number]) with
        {
            Choices = [.. actions.SelectMany(action => new[] { action / 3, action % 3 })],
        };
    }
}
