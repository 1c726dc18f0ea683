using Tandem.Learning.Training;
using Tandem.Text;

namespace Tandem.Learning.Translation;

/// <summary>A translation model from parallel text, in one call and without a run directory.</summary>
public static class TranslationTraining
{
    /// <summary>Learns subwords and trains a model; its settings go by the size of the corpus where none are given.</summary>
    /// <param name="options">The files, and how to learn from them.</param>
    /// <param name="observer">Is told of updates and validations.</param>
    /// <param name="cancellation">Ends the training early: what was learned so far is given back.</param>
    /// <returns>The best model by validation, or without validation the last; averaged where the trainer averages.</returns>
    /// <exception cref="CorpusException">A file is missing, empty or no text, or two do not belong together.</exception>
    /// <exception cref="ArgumentException">Options that contradict each other or the corpus.</exception>
    /// <exception cref="NonFiniteLossException">A loss is no finite number.</exception>
    public static TrainedTranslation Train(TranslationTrainingOptions options, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var corpus = ParallelCorpus.Open(options.Source, options.Target);
        var validation = OpenValidation(options, corpus);
        var learner = options.Learner ?? TranslationDefaults.Options(corpus.Pairs);
        var trainer = options.Trainer ?? TranslationDefaults.Trainer(corpus.Pairs);
        var text = TranslationText.Learn([.. corpus.Read()], learner);
        var validationText = validation is null ? null : text.CutValidation(validation.Read(), learner);
        using var task = TranslationTask.Create(text, validationText, learner, trainer.Seed, corpus.Source.Sha256 + corpus.Target.Sha256, options.Threads);
        using var training = Trainer.Create(task, validation is null ? trainer with { Patience = null } : trainer, TimeProvider.System);
        var best = new BestModel(task, observer);
        training.Train(best, cancellation);
        return new TrainedTranslation(best.File ?? training.SaveModel().ToBytes(), options.Threads);
    }

    private static ParallelCorpus? OpenValidation(TranslationTrainingOptions options, ParallelCorpus learned) => (options.ValidSource, options.ValidTarget) switch
    {
        (null, null) => null,
        ({ } source, { } target) => ParallelCorpus.OpenUnseen(source, target, learned),
        _ => throw new ArgumentException("only one side of the validation text was named: give both files, or neither"),
    };

    /// <summary>Keeps the model of the best validation, as it stands while it is validated.</summary>
    private sealed class BestModel(TranslationTask task, ITrainingObserver? observer) : ITrainingObserver
    {
        public byte[]? File { get; private set; }

        public void Updated(TrainingUpdate update) => observer?.Updated(update);

        public void Validated(TrainingValidation validation)
        {
            if (validation.IsBest)
                File = task.SaveModel().ToBytes();
            observer?.Validated(validation);
        }
    }
}
