using Tandem.Inference.Decoding;
using Tandem.Inference.Translation;
using Tandem.Learning.Tests.Training;
using Tandem.Learning.Training;
using Tandem.Learning.Translation;
using Tandem.Runs.Safetensors;
using Tandem.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Translation;

[Collection(nameof(OneTraining))]
public sealed class TranslationTaskTests
{
    [Fact]
    public void A_language_spoken_backwards_is_learned()
    {
        using var task = Reversal.Task(pairs: 3_000, options: Reversal.Options with { SubwordDropout = 0, Model = Reversal.Options.Model with { Dropout = 0 } });
        using var trainer = Trainer.Create(task, Reversal.Trainer with { Updates = 600, ValidateEvery = 600, BatchesPerUpdate = 1, AverageDecay = 0.99 }, TimeProvider.System);
        var watched = new Watcher();

        trainer.Train(watched);

        var metrics = watched.Validations[^1].Result.Metrics.ToDictionary(metric => metric.Name, metric => metric.Value);
        Assert.InRange(metrics["loss"], 0, 0.5);
        Assert.InRange(watched.Updates[0].Loss, 4, 8);
        var translator = Saved(task);
        var sentences = Reversal.Sentences(50, first: 7_000);
        var right = translator.Translate([.. sentences.Select(pair => pair.Source)]).Zip(sentences).Count(pair => pair.First == pair.Second.Target);
        Assert.InRange(right, 40, 50);
    }

    [Fact]
    public void A_batch_loses_as_much_as_its_pairs_alone_so_padding_is_nothing()
    {
        using var scope = NewDisposeScope();
        using var task = Reversal.Task();
        task.Module.eval();
        var pairs = task.Text.Pairs.Take(9).ToArray();

        var together = task.SummedLoss(TokenBatch.Create(pairs, task.Text.TargetTokenizer)).ToDouble();
        var alone = pairs.Sum(pair => task.SummedLoss(TokenBatch.Create([pair], task.Text.TargetTokenizer)).ToDouble());

        Assert.Equal(alone, together, 1e-3);
    }

    [Fact]
    public void Validation_tells_the_loss_without_smoothing_and_the_score_of_plain_text()
    {
        using var scope = NewDisposeScope();
        using var smooth = Reversal.Task();
        using var plain = Reversal.Task(options: Reversal.Options with { LabelSmoothing = 0 });
        smooth.Module.eval();
        plain.Module.eval();
        var pairs = Reversal.Sentences(20, first: 5_000);
        var tokens = TranslationText.Cut(pairs, plain.Text.SourceTokenizer, plain.Text.TargetTokenizer);
        var batch = TokenBatch.Create([.. tokens.Pairs], plain.Text.TargetTokenizer);

        var result = smooth.Validate(default);

        var bleu = Bleu.Corpus(Saved(smooth).Translate([.. pairs.Select(pair => pair.Source)], new DecodingOptions { Method = DecodingMethod.Greedy }), [.. pairs.Select(pair => pair.Target)]).Score;
        Assert.Equal(plain.SummedLoss(batch).ToDouble() / batch.Targets, result.Metrics[0].Value, 1e-4);
        Assert.Equal(("bleu", bleu), result.Metrics[1]);
        Assert.Equal(bleu, result.Score);
        Assert.StartsWith(pairs[0].Source + " → ", result.Sample, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_loss_is_the_score_less_of_it_is_better()
    {
        using var scope = NewDisposeScope();
        using var task = Reversal.Task(options: Reversal.Options with { Score = ValidationScore.Loss });
        task.Module.eval();

        var result = task.Validate(default);

        Assert.Equal(-result.Metrics.Single(metric => metric.Name == "loss").Value, result.Score);
    }

    [Fact]
    public void The_saved_model_computes_what_the_trained_one_does()
    {
        using var scope = NewDisposeScope();
        using var task = Reversal.Task();
        task.Module.eval();
        var translator = Saved(task);
        int[] source = [.. task.Text.SourceTokenizer.Encode("abcd"), task.Text.SourceTokenizer.End];

        var expected = nn.functional.log_softmax(task.Model.Forward(tensor(source.Select(token => (long)token).ToArray(), [1, source.Length]), tensor(new long[] { task.Text.TargetTokenizer.Beginning }, [1, 1])), -1);
        using var rows = translator.Model.Begin([source]);
        var found = new float[translator.Model.Vocabulary];
        rows.Extend([0], [task.Text.TargetTokenizer.Beginning], found);

        Assert.All(expected.flatten().data<float>().ToArray().Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void A_training_stopped_in_the_middle_of_an_epoch_goes_on_to_the_same_bits(int updates)
    {
        using var folder = new TemporaryFolder();
        using var first = Reversal.Task();
        using var resumed = Reversal.Task();
        using var whole = Reversal.Task();

        using (var run = Run(folder["run"], first, resume: false))
        using (var stop = new CancellationTokenSource())
            Assert.False(run.Train(new Watcher { OnUpdate = update => { if (update.Update == updates) stop.Cancel(); } }, stop.Token));
        using (var run = Run(folder["run"], resumed, resume: true))
            Assert.True(run.Train());
        using (var run = Run(folder["whole"], whole, resume: false))
            Assert.True(run.Train());

        Assert.True(whole.BatchesPerEpoch is > 2 and < 20, $"{whole.BatchesPerEpoch} batches an epoch test no border between epochs");
        Assert.Equal(Weights(whole), Weights(resumed));
    }

    [Fact]
    public void Other_data_and_another_seed_are_refused()
    {
        using var task = Reversal.Task(seed: 1);
        using var otherText = Reversal.Task(seed: 1, fingerprint: "other");
        using var otherSeed = Reversal.Task(seed: 2);
        var place = task.Batches.Save();

        Assert.Equal(
            "the parallel text has changed since the run was started: give the files it was started with, or train anew",
            Assert.Throws<InvalidDataException>(() => otherText.Batches.Restore(place)).Message);
        Assert.Equal(
            "the run was started with seed 1: resume it with that seed",
            Assert.Throws<InvalidDataException>(() => otherSeed.Batches.Restore(place)).Message);
    }

    [Fact]
    public void A_place_at_the_very_end_of_an_epoch_leads_into_the_next()
    {
        using var task = Reversal.Task();
        using var other = Reversal.Task();
        for (var i = 0; i < task.BatchesPerEpoch; i++)
            _ = task.Batches.Next();

        other.Batches.Restore(task.Batches.Save());

        Assert.Equal(task.Batches.Next().Source, other.Batches.Next().Source);
    }

    [Fact]
    public void Subwords_fall_apart_anew_in_each_epoch()
    {
        using var task = Reversal.Task(options: Reversal.Options with { Subwords = new SubwordOptions { Merges = 40, AllowFewer = true }, SubwordDropout = 0.5 });

        var epochs = Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 3).Sum(_ => task.Batches.Next().Targets)).ToArray();

        Assert.NotEqual(epochs[0], epochs[1]);
    }

    [Fact]
    public void A_corpus_of_overlong_pairs_is_refused_and_one_with_some_counts_them()
    {
        var options = Reversal.Options with { MaximumLength = 3 };

        var text = TranslationText.Learn(Reversal.Sentences(200), options);
        Assert.InRange(text.Overlong, 50, 150);
        Assert.Equal(200, text.Pairs.Count + text.Overlong);
        Assert.All(text.Pairs, pair => Assert.InRange(Math.Max(pair.Source.Length, pair.Target.Length), 1, 3));
        var error = Assert.Throws<ArgumentException>(() => TranslationText.Learn(Reversal.Sentences(200), options with { MaximumLength = 1 }));
        Assert.Equal("each of the corpus's 200 pairs is longer than 1 tokens: raise the maximum length", error.Message);
    }

    [Fact]
    public void One_embedding_for_two_vocabularies_is_refused() => Assert.Equal(
        "two vocabularies cannot share one embedding: share the vocabulary, or tie the output alone",
        Assert.Throws<ArgumentException>(() => Reversal.Task(options: Reversal.Options with { SharedVocabulary = false })).Message);

    [Fact]
    public void Two_vocabularies_train_and_translate()
    {
        using var task = Reversal.Task(options: Reversal.Options with { SharedVocabulary = false, Model = Reversal.Options.Model with { Tying = EmbeddingTying.Output } });
        using var trainer = Trainer.Create(task, Reversal.Trainer with { Updates = 2 }, TimeProvider.System);

        Assert.True(trainer.Train());
        Assert.Equal(2, Saved(task).Translate(["ab", ""]).Length);
    }

    private static Translator Saved(TranslationTask task)
    {
        using var stream = new MemoryStream();
        task.SaveModel().WriteTo(stream);
        return Translator.From(SafetensorsFile.FromBytes(stream.ToArray(), "model"), "model");
    }

    private static float[] Weights(TranslationTask task) => [.. task.Module.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];

    private static RunningTraining Run(string path, TranslationTask task, bool resume) => new(path, task, resume);
}
