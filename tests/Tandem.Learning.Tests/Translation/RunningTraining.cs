using Tandem.Learning.Training;
using Tandem.Learning.Translation;
using Tandem.Runs;

namespace Tandem.Learning.Tests.Translation;

/// <summary>A translation training in a run directory.</summary>
internal sealed class RunningTraining : IDisposable
{
    private readonly RunDirectory directory;
    private readonly TrainingRun run;

    public RunningTraining(string path, TranslationTask task, bool resume)
    {
        directory = resume
            ? RunDirectory.Resume(path, TimeProvider.System)
            : RunDirectory.Create(path, new RunStart { Task = "translation", Version = "1", Seed = 1, CommandLine = "", OptionsJson = "{}" }, TimeProvider.System);
        var trainer = Trainer.Create(task, Reversal.Trainer, TimeProvider.System);
        run = resume ? TrainingRun.Resume(directory, trainer) : TrainingRun.Start(directory, trainer);
    }

    public bool Train(ITrainingObserver? observer = null, CancellationToken cancellation = default) => run.Train(observer, cancellation);

    public void Dispose()
    {
        run.Dispose();
        directory.Dispose();
    }
}
