using System.ComponentModel;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;
using Tandem.Learning.Transformers;

namespace Tandem.Cli.Tasks;

/// <summary>Everything that <c>tandem train reinforce</c> depends on; saved with the run.</summary>
internal sealed record ReinforceTask
{
    public const string Name = "reinforce";

    /// <summary>The world.</summary>
    public required EnvironmentChoice Environment { get; init; }

    /// <summary>The algorithm's settings.</summary>
    public ReinforceOptions Learner { get; init; } = new();

    /// <summary>Where to compute.</summary>
    public MachineOptions Machine
    {
        get;
        init => field = value.Precision != Precision.BFloat16 ? value
            : throw new ArgumentException("precision bfloat16 is for large products: this task's are small, give auto or float32");
    }
    = new();

    /// <summary>Episodes between two checkpoints.</summary>
    [Description("Episodes from one checkpoint to the next [1 to 1000000000; episodes]")]
    public int CheckpointEvery
    {
        get;
        init => field = value is >= 1 and <= 1_000_000_000 ? value
            : throw new ArgumentException($"a checkpoint every {value} episodes is out of range: give 1 to 1000000000");
    }
    = 200;

    /// <summary>The defaults for a world.</summary>
    public static ReinforceTask For(EnvironmentSpec spec) => new() { Environment = EnvironmentChoice.Of(spec) };

    /// <summary>A training of this task at its beginning.</summary>
    public Reinforce NewTraining(EnvironmentCatalog catalog) => new(Environment.CreateVector(catalog, 1), Learner);
}
