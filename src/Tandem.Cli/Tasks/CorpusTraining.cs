using System.Text;
using Tandem.Inference.Translation;
using Tandem.Learning.Training;
using Tandem.Learning.Translation;
using Tandem.Runs;
using Tandem.Text;
using TorchSharp;

namespace Tandem.Cli.Tasks;

/// <summary>A translation training in its run directory: everything that has to be closed when it ends.</summary>
internal sealed class CorpusTraining : IDisposable
{
    private const string TokenizerFile = "tokenizer.json", TargetTokenizerFile = "tokenizer.target.json";

    private readonly TranslationTask training;

    private CorpusTraining(TranslateTask task, TranslationCorpus corpus, RunDirectory directory, TranslationTask training, TrainingRun run) =>
        (Task, Test, Directory, this.training, Run) = (task, corpus.Test, directory, training, run);

    public TranslateTask Task { get; }

    public required CorpusCounts Counts { get; init; }

    /// <summary>What is scored once: an example's unseen lines, else nothing.</summary>
    public IReadOnlyList<SentencePair> Test { get; }

    public RunDirectory Directory { get; }

    public TrainingRun Run { get; }

    /// <summary>Prepares a new training; its run's folder is created last.</summary>
    public static CorpusTraining Start(TranslateTask task, Func<RunDirectory> create, TimeProvider clock)
    {
        var corpus = TranslationCorpus.Open(task);
        var learner = Learner(task);
        return Prepare(task, corpus, TranslationText.Learn(corpus.Train, learner), clock, text =>
        {
            var directory = create();
            corpus.Save(directory.FilePath(TranslationCorpus.FileName));
            text.SourceTokenizer.Save(directory.FilePath(TokenizerFile));
            if (!learner.SharedVocabulary)
            {
                text.TargetTokenizer.Save(directory.FilePath(TargetTokenizerFile));
            }

            return directory;
        }, TrainingRun.Start);
    }

    /// <summary>Prepares to go on with a training whose directory is open and locked, with the subwords that it has.</summary>
    public static CorpusTraining Resume(TranslateTask task, RunDirectory directory, TimeProvider clock)
    {
        var corpus = TranslationCorpus.Open(task);
        corpus.RequireSame(directory.FilePath(TranslationCorpus.FileName));
        var source = Tokenizer(directory, TokenizerFile, Translator.SourceTokenizerName);
        var target = task.Learner.SharedVocabulary ? source : Tokenizer(directory, TargetTokenizerFile, Translator.TargetTokenizerName);
        var text = TranslationText.Cut(corpus.Train, source, target, task.Learner.MaximumLength);
        return Prepare(task, corpus, text, clock, _ => directory, TrainingRun.Resume);
    }

    public void Dispose()
    {
        Run.Dispose();
        training.Dispose();
        Directory.Dispose();
    }

    private static CorpusTraining Prepare(
        TranslateTask task, TranslationCorpus corpus, TranslationText text, TimeProvider clock,
        Func<TranslationText, RunDirectory> open, Func<RunDirectory, Trainer, TrainingRun> begin)
    {
        // Several workers have one thread each, so that their number changes no bit; a single one may use all.
        torch.set_num_threads(task.Workers > 1 ? 1 : task.Machine.ThreadsHere);
        if (task.Workers == 1)
        {
            NativeAllocator.KeepFreedMemory();
        }

        var learner = Learner(task);
        var validation = corpus.Validation.Count > 0 ? text.CutValidation(corpus.Validation, learner) : null;
        TranslationTask? training = null;
        RunDirectory? directory = null;
        try
        {
            training = TranslationTask.Create(text, validation, learner, task.Trainer.Seed, corpus.Fingerprint, task.Machine.ThreadsHere);
            var trainer = Trainer.Create(training, task.Trainer with { Workers = task.Workers }, clock);
            directory = open(text);
            return new CorpusTraining(task, corpus, directory, training, begin(directory, trainer)) { Counts = CorpusCounts.Of(corpus, training, validation) };
        }
        catch
        {
            directory?.Dispose();
            training?.Dispose();
            throw;
        }
    }

    private static TranslationOptions Learner(TranslateTask task) => task.Learner with { Precision = task.Machine.Precision };

    /// <summary>The run's own tokenizer, which is the one its last checkpoint was trained with.</summary>
    private static SubwordTokenizer Tokenizer(RunDirectory directory, string file, string name)
    {
        var path = directory.FilePath(file);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"'{path}' is missing, without which the model's tokens mean nothing: restore it from a copy, or train anew");
        }

        var tokenizer = SubwordTokenizer.Load(path);
        var saved = directory.Checkpoints.LatestGood().Found?.ReadModel().Metadata.GetValueOrDefault(name);
        return saved is null || Encoding.UTF8.GetString(tokenizer.ToJson()) == saved
            ? tokenizer
            : throw new InvalidDataException($"the tokenizer '{path}' is not the one that the run's checkpoints were trained with: restore it from a copy, or train anew");
    }
}
