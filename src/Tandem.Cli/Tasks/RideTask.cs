using System.ComponentModel;
using System.Text.Json.Serialization;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tasks;

/// <summary>Everything that <c>tandem train decision-transformer</c> and <c>clone</c> depend on; saved with the run.</summary>
internal sealed record RideTask
{
    public const string DecisionTransformerName = "decision-transformer";
    public const string CloneName = "clone";

    /// <summary>The folder of recorded episodes.</summary>
    [Description("The folder of recorded episodes; tandem record makes one")]
    public string Episodes { get; init; } = "";

    /// <summary>What becomes of files of it that are damaged.</summary>
    [Description("What to do where a file of the episodes is missing or damaged: refuse, or leave its episodes out")]
    public DamagedShards Damaged { get; init; } = DamagedShards.Refuse;

    /// <summary>What is trained.</summary>
    public RideTrainingOptions Rides { get; init; } = new();

    /// <summary>How it is trained.</summary>
    public TrainerOptions Trainer { get; init; } = RideTrainingOptions.TrainerDefaults;

    /// <summary>Where to compute.</summary>
    public MachineOptions Machine { get; init; } = new() { Threads = 1 };

    /// <summary>Whether a task of this name learns from rides.</summary>
    public static bool IsNamed(string task) => task is DecisionTransformerName or CloneName;

    /// <summary>The defaults of a task of this name: a clone is told nothing about returns.</summary>
    public static RideTask For(string task) =>
        new() { Rides = new RideTrainingOptions { Conditioning = task == DecisionTransformerName ? new ConditioningOptions() : null } };

    /// <summary>The critic's settings; null: none judges.</summary>
    [JsonIgnore]
    public CriticOptions? Critic => Rides.Conditioning is { Returns: ReturnTokens.Critic } judged ? judged.Critic : null;

    /// <summary>The training at its beginning.</summary>
    /// <param name="episodes">The data.</param>
    /// <param name="advantages">What the critic says of them, where one judges.</param>
    public DecisionTransformerTask NewTraining(EpisodeSet episodes, StepAdvantages? advantages) =>
        DecisionTransformerTask.Create(episodes, Rides with { Precision = Machine.Precision }, Trainer.Seed, advantages);

    /// <summary>Opens the episodes.</summary>
    /// <exception cref="ArgumentException">No folder was named.</exception>
    public EpisodeSet OpenEpisodes() => Episodes.Length > 0
        ? EpisodeSet.Open(Episodes, Damaged)
        : throw new ArgumentException("no episodes were named: give --episodes DIR, a folder that 'tandem record' made");
}
