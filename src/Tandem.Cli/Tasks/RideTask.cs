using System.ComponentModel;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tasks;

/// <summary>Where a training with libtorch computes.</summary>
internal sealed record TensorMachineOptions
{
    /// <summary>The processor.</summary>
    [Description("Where to compute [cpu]")]
    public string Device
    {
        get;
        init => field = value == "cpu" ? value
            : throw new ArgumentException($"device '{value}' is not one that this task computes on: give cpu");
    }
    = "cpu";

    /// <summary>Processor threads; 0: as many as there are cores. Small models gain little from a second, and wait dearly for a busy one.</summary>
    [Description("Processor threads; more than 1 serve wide models, 0: as many as there are cores [0 to 1024; threads]")]
    public int Threads
    {
        get;
        init => field = value is >= 0 and <= 1024 ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 1024, or 0 for as many as there are cores");
    }
    = 1;

    /// <summary>The precision of matrix products.</summary>
    [Description("Precision of matrix products")]
    public Learning.Transformers.Precision Precision { get; init; } = Learning.Transformers.Precision.Auto;
}

/// <summary>Everything that <c>tandem train decision-transformer</c> and <c>clone</c> depend on; saved with the run.</summary>
internal sealed record RideTask
{
    public const string DecisionTransformerName = "decision-transformer";
    public const string CloneName = "clone";

    /// <summary>The folder of recorded episodes.</summary>
    [Description("The folder of recorded episodes; tandem record makes one")]
    public string Episodes { get; init; } = "";

    /// <summary>What is trained.</summary>
    public RideTrainingOptions Rides { get; init; } = new();

    /// <summary>How it is trained.</summary>
    public TrainerOptions Trainer { get; init; } = RideTrainingOptions.TrainerDefaults;

    /// <summary>Where to compute.</summary>
    public TensorMachineOptions Machine { get; init; } = new();

    /// <summary>Whether a task of this name learns from rides.</summary>
    public static bool IsNamed(string task) => task is DecisionTransformerName or CloneName;

    /// <summary>The training of a task of this name, at its beginning.</summary>
    public DecisionTransformerTask NewTraining(string task, EpisodeSet episodes) => DecisionTransformerTask.Create(
        episodes,
        Rides with { IsConditioned = task == DecisionTransformerName, Precision = Machine.Precision },
        Trainer.Seed);

    /// <summary>Opens the episodes.</summary>
    /// <exception cref="ArgumentException">No folder was named.</exception>
    public EpisodeSet OpenEpisodes() => Episodes.Length > 0
        ? EpisodeSet.Open(Episodes)
        : throw new ArgumentException("no episodes were named: give --episodes DIR, a folder that 'tandem record' made");
}
