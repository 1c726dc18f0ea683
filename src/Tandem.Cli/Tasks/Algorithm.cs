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
/// <param name="Actions">Which actions it learns to take.</param>
internal abstract record Algorithm(string Name, string Description, string DefaultWorld, ActionKinds Actions)
{
    /// <summary>Its settings for a world, unless others are given.</summary>
    public abstract object DefaultsFor(EnvironmentSpec spec);

    /// <summary>The seed of its settings.</summary>
    public abstract ulong SeedOf(LearnerTask task);

    /// <summary>A training at its beginning.</summary>
    /// <exception cref="ArgumentException">The world's actions are not such as it takes.</exception>
    public ILearner NewTraining(EnvironmentCatalog catalog, LearnerTask task)
    {
        var worlds = task.Environment.CreateVector(catalog, WorldsOf(task));
        RequireFit(task.Environment.Id, worlds.Actions);
        return Begin(worlds, task);
    }

    /// <summary>How many worlds it trains in side by side.</summary>
    protected abstract int WorldsOf(LearnerTask task);

    /// <summary>A training in those worlds.</summary>
    protected abstract ILearner Begin(IVectorEnvironment worlds, LearnerTask task);

    private void RequireFit(string world, Space actions)
    {
        var needed = actions is Box ? ActionKinds.Values : ActionKinds.Choices;
        if (!Actions.HasFlag(needed))
        {
            var (learns, has) = needed == ActionKinds.Values ? ("to choose", "values") : ("to set values", "choices");
            var fitting = Algorithms.All.Where(other => other.Actions.HasFlag(needed)).Select(other => other.Name).ToArray();
            throw new ArgumentException(
                $"{Name} learns {learns}, and the actions of {world}, {actions}, are {has}: "
                + (fitting.Length > 0 ? $"train {string.Join(" or ", fitting)}" : "no algorithm here learns those"));
        }
    }
}

/// <summary>An algorithm with its record of settings.</summary>
internal sealed record Algorithm<TOptions>(string Name, string Description, string DefaultWorld, ActionKinds Actions)
    : Algorithm(Name, Description, DefaultWorld, Actions)
    where TOptions : class
{
    /// <summary>The settings for a world.</summary>
    public required Func<EnvironmentSpec, TOptions> Defaults { private get; init; }

    /// <summary>The seed of settings.</summary>
    public required Func<TOptions, ulong> Seed { private get; init; }

    /// <summary>How many worlds settings train in side by side.</summary>
    public Func<TOptions, int> Worlds { private get; init; } = _ => 1;

    /// <summary>Makes a training.</summary>
    public required Func<IVectorEnvironment, TOptions, ILearner> Create { private get; init; }

    public override object DefaultsFor(EnvironmentSpec spec) => Defaults(spec);

    public override ulong SeedOf(LearnerTask task) => Seed((TOptions)task.Learner);

    protected override int WorldsOf(LearnerTask task) => Worlds((TOptions)task.Learner);

    protected override ILearner Begin(IVectorEnvironment worlds, LearnerTask task) => Create(worlds, (TOptions)task.Learner);
}

/// <summary>Which actions an algorithm learns to take.</summary>
[Flags]
internal enum ActionKinds
{
    None = 0,

    /// <summary>Discrete and multi-discrete ones.</summary>
    Choices = 1,

    /// <summary>Continuous ones.</summary>
    Values = 2,
}
