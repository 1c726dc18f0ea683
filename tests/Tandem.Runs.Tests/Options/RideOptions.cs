using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tandem.Runs.Tests.Options;

/// <summary>A tree with every kind of property that an option may have.</summary>
public sealed record RideOptions
{
    [Description("Seed of every random stream")]
    public ulong Seed { get; init; } = 1;

    public LearnerOptions Learner { get; init; } = new();

    public WorldSlot Environment { get; init; } = new();

    [Description("Threads that compute [1 to 64]")]
    public int? Threads { get; init; }
}

public sealed record LearnerOptions
{
    [Description("Step size of Adam [greater than 0]")]
    public double LearningRate
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentException($"learning rate {value} is out of range: give a number greater than 0");
    } = 0.01;

    [Description("Width of each hidden layer [at least 1; units]")]
    public ImmutableArray<int> Layers { get; init; } = [64, 64];

    [Description("How returns are scaled")]
    public ReturnScaling Scaling { get; init; } = ReturnScaling.ByEpisode;

    [Description("Whether a baseline is learned")]
    public bool Baseline { get; init; }

    [Description("Weight of the entropy bonus")]
    public float EntropyWeight { get; init; } = 0.5f;

    public long Episodes { get; init; } = 1000;

    public double? ClipNorm { get; init; }

    public string[] Tags { get; init; } = [];

    public IReadOnlyList<double> Quantiles { get; init; } = [0.25, 0.75];
}

public sealed record WorldSlot
{
    [Description("Identifier of the world")]
    public string Id { get; init; } = "BicycleGrid-v0";

    public string? Note { get; init; }

    public object? World { get; init; } = new GridOptions();

    public int Count { get; init; } = 1;

    [JsonIgnore]
    public Func<int>? Factory { get; init; }

    public int Doubled => Count * 2;
}

public sealed record GridOptions
{
    [Description("Side of the square grid [2 to 1024; cells]")]
    public int Size
    {
        get;
        init => field = value is >= 2 and <= 1024
            ? value
            : throw new ArgumentException($"grid size {value} is out of range: give 2 to 1024");
    } = 5;

    public long Seed { get; init; }
}

public enum ReturnScaling
{
    None,
    ByEpisode,
    ByBatch,
}
