using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of <see cref="Sac"/>.</summary>
public sealed record SacOptions
{
    /// <summary>Everything random follows from it.</summary>
    [Description("Everything random follows from it [0 or more]")]
    public ulong Seed { get; init; }

    /// <summary>How many environment steps to take in all, over all worlds.</summary>
    [Description("Environment steps in all, over all worlds [1 to 1000000000; steps]")]
    public int Steps
    {
        get;
        init => field = value is >= 1 and <= 1_000_000_000 ? value
            : throw new ArgumentException($"{value} steps are out of range: give 1 to 1000000000");
    }
    = 100_000;

    /// <summary>How many worlds are stepped together.</summary>
    [Description("Worlds that are stepped together [1 to 65536; worlds]")]
    public int Worlds
    {
        get;
        init => field = value is >= 1 and <= 65_536 ? value
            : throw new ArgumentException($"{value} worlds are out of range: give 1 to 65536");
    }
    = 1;

    /// <summary>Step size of Adam.</summary>
    [Description("Step size of Adam [above 0, at most 1]")]
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"learning rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 1e-3;

    /// <summary>Step size of Adam at the end, reached in a straight line; null: the same all the time.</summary>
    [Description("Step size of Adam at the end, reached in a straight line; null: the same all the time [0 to 1, or null]")]
    public double? FinalLearningRate
    {
        get;
        init => field = value is null or (>= 0 and <= 1) ? value
            : throw new ArgumentException($"final learning rate {value} is out of range: give 0 to 1, or null for the same all the time");
    }

    /// <summary>γ: what a reward is worth a step earlier.</summary>
    [Description("What a reward is worth a step earlier, gamma [0 to 1]")]
    public double Discount
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"discount {value} is out of range: give 0 to 1");
    }
    = 0.99;

    /// <summary>Whether the numbers that worlds show are brought to −1…1 by their bounds; those without bounds stay.</summary>
    [Description("Whether observed numbers are brought to -1 to 1 by their bounds; those without bounds stay")]
    public bool ScaleObservations { get; init; }

    /// <summary>How many steps make a batch.</summary>
    [Description("Steps that make a batch [1 to 65536; steps]")]
    public int BatchSize
    {
        get;
        init => field = value is >= 1 and <= 65_536 ? value
            : throw new ArgumentException($"batches of {value} steps are out of range: give 1 to 65536");
    }
    = 256;

    /// <summary>How many of the latest steps are kept to learn from.</summary>
    [Description("Latest steps that are kept to learn from [1 to 100000000; steps]")]
    public int ReplayCapacity
    {
        get;
        init => field = value is >= 1 and <= 100_000_000 ? value
            : throw new ArgumentException($"a replay of {value} steps is out of range: give 1 to 100000000");
    }
    = 1_000_000;

    /// <summary>How many steps are taken at random before learning starts.</summary>
    [Description("Steps taken at random before learning starts [0 to 1000000000; steps]")]
    public int LearningStarts
    {
        get;
        init => field = value is >= 0 and <= 1_000_000_000 ? value
            : throw new ArgumentException($"a start of learning after {value} steps is out of range: give 0 to 1000000000");
    }
    = 1_000;

    /// <summary>After how many environment steps gradient steps are taken.</summary>
    [Description("Environment steps from one train of gradient steps to the next [1 to 1000000; steps]")]
    public int TrainEvery
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentException($"{value} steps from one training to the next are out of range: give 1 to 1000000");
    }
    = 1;

    /// <summary>How many gradient steps are taken at a time.</summary>
    [Description("Gradient steps at a time [1 to 1000000; gradient steps]")]
    public int GradientSteps
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentException($"{value} gradient steps at a time are out of range: give 1 to 1000000");
    }
    = 1;

    /// <summary>τ: how far the target critics go towards the trained ones after each gradient step.</summary>
    [Description("How far the target critics go after each gradient step, tau [above 0, at most 1]")]
    public double TargetRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"target rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 0.005;

    /// <summary>The entropy that the policy is to keep, over all dimensions of the action; null: −1 for each dimension.</summary>
    [Description("Entropy that the policy is to keep, over all dimensions of the action; null: -1 for each dimension [nats]")]
    public double? TargetEntropy
    {
        get;
        init => field = value is null || double.IsFinite(value.Value) ? value
            : throw new ArgumentException($"target entropy {value} is out of range: give a finite number, or null for -1 a dimension");
    }

    /// <summary>α at the beginning: what a nat of entropy is worth in rewards.</summary>
    [Description("What a nat of entropy is worth in rewards at the beginning, alpha [above 0]")]
    public double Temperature
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentException($"temperature {value} is out of range: give a number above 0");
    }
    = 1;

    /// <summary>Whether the temperature follows the policy's entropy, or stays.</summary>
    [Description("Whether the temperature is learned so that the policy keeps its target entropy")]
    public bool LearnTemperature { get; init; } = true;

    /// <summary>The gradient is scaled down to this Euclidean norm; null: as it is.</summary>
    [Description("Largest Euclidean norm of the gradient; null: not clipped [above 0, or null]")]
    public double? MaximumGradientNorm
    {
        get;
        init => field = value is null or > 0 ? value
            : throw new ArgumentException($"maximum gradient norm {value} is out of range: give a number above 0, or null for none");
    }

    /// <summary>The policy's network; both critics have the same hidden layers.</summary>
    [Description("The policy's network; both critics have the same hidden layers")]
    public PerceptronOptions Network { get; init; } = new() { Hidden = [256, 256] };

    /// <summary>How many threads compute, 1 to 64; null: one. It changes no bit, and is no part of what a run saves.</summary>
    [JsonIgnore]
    public int? Threads
    {
        get;
        init => field = value is null or (>= 1 and <= 64) ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 64, or null for one");
    }
}
