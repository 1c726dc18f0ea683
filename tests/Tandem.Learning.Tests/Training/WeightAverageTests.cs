using Tandem.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Training;

[Collection(nameof(OneTraining))]
public sealed class WeightAverageTests
{
    private static readonly TrainerOptions Options = new()
    {
        Updates = 12,
        LearningRate = new LearningRateOptions { Peak = 0.05, Warmup = 0 },
        AverageDecay = 0.9,
        ValidateEvery = 4,
        CheckpointEvery = 3,
    };

    [Fact]
    public void Early_averages_remember_little_and_later_ones_by_the_decay()
    {
        using var weights = zeros(1).requires_grad_();
        using var average = new WeightAverage([("w", weights)], decay: 0.5);
        using var noGradient = no_grad();

        weights.fill_(1);
        average.Update(1);      // keeps 2 / 11
        var first = 1 - (2.0 / 11);
        weights.fill_(0);
        average.Update(1_000);  // keeps 1 / 2

        using (average.Exchange())
            Assert.Equal(first / 2, weights.ToSingle(), 1e-6);
        Assert.Equal(0, weights.ToSingle());
    }

    [Fact]
    public void What_is_validated_is_what_is_saved_and_not_what_goes_on_learning()
    {
        var validated = new List<float[]>();
        TinyTask? task = null;
        using var made = task = new TinyTask { ValidationLosses = [1], Validating = _ => validated.Add(TinyRun.Weights(task!)) };
        using var run = new TinyRun(task, Options);

        Assert.True(run.Train());

        using var saved = new TinyTask();
        saved.LoadModel(run.Directory.Checkpoints.LatestGood().Found!.ReadModel());
        Assert.Equal(validated[^1], TinyRun.Weights(saved));
        Assert.NotEqual(validated[^1], TinyRun.Weights(task));
    }

    [Fact]
    public void An_average_does_not_change_what_is_learned()
    {
        using var with = new TinyTask();
        using var without = new TinyTask();

        Train(with, Options);
        Train(without, Options with { AverageDecay = null });

        Assert.Equal(TinyRun.Weights(without), TinyRun.Weights(with));
    }

    [Fact]
    public void A_resumed_training_goes_on_with_weights_and_average_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var path = folder["run"];
        using (var first = new TinyTask())
        using (var run = TinyRun.StartIn(path, first, Options))
        using (var stop = new CancellationTokenSource())
            Assert.False(run.Train(new Watcher { OnUpdate = update => { if (update.Update == 7) stop.Cancel(); } }, stop.Token));

        using var resumed = new TinyTask();
        using var rest = TinyRun.ResumeIn(path, resumed, Options);
        Assert.True(rest.Train());
        using var whole = new TinyTask();
        using var unbroken = new TinyRun(whole, Options);
        Assert.True(unbroken.Train());

        Assert.Equal(TinyRun.Weights(whole), TinyRun.Weights(resumed));
        Assert.Equal(Files(unbroken), Files(rest));
    }

    private static void Train(TinyTask task, TrainerOptions options)
    {
        using var trainer = Trainer.Create(task, options, TimeProvider.System);
        Assert.True(trainer.Train());
    }

    private static List<string> Files(TinyRun run)
    {
        var folder = run.Directory.Checkpoints.LatestGood().Found!.Path;
        return [.. new[] { "model.safetensors", "weights.safetensors", "optimizer.safetensors" }.Select(name => Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, name))))];
    }
}
