using Tandem.Learning.Training;
using Tandem.Runs;

namespace Tandem.Learning.Tests.Training;

/// <summary>A training of a <see cref="TinyTask"/> in a run directory of its own, which goes with it.</summary>
internal sealed class TinyRun : IDisposable
{
    private readonly TemporaryFolder? folder;
    private readonly TrainingRun run;

    public TinyRun(TinyTask task, TrainerOptions options)
        : this(task, options, new TemporaryFolder())
    {
    }

    private TinyRun(TinyTask task, TrainerOptions options, TemporaryFolder folder)
        : this(task, options, Start(folder["run"]), resume: false) => this.folder = folder;

    private TinyRun(TinyTask task, TrainerOptions options, RunDirectory directory, bool resume)
    {
        Directory = directory;
        var trainer = Trainer.Create(task, options, TimeProvider.System);
        try
        {
            run = resume ? TrainingRun.Resume(directory, trainer) : TrainingRun.Start(directory, trainer);
        }
        catch
        {
            trainer.Dispose();
            directory.Dispose();
            throw;
        }
    }

    public RunDirectory Directory { get; }

    public TrainingRun Run => run;

    /// <summary>Starts a run in a folder that stays.</summary>
    public static TinyRun StartIn(string path, TinyTask task, TrainerOptions options) => new(task, options, Start(path), resume: false);

    /// <summary>Resumes the run of a folder.</summary>
    public static TinyRun ResumeIn(string path, TinyTask task, TrainerOptions options) =>
        new(task, options, RunDirectory.Resume(path, TimeProvider.System), resume: true);

    public static float[] Weights(TinyTask task) =>
        [.. task.Module.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];

    public bool Train(ITrainingObserver? observer = null, CancellationToken cancellation = default) => run.Train(observer, cancellation);

    public void Dispose()
    {
        run.Dispose();
        Directory.Dispose();
        folder?.Dispose();
    }

    private static RunDirectory Start(string path) => RunDirectory.Create(
        path,
        new RunStart { Task = "tiny", Version = "1", Seed = 0, CommandLine = "", OptionsJson = "{}" },
        TimeProvider.System);
}
