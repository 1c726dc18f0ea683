using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Cli.Tasks;

/// <summary>
/// An algorithm that learns by acting. Whatever is around a training knows the algorithms by this alone; <see cref="Algorithms"/>
/// lists them.
/// </summary>
/// <param name="Name">The task's name: <c>tandem train NAME</c>.</param>
/// <param name="Description">What it is, in a line of help.</param>
/// <param name="DefaultWorld">The world that it trains in unless another is named.</param>
internal abstract record Algorithm(string Name, string Description, string DefaultWorld)
{
    /// <summary>Its settings for a world, unless others are given.</summary>
    public abstract object DefaultsFor(EnvironmentSpec spec);

    /// <summary>The seed of its settings.</summary>
    public abstract ulong SeedOf(LearnerTask task);

    /// <summary>A training at its beginning.</summary>
    /// <exception cref="ArgumentException">The world's actions are not such as it takes, or it cannot act as it is to be evaluated.</exception>
    public ILearner NewTraining(EnvironmentCatalog catalog, LearnerTask task)
    {
        var training = Begin(task.Environment.CreateVector(catalog, WorldsOf(task)), task);
        try
        {
            if (task.Run.EvaluationEpisodes > 0)
            {
                _ = training.Agent.Policy(task.Run.EvaluationMode);
            }

            return training;
        }
        catch
        {
            training.Dispose();
            throw;
        }
    }

    /// <summary>How many worlds it trains in side by side.</summary>
    protected abstract int WorldsOf(LearnerTask task);

    /// <summary>A training in those worlds.</summary>
    protected abstract ILearner Begin(IVectorEnvironment worlds, LearnerTask task);
}

/// <summary>An algorithm with its record of settings.</summary>
internal sealed record Algorithm<TOptions>(string Name, string Description, string DefaultWorld)
    : Algorithm(Name, Description, DefaultWorld)
    where TOptions : class
{
    private const int MostThreads = 64;

    /// <summary>The settings for a world.</summary>
    public required Func<EnvironmentSpec, TOptions> Defaults { private get; init; }

    /// <summary>The seed of settings.</summary>
    public required Func<TOptions, ulong> Seed { private get; init; }

    /// <summary>How many worlds settings train in side by side.</summary>
    public Func<TOptions, int> Worlds { private get; init; } = _ => 1;

    /// <summary>Makes a training that may compute on so many threads; null: as many as serve it.</summary>
    public required Func<IVectorEnvironment, TOptions, int?, ILearner> Create { private get; init; }

    public override object DefaultsFor(EnvironmentSpec spec) => Defaults(spec);

    public override ulong SeedOf(LearnerTask task) => Seed((TOptions)task.Learner);

    protected override int WorldsOf(LearnerTask task) => Worlds((TOptions)task.Learner);

    protected override ILearner Begin(IVectorEnvironment worlds, LearnerTask task) => Create(worlds, (TOptions)task.Learner, task.Machine.Threads > 0 ? Math.Min(task.Machine.Threads, MostThreads) : null);
}
