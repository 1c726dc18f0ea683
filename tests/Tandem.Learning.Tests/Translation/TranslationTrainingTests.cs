using Tandem.Inference.Translation;
using Tandem.Learning.Tests.Training;
using Tandem.Learning.Training;
using Tandem.Learning.Translation;
using Tandem.Text;

namespace Tandem.Learning.Tests.Translation;

[Collection(nameof(OneTraining))]
public sealed class TranslationTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_files_become_a_model_and_its_file()
    {
        var watched = new Watcher();

        var trained = TranslationTraining.Train(Training(), watched);
        trained.Save(folder["model.safetensors"]);

        string[] lines = ["abc", "", "hgfe"];
        Assert.Equal(Reversal.Trainer.Updates, watched.Updates.Count);
        Assert.Empty(watched.Validations);
        Assert.Equal(trained.Translate(lines), Translator.Load(folder["model.safetensors"]).Translate(lines));
        Assert.Equal("", trained.Translate(lines)[1]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_does_not()
    {
        var first = FileOf(TranslationTraining.Train(Training()));

        Assert.Equal(first, FileOf(TranslationTraining.Train(Training())));
        Assert.NotEqual(first, FileOf(TranslationTraining.Train(Training(Reversal.Trainer with { Seed = 1 }))));
    }

    [Fact]
    public void The_model_of_the_best_validation_is_given_back()
    {
        var rising = Reversal.Trainer with { LearningRate = Reversal.Trainer.LearningRate with { Peak = 0.3 } };
        var watched = new Watcher();

        var trained = TranslationTraining.Train(Validated(rising), watched);

        Assert.Equal([true, false], watched.Validations.Select(validation => validation.IsBest));
        Assert.Equal(FileOf(TranslationTraining.Train(Validated(rising with { Updates = rising.ValidateEvery }))), FileOf(trained));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void What_was_learned_until_it_was_cancelled_is_given_back(int updates)
    {
        using var stop = new CancellationTokenSource();
        var watched = new Watcher { OnUpdate = update => { if (update.Update == updates) stop.Cancel(); } };

        var trained = TranslationTraining.Train(Validated(Reversal.Trainer), watched, stop.Token);

        var validated = updates - (updates % Reversal.Trainer.ValidateEvery);
        Assert.Equal(updates, watched.Updates.Count);
        Assert.Equal(FileOf(TranslationTraining.Train(Training(Reversal.Trainer with { Updates = validated > 0 ? validated : updates }))), FileOf(trained));
    }

    [Fact]
    public void Text_to_validate_with_is_two_files_that_are_not_learned_from()
    {
        var training = Training();

        Assert.Equal(
            "only one side of the validation text was named: give both files, or neither",
            Assert.Throws<ArgumentException>(() => TranslationTraining.Train(training with { ValidSource = training.Source })).Message);
        Assert.EndsWith(
            "by which nothing can be validated: give text that training does not see",
            Assert.Throws<CorpusException>(() => TranslationTraining.Train(training with { ValidSource = training.Source, ValidTarget = training.Target })).Message,
            StringComparison.Ordinal);
        Assert.Equal("0 threads are out of range: give 1 to 1024", Assert.Throws<ArgumentException>(() => training with { Threads = 0 }).Message);
    }

    private TranslationTrainingOptions Training(TrainerOptions? trainer = null)
    {
        var (source, target) = Files("train", Reversal.Sentences(200));
        return new() { Source = source, Target = target, Learner = Reversal.Options with { Score = ValidationScore.Loss }, Trainer = trainer ?? Reversal.Trainer };
    }

    private TranslationTrainingOptions Validated(TrainerOptions trainer)
    {
        var (source, target) = Files("valid", Reversal.Sentences(20, first: 5_000));
        return Training(trainer) with { ValidSource = source, ValidTarget = target };
    }

    private (string Source, string Target) Files(string name, SentencePair[] pairs)
    {
        var (source, target) = (folder[name + ".source"], folder[name + ".target"]);
        File.WriteAllLines(source, pairs.Select(pair => pair.Source));
        File.WriteAllLines(target, pairs.Select(pair => pair.Target));
        return (source, target);
    }

    private byte[] FileOf(TrainedTranslation trained)
    {
        trained.Save(folder["trained"]);
        return File.ReadAllBytes(folder["trained"]);
    }
}
