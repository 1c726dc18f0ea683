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

    /// <summary>Prepares a new training: what is wrong is refused, then the critic learns, where one judges, then the run's folder is created.</summary>
    /// <param name="context">Where the critic's progress is shown, and the clock.</param>
    /// <param name="task">The options.</param>
    /// <param name="folder">The run's folder; null: the next free one.</param>
    /// <param name="create">Creates the run directory, once everything else is known to be right.</param>
    /// <param name="cancellation">Interrupts the critic.</param>
    public static RideTraining Start(
        CommandContext context, RideTask task, string? folder, Func<EpisodeSet, RunDirectory> create, CancellationToken cancellation) =>
        Prepare(context, task, episodes =>
        {
            if (folder is not null)
            {
                RunDirectory.RequireFree(folder);
            }

            using (var trial = task.NewTraining(episodes, task.Critic is null ? null : StepAdvantages.Unknown(episodes)))
            {
                Trainer.Create(trial, task.Trainer, context.Time).Dispose();
            }

            var advantages = RideCritique.Learn(context, task, episodes, "nothing was saved, so give the command again", cancellation);
            return (advantages, () => create(episodes), TrainingRun.Start);
        });

    /// <summary>Prepares to go on with a training whose directory is open and locked.</summary>
    public static RideTraining Resume(CommandContext context, RideTask task, RunDirectory directory, CancellationToken cancellation) =>
        Prepare(context, task, episodes =>
        {
            var advantages = RideCritique.Find(directory, task, episodes)
                ?? RideCritique.Learn(context, task, episodes, $"the run is as it was, so give 'tandem resume {directory.Path}' again", cancellation);
            return (advantages, () => directory, TrainingRun.Resume);
        });

    private static RideTraining Prepare(
        CommandContext context,
        RideTask task,
        Func<EpisodeSet, (StepAdvantages? Advantages, Func<RunDirectory> Open, Func<RunDirectory, Trainer, TrainingRun> Begin)> judge)
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
            var (advantages, open, begin) = judge(episodes);
            training = task.NewTraining(episodes, advantages);
            var trainer = Trainer.Create(training, task.Trainer, context.Time);
            directory = open();
            RideCritique.Keep(directory, advantages, episodes);
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
