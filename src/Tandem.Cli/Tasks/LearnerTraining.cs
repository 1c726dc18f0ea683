using Tandem.Environments;
using Tandem.Learning.Reinforcement;
using Tandem.Runs;

namespace Tandem.Cli.Tasks;

/// <summary>A training by acting in its run directory: everything that has to be closed when it ends.</summary>
internal sealed class LearnerTraining : IDisposable
{
    private LearnerTraining(LearnerTask task, EnvironmentSpec spec, RunDirectory directory, LearnerRun run) =>
        (Task, Spec, Directory, Run) = (task, spec, directory, run);

    public LearnerTask Task { get; }

    public EnvironmentSpec Spec { get; }

    public RunDirectory Directory { get; }

    public LearnerRun Run { get; }

    /// <summary>Prepares a new training; its run's folder is created last.</summary>
    public static LearnerTraining Start(EnvironmentCatalog catalog, Algorithm algorithm, LearnerTask task, Func<RunDirectory> create, TimeProvider clock) =>
        Prepare(catalog, algorithm, task, create, LearnerRun.Start, clock);

    /// <summary>Prepares to go on with a training whose directory is open and locked.</summary>
    public static LearnerTraining Resume(EnvironmentCatalog catalog, RunDirectory directory, TimeProvider clock)
    {
        var (algorithm, task) = LearnerTask.Of(catalog, directory);
        return Prepare(catalog, algorithm, task, () => directory, LearnerRun.Resume, clock);
    }

    public void Dispose()
    {
        Run.Dispose();
        Directory.Dispose();
    }

    private static LearnerTraining Prepare(
        EnvironmentCatalog catalog,
        Algorithm algorithm,
        LearnerTask task,
        Func<RunDirectory> open,
        Func<RunDirectory, ILearner, IVectorEnvironment?, LearnerRunOptions, TimeProvider, LearnerRun> begin,
        TimeProvider clock)
    {
        var spec = catalog[task.Environment.Id];
        var learner = algorithm.NewTraining(catalog, task);
        RunDirectory? directory = null;
        try
        {
            var judging = task.Run.EvaluationEpisodes > 0 ? task.Environment.CreateToJudge(spec, task.Run.EvaluationEpisodes) : null;
            directory = open();
            return new LearnerTraining(task, spec, directory, begin(directory, learner, judging, task.Run, clock));
        }
        catch
        {
            directory?.Dispose();
            learner.Dispose();
            throw;
        }
    }
}
