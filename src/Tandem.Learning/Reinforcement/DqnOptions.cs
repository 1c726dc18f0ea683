using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of <see cref="Dqn"/>.</summary>
public sealed record DqnOptions
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
    = 64;

    /// <summary>How many of the latest steps are kept to learn from.</summary>
    [Description("Latest steps that are kept to learn from [1 to 100000000; steps]")]
    public int ReplayCapacity
    {
        get;
        init => field = value is >= 1 and <= 100_000_000 ? value
            : throw new ArgumentException($"a replay of {value} steps is out of range: give 1 to 100000000");
    }
    = 100_000;

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
    = 4;

    /// <summary>How many gradient steps are taken at a time.</summary>
    [Description("Gradient steps at a time [1 to 1000000; gradient steps]")]
    public int GradientSteps
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentException($"{value} gradient steps at a time are out of range: give 1 to 1000000");
    }
    = 1;

    /// <summary>After how many gradient steps the target network follows.</summary>
    [Description("Gradient steps after which the target network follows [1 to 1000000; gradient steps]")]
    public int TargetEvery
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentException($"{value} gradient steps from one target to the next are out of range: give 1 to 1000000");
    }
    = 250;

    /// <summary>How far the target network goes towards the one that is trained when it follows: 1 copies it, less is Polyak averaging, τ.</summary>
    [Description("How far the target network goes when it follows, tau; 1 copies [above 0, at most 1]")]
    public double TargetRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"target rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 1;

    /// <summary>Whether one network chooses what follows and the other judges it: double DQN.</summary>
    [Description("Whether the trained network chooses the next action and the target network judges it: double DQN")]
    public bool DoubleQ { get; init; } = true;

    /// <summary>n: over how many steps rewards are added up before a value takes over.</summary>
    [Description("Steps over which rewards are added up before a value takes over, n [1 to 1000; steps]")]
    public int ReturnSteps
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value
            : throw new ArgumentException($"returns over {value} steps are out of range: give 1 to 1000");
    }
    = 1;

    /// <summary>How far a value may be off before its error counts less.</summary>
    [Description("How an error of a value counts: Huber, which no outlier pulls harder than 1, or squared")]
    public ValueLoss Loss { get; init; } = ValueLoss.Huber;

    /// <summary>ε at the beginning: how likely an action is drawn at random.</summary>
    [Description("How likely an action is random at the beginning, epsilon [0 to 1]")]
    public double ExplorationStart
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"exploration {value} is out of range: give 0 to 1");
    }
    = 1;

    /// <summary>ε at the end of exploring, and from then on.</summary>
    [Description("How likely an action is random after exploring, epsilon [0 to 1]")]
    public double ExplorationEnd
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"exploration {value} is out of range: give 0 to 1");
    }
    = 0.05;

    /// <summary>The share of all steps over which ε falls in a straight line.</summary>
    [Description("Share of all steps over which exploration falls [0 to 1]")]
    public double ExplorationShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"exploration share {value} is out of range: give 0 to 1");
    }
    = 0.1;

    /// <summary>
    /// For how many steps at most a random action is held: 1 draws anew at each step; else k steps or more with probability 1/k
    /// (εz-greedy: Dabney, Ostrovski and Barreto, "Temporally-extended ε-greedy exploration", 2021).
    /// </summary>
    [Description("Steps that a random action is held at most; 1 draws anew at each, more holds it for k or more with probability 1/k [1 to 10000; steps]")]
    public int ExplorationHold
    {
        get;
        init => field = value is >= 1 and <= 10_000 ? value
            : throw new ArgumentException($"a random action held for {value} steps is out of range: give 1 to 10000");
    }
    = 1;

    /// <summary>The gradient is scaled down to this Euclidean norm; null: as it is.</summary>
    [Description("Largest Euclidean norm of the gradient; null: not clipped [above 0, or null]")]
    public double? MaximumGradientNorm
    {
        get;
        init => field = value is null or > 0 ? value
            : throw new ArgumentException($"maximum gradient norm {value} is out of range: give a number above 0, or null for none");
    }
    = 10;

    /// <summary>The network of action values.</summary>
    [Description("The network of action values")]
    public PerceptronOptions Network { get; init; } = new() { Hidden = [64, 64] };

    /// <summary>How many threads compute, 1 to 64; null: one. It changes no bit, and is no part of what a run saves.</summary>
    [JsonIgnore]
    public int? Threads
    {
        get;
        init => field = value is null or (>= 1 and <= 64) ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 64, or null for one");
    }
}
