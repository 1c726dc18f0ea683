using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using Tandem.Runs;
using TorchSharp;

namespace Tandem.Cli.Tasks;

/// <summary>A training on recorded rides in its run directory: everything that has to be closed when it ends.</summary>
internal sealed class RideTraining : IDisposable
{
    private readonly EpisodeSet episodes;
    private readonly DecisionTransformerTask training;

    private RideTraining(RunDirectory directory, EpisodeSet episodes, DecisionTransformerTask training, TrainingRun run) =>
        (Directory, this.episodes, this.training, Run) = (directory, episodes, training, run);

    public RunDirectory Directory { get; }

    public TrainingRun Run { get; }

    /// <summary>The model that learns.</summary>
    public DecisionTransformer Model => training.Model;

    /// <summary>Prepares a training.</summary>
    /// <param name="task">Its options.</param>
    /// <param name="open">Creates or opens the run directory, once everything else is known to be right.</param>
    /// <param name="begin">Starts or resumes the run.</param>
    /// <param name="clock">Measures how fast it goes.</param>
    public static RideTraining Prepare(
        RideTask task, Func<EpisodeSet, RunDirectory> open, Func<RunDirectory, Trainer, TrainingRun> begin, TimeProvider clock)
    {
        if (task.Machine.Threads > 0)
        {
            torch.set_num_threads(task.Machine.Threads);
        }

        NativeAllocator.KeepFreedMemory();
        var episodes = task.OpenEpisodes();
        DecisionTransformerTask? training = null;
        RunDirectory? directory = null;
        try
        {
            training = task.NewTraining(episodes);
            var trainer = Trainer.Create(training, task.Trainer, clock);
            directory = open(episodes);
            return new RideTraining(directory, episodes, training, begin(directory, trainer));
        }
        catch
        {
            directory?.Dispose();
            training?.Dispose();
            episodes.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Run.Dispose();
        training.Dispose();
        episodes.Dispose();
        Directory.Dispose();
    }
}
