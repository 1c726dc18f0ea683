using System.ComponentModel;
using System.Text.Json.Serialization;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;

namespace Tandem.Learning.Trajectories;

/// <summary>What is trained on recorded rides, apart from the trainer's settings.</summary>
public sealed record RideTrainingOptions
{
    /// <summary>The trainer's settings that suit small worlds: AdamW, a high rate that falls along a cosine.</summary>
    public static TrainerOptions TrainerDefaults { get; } = new()
    {
        Updates = 3_000,
        LearningRate = new LearningRateOptions { Peak = 3e-3, Schedule = LearningRateSchedule.Cosine, Warmup = 50 },
        Adam = new AdamOptions { WeightDecay = 1e-4 },
    };

    /// <summary>What the model is told about the return: a Decision Transformer; null: nothing, it only imitates.</summary>
    [Description("What the model is told about the return")]
    public ConditioningOptions? Conditioning { get; init; } = new();

    /// <summary>The model's shape.</summary>
    [Description("The model's shape")]
    public DecisionTransformerOptions Model { get; init; } = new();

    /// <summary>B: windows in a batch.</summary>
    [Description("Windows in a batch [1 to 65536; windows]")]
    public int BatchSize
    {
        get;
        init => field = value is >= 1 and <= 65_536 ? value
            : throw new ArgumentException($"a batch of {value} windows is out of range: give 1 to 65536");
    }
    = 128;

    /// <summary>The share of the episodes, those with the highest returns, that is learned from; one that was cut counts with what it shows.</summary>
    [Description("Share of the episodes, those with the highest returns, that is learned from; rides that were cut rank by what they show; 0.1: the best tenth [above 0, at most 1]")]
    public double BestShare
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"best share {value} is out of range: give a number above 0 and at most 1");
    }
    = 1;

    /// <summary>
    /// The share of episodes that is held back to validate on. Null: a twentieth; but none where a critic judges, since the one
    /// ride that shows the best way on from somewhere must not be missing.
    /// </summary>
    [Description("Share of the episodes that is held back to validate on; null: a twentieth, but none where a critic judges [0 to below 1, or null]")]
    public double? ValidationShare
    {
        get;
        init => field = value is null or (>= 0 and < 1) ? value
            : throw new ArgumentException($"validation share {value} is out of range: give 0 to below 1, or null to choose it by who judges");
    }

    /// <summary><see cref="ValidationShare"/> with the default filled in.</summary>
    [JsonIgnore]
    public double HeldShare => ValidationShare ?? (Conditioning is { Returns: ReturnTokens.Critic } ? 0 : 0.05);

    /// <summary>The number format of products.</summary>
    [JsonIgnore]
    public Precision Precision { get; init; } = Precision.Auto;
}
