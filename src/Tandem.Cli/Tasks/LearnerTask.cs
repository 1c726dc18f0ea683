using System.ComponentModel;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Transformers;
using Tandem.Runs;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>Everything that a training by acting depends on, such as <c>tandem train ppo</c>; saved with the run.</summary>
internal sealed record LearnerTask
{
    /// <summary>The world.</summary>
    public required EnvironmentChoice Environment { get; init; }

    /// <summary>The algorithm's settings: the record that the algorithm names.</summary>
    [Description("The algorithm's settings")]
    public required object Learner { get; init; }

    /// <summary>Where to compute.</summary>
    public MachineOptions Machine
    {
        get;
        init => field = value.Precision != Precision.BFloat16 ? value
            : throw new ArgumentException("precision bfloat16 is for large products: this task's are small, give auto or float32");
    }
    = new();

    /// <summary>How often the training is evaluated, saved and logged.</summary>
    public LearnerRunOptions Run { get; init; } = new();

    /// <summary>The defaults of an algorithm for a world.</summary>
    public static LearnerTask For(Algorithm algorithm, EnvironmentSpec spec) =>
        new() { Environment = EnvironmentChoice.Of(spec), Learner = algorithm.DefaultsFor(spec) };

    /// <summary>The same with another seed.</summary>
    public LearnerTask WithSeed(ulong seed) => OptionsBinder.Assign(this, $"learner.seed={seed}");

    /// <summary>The options of a run that is open.</summary>
    /// <exception cref="ArgumentException">The run is of another task, or its options are of another world than its record.</exception>
    public static (Algorithm Algorithm, LearnerTask Task) Of(EnvironmentCatalog catalog, RunDirectory directory)
    {
        var record = directory.Record;
        var algorithm = Algorithms.Find(record.Task)
            ?? throw new ArgumentException($"the run '{directory.Path}' is a training of '{record.Task}': this program knows {TaskNames.All}");
        var world = record.Environment ?? "";
        var task = OptionsBinder.FromJson(For(algorithm, catalog[world]), directory.ReadOptionsJson(), directory.FilePath("options.json"));
        return task.Environment.Id == world ? (algorithm, task)
            : throw new ArgumentException($"the run '{directory.Path}' trains in {world}, and its options name {task.Environment.Id}: train there anew, in another folder");
    }
}
