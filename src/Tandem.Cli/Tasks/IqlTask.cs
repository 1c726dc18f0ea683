using System.ComponentModel;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Trajectories;
using Tandem.Learning.Transformers;
using Tandem.Runs;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>Everything that <c>tandem train iql</c> depends on; saved with the run.</summary>
internal sealed record IqlTask
{
    public const string Name = "iql";

    /// <summary>The folder of recorded episodes.</summary>
    [Description("The folder of recorded episodes; tandem record makes one")]
    public string Episodes { get; init; } = "";

    /// <summary>What becomes of files of it that are damaged.</summary>
    [Description("What to do where a file of the episodes is missing or damaged: refuse, or leave its episodes out")]
    public DamagedShards Damaged { get; init; } = DamagedShards.Refuse;

    /// <summary>The world that they come from; null: it is not said yet, or this program does not know it.</summary>
    [Description("The world that the episodes come from")]
    public EnvironmentChoice? Environment { get; init; }

    /// <summary>The algorithm's settings.</summary>
    [Description("The algorithm's settings")]
    public IqlOptions Learner { get; init; } = new();

    /// <summary>Where to compute.</summary>
    public MachineOptions Machine
    {
        get;
        init => field = value.Precision != Precision.BFloat16 ? value
            : throw new ArgumentException("precision bfloat16 is for large products: this task's are small, give auto or float32");
    }
    = new();

    /// <summary>How often the training is saved and logged; it is not evaluated unless asked for, since it needs no world.</summary>
    public LearnerRunOptions Run { get; init; } = new() { EvaluationEpisodes = 0 };

    /// <summary>The options of a run that is open.</summary>
    public static IqlTask Of(EnvironmentCatalog catalog, RunDirectory directory)
    {
        var known = catalog.TryFind(directory.Record.Environment ?? "", out var spec) ? EnvironmentChoice.Of(spec) : null;
        return OptionsBinder.FromJson(new IqlTask { Environment = known }, directory.ReadOptionsJson(), directory.FilePath("options.json"));
    }

    /// <summary>Opens the episodes.</summary>
    /// <exception cref="ArgumentException">No folder was named.</exception>
    public EpisodeSet OpenEpisodes() => new RideTask { Episodes = Episodes, Damaged = Damaged }.OpenEpisodes();

    /// <summary>The same, made for the world of these episodes.</summary>
    public IqlTask For(EnvironmentCatalog catalog, EpisodeSet episodes) => this with
    {
        Episodes = Path.GetFullPath(Episodes),
        Environment = catalog.TryFind(episodes.World.Environment, out _) ? TrainedRider.ChoiceOf(catalog, episodes.World) : null,
    };
}
