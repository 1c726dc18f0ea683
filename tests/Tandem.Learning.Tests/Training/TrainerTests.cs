using Tandem.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Training;

[Collection(nameof(OneTraining))]
public sealed class TrainerTests
{
    private static readonly TrainerOptions Quick = new()
    {
        Updates = 10,
        LearningRate = new LearningRateOptions { Peak = 0.05, Warmup = 0 },
        ValidateEvery = 1,
    };

    [Fact]
    public void A_classifier_learns_its_classes()
    {
        using var task = new TinyTask(dropout: 0);
        var watched = new Watcher();
        using var trainer = Trainer.Create(task, Quick with { Updates = 150 }, TimeProvider.System);

        Assert.True(trainer.Train(watched));

        Assert.InRange(watched.Updates[0].Loss, 0.5, 5);
        Assert.InRange(watched.Updates[^1].Loss, 0, 0.1);
        Assert.Equal(150, trainer.Updates);
        Assert.False(task.Module.training);
    }

    [Fact]
    public void Several_batches_give_the_gradient_of_their_union()
    {
        using var parts = new TinyTask(seed: 5, dropout: 0);
        using var whole = new TinyTask(seed: 5, dropout: 0) { Batches = new Union(new TinyBatches(5), 4) };
        // An Adam that remembers only the last gradient saves just that.
        var options = Quick with { Updates = 1, MaximumGradientNorm = null, Adam = new AdamOptions { MeanMemory = 0 } };

        var partly = Gradients(parts, options with { BatchesPerUpdate = 4 });
        var wholly = Gradients(whole, options);

        Assert.Equal(partly.Count, wholly.Count);
        Assert.All(partly, entry => Assert.All(entry.Value.Zip(wholly[entry.Key]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f)));
        Assert.Contains(wholly.Values, gradient => gradient.Any(value => Math.Abs(value) > 1e-2));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        Assert.Equal(Trace(seed: 1, modelSeed: 3), Trace(seed: 1, modelSeed: 3));
        Assert.NotEqual(Trace(seed: 2, modelSeed: 3), Trace(seed: 1, modelSeed: 3));
    }

    [Fact]
    public void Validating_more_often_changes_nothing_that_is_learned()
    {
        using var often = new TinyTask { ValidationLosses = [1] };
        using var never = new TinyTask();

        Train(often, Quick);
        Train(never, Quick);

        Assert.Equal(Weights(never), Weights(often));
    }

    [Fact]
    public void A_training_that_was_cancelled_goes_on_to_the_same_bits()
    {
        using var whole = new TinyTask();
        using var parted = new TinyTask();
        Train(whole, Quick);
        using var trainer = Trainer.Create(parted, Quick, TimeProvider.System);

        for (var update = 1; update <= 10; update++)
        {
            using var cancellation = new CancellationTokenSource();
            Assert.Equal(update == 10, trainer.Train(new Watcher { OnUpdate = _ => cancellation.Cancel() }, cancellation.Token));
            Assert.Equal(update, trainer.Updates);
        }

        Assert.Equal(Weights(whole), Weights(parted));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e37)] // the loss still fits float32, the gradient's norm does not
    public void A_loss_that_explodes_names_update_and_learning_rate_and_leaves_the_weights(double factor)
    {
        using var task = new TinyTask { LossFactor = loss => loss == 3 ? factor : 1 };
        using var reference = new TinyTask();
        Train(reference, Quick with { Updates = 3 });

        var error = Assert.Throws<NonFiniteLossException>(() => Train(task, Quick));

        Assert.Equal((4, 0.05), (error.Step, error.LearningRate));
        Assert.StartsWith("the loss stopped being a finite number at step 4 with learning rate 0.05: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(Weights(reference), Weights(task));
    }

    [Fact]
    public void Training_stops_when_validations_bring_no_new_best()
    {
        using var task = new TinyTask { ValidationLosses = [5, 4, 4, double.NaN, 3, 3.5, 3, 3, 2] };
        var watched = new Watcher();
        using var trainer = Trainer.Create(task, Quick with { Updates = 100, Patience = 3 }, TimeProvider.System);

        Assert.True(trainer.Train(watched));

        Assert.True(trainer.IsOutOfPatience);
        Assert.Equal((8, -3.0), (trainer.Updates, trainer.BestScore));
        Assert.Equal([true, true, false, false, true, false, false, false], watched.Validations.Select(validation => validation.IsBest));
        Assert.Equal([0, 0, 1, 2, 0, 1, 2, 3], watched.Validations.Select(validation => validation.SinceBest));
    }

    [Fact]
    public void Validations_come_at_their_interval_and_at_the_end()
    {
        using var task = new TinyTask { ValidationLosses = [1] };
        var watched = new Watcher();
        using var trainer = Trainer.Create(task, Quick with { Updates = 11, ValidateEvery = 4 }, TimeProvider.System);

        trainer.Train(watched);

        Assert.Equal([4, 8, 11], watched.Validations.Select(validation => validation.Update));
    }

    [Fact]
    public void A_validation_stands_in_evaluation_mode_and_takes_no_gradients()
    {
        var seen = new List<(bool Training, bool Gradients)>();
        TinyTask? task = null;
        task = new TinyTask { ValidationLosses = [1], Validating = _ => seen.Add((task!.Module.training, is_grad_enabled())) };
        using (task)
            Train(task, Quick with { Updates = 2 });

        Assert.Equal([(false, false), (false, false)], seen);
    }

    [Fact]
    public void A_second_training_at_the_same_time_is_refused()
    {
        using var task = new TinyTask();
        using var other = new TinyTask();
        Exception? refusal = null;
        var watcher = new Watcher { OnUpdate = _ => refusal ??= Record.Exception(() => Train(other, Quick)) };
        using var trainer = Trainer.Create(task, Quick, TimeProvider.System);

        trainer.Train(watcher);
        Train(other, Quick);

        Assert.Equal(
            "another training runs in this process, and both would draw from libtorch's one random stream: wait until it ends, or train in a process of its own",
            Assert.IsType<InvalidOperationException>(refusal).Message);
    }

    [Fact]
    public void What_fails_while_batches_are_made_ends_the_training()
    {
        using var task = new TinyTask { Batches = new TinyBatches(0) { FailAt = 4 } };
        using var trainer = Trainer.Create(task, Quick, TimeProvider.System);

        var error = Assert.Throws<InvalidDataException>(() => trainer.Train());

        Assert.Equal("the data end in the middle of a batch", error.Message);
        Assert.Equal(4, trainer.Updates);
    }

    [Fact]
    public void An_update_of_nothing_but_padding_is_refused()
    {
        using var task = new TinyTask { Batches = new Union(new TinyBatches(0), 0) };

        var error = Assert.Throws<InvalidDataException>(() => Train(task, Quick));

        Assert.StartsWith("the batches of an update hold no targets, nothing but padding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_one_number_is_refused()
    {
        using var task = new TinyTask { LossFactor = _ => tensor(new float[] { 1, 2 }) };

        var error = Assert.Throws<InvalidOperationException>(() => Train(task, Quick));

        Assert.Equal("the task gave a loss of shape [2]: give the sum over all targets, one number", error.Message);
    }

    [Fact]
    public void Patience_without_data_to_validate_on_is_refused()
    {
        using var task = new TinyTask();

        var error = Assert.Throws<ArgumentException>(() => Trainer.Create(task, Quick with { Patience = 2 }, TimeProvider.System));

        Assert.Equal("a patience of 2 validations needs data to validate on: give some, or no patience", error.Message);
    }

    [Fact]
    public void A_thousand_updates_leave_no_tensor_behind()
    {
        using var task = new TinyTask { ValidationLosses = [1] };
        var live = new List<long>();
        var watcher = new Watcher { OnUpdate = update => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount) };
        using var trainer = Trainer.Create(task, Quick with { Updates = 1_010, BatchesPerUpdate = 2, ValidateEvery = 10 }, TimeProvider.System);

        trainer.Train(watcher);

        Assert.Equal(live[9], live[^1]);
        Assert.Single(live.Skip(9).Distinct());
    }

    private static void Train(TinyTask task, TrainerOptions options)
    {
        using var trainer = Trainer.Create(task, options, TimeProvider.System);
        trainer.Train();
    }

    private static Dictionary<string, float[]> Gradients(TinyTask task, TrainerOptions options)
    {
        using var run = new TinyRun(task, options);
        run.Train();
        var optimizer = run.Directory.Checkpoints.Read(1).ReadTensors("optimizer.safetensors");
        return optimizer.Names.Where(name => name.StartsWith("mean.", StringComparison.Ordinal)).ToDictionary(name => name, optimizer.ReadSingles);
    }

    private static float[] Weights(TinyTask task) => TinyRun.Weights(task);

    private static List<double> Trace(ulong seed, ulong modelSeed)
    {
        using var task = new TinyTask(modelSeed);
        var watched = new Watcher();
        using var trainer = Trainer.Create(task, Quick with { Seed = seed }, TimeProvider.System);
        trainer.Train(watched);
        return [.. watched.Updates.SelectMany(update => new[] { update.Loss, update.GradientNorm })];
    }

    private sealed class Union(IBatchSource<TinyBatch> parts, int count) : IBatchSource<TinyBatch>
    {
        public TinyBatch Next()
        {
            var batches = Enumerable.Range(0, count).Select(_ => parts.Next()).ToArray();
            return new TinyBatch([.. batches.SelectMany(batch => batch.Symbols)], [.. batches.SelectMany(batch => batch.Classes)]);
        }

        public System.Text.Json.Nodes.JsonObject Save() => parts.Save();

        public void Restore(System.Text.Json.Nodes.JsonObject place) => parts.Restore(place);
    }
}
