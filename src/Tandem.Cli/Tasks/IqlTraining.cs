using Tandem.Environments;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Trajectories;
using Tandem.Runs;

namespace Tandem.Cli.Tasks;

/// <summary>A training by implicit Q-learning in its run directory: everything that has to be closed when it ends.</summary>
internal sealed class IqlTraining : IDisposable
{
    private readonly EpisodeSet episodes;

    private IqlTraining(RunDirectory directory, EpisodeSet episodes, LearnerRun run) => (Directory, this.episodes, Run) = (directory, episodes, run);

    public RunDirectory Directory { get; }

    public LearnerRun Run { get; }

    /// <summary>Prepares a training.</summary>
    /// <param name="context">The worlds and the clock.</param>
    /// <param name="task">Its options.</param>
    /// <param name="open">Creates or opens the run directory for the options, made for the episodes' world, once everything else is known to be right.</param>
    /// <param name="begin">Starts or resumes the run.</param>
    public static IqlTraining Prepare(
        CommandContext context,
        IqlTask task,
        Func<IqlTask, EpisodeSet, RunDirectory> open,
        Func<RunDirectory, ILearner, IVectorEnvironment?, LearnerRunOptions, TimeProvider, LearnerRun> begin)
    {
        var episodes = task.OpenEpisodes();
        Iql? learner = null;
        RunDirectory? directory = null;
        try
        {
            context.Screen.ComplainOfEach(episodes.LeftOut);
            var whole = task.For(context.Catalog, episodes);
            learner = new Iql(episodes, whole.Learner);
            var judging = Judging(context.Catalog, whole, episodes);
            directory = open(whole, episodes);
            return new IqlTraining(directory, episodes, begin(directory, learner, judging, whole.Run, context.Time));
        }
        catch
        {
            directory?.Dispose();
            learner?.Dispose();
            episodes.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Run.Dispose();
        episodes.Dispose();
        Directory.Dispose();
    }

    private static IVectorEnvironment? Judging(EnvironmentCatalog catalog, IqlTask task, EpisodeSet episodes) => (task.Run.EvaluationEpisodes, task.Environment) switch
    {
        (0, _) => null,
        (var count, { } world) => world.CreateToJudge(catalog[world.Id], count),
        _ => throw new ArgumentException($"the world '{episodes.World.Environment}' of the episodes is not in the catalogue, so nothing can be evaluated in it: give --evaluation-episodes 0"),
    };
}
