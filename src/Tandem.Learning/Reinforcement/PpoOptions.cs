using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Settings of <see cref="Ppo"/>. The defaults are those of CleanRL's ppo.py, whose implementation details Huang et al. (2022)
/// list; <see cref="PpoDefaults"/> has what solves each built-in world.
/// </summary>
public sealed record PpoOptions
{
    /// <summary>Everything random follows from it.</summary>
    [Description("Everything random follows from it [0 or more]")]
    public ulong Seed { get; init; }

    /// <summary>Environment steps in all, over all worlds; the last update may go a little beyond.</summary>
    [Description("Environment steps in all, over all worlds [1 to 1000000000000; steps]")]
    public long Steps
    {
        get;
        init => field = value is >= 1 and <= 1_000_000_000_000 ? value
            : throw new ArgumentException($"{value} steps are out of range: give 1 to 1000000000000");
    }
    = 500_000;

    /// <summary>How many worlds are ridden at once.</summary>
    [Description("Worlds that are ridden at once [1 to 65536; worlds]")]
    public int Worlds
    {
        get;
        init => field = value is >= 1 and <= 65_536 ? value
            : throw new ArgumentException($"{value} worlds are out of range: give 1 to 65536");
    }
    = 4;

    /// <summary>How many steps each world is ridden between two updates.</summary>
    [Description("Steps that each world is ridden between two updates [1 to 65536; steps]")]
    public int Horizon
    {
        get;
        init => field = value is >= 1 and <= 65_536 ? value
            : throw new ArgumentException($"a horizon of {value} steps is out of range: give 1 to 65536");
    }
    = 128;

    /// <summary>How many steps make one minibatch, as nearly as they divide evenly; at most worlds × horizon.</summary>
    [Description("Steps that make one minibatch, at most worlds times horizon [1 to 16777216; steps]")]
    public int Minibatch
    {
        get;
        init => field = value is >= 1 and <= 16_777_216 ? value
            : throw new ArgumentException($"a minibatch of {value} steps is out of range: give 1 to 16777216");
    }
    = 128;

    /// <summary>How often each step is learned from.</summary>
    [Description("Times that each step is learned from [1 to 1000; epochs]")]
    public int Epochs
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value
            : throw new ArgumentException($"{value} epochs are out of range: give 1 to 1000");
    }
    = 4;

    /// <summary>Step size of Adam.</summary>
    [Description("Step size of Adam [above 0, at most 1]")]
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"learning rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 2.5e-4;

    /// <summary>How the learning rate moves (detail 4).</summary>
    [Description("How the learning rate moves in the course of the training")]
    public Schedule LearningRateSchedule { get; init; } = Schedule.Linear;

    /// <summary>What keeps Adam's division finite, ε (detail 3).</summary>
    [Description("What keeps Adam's division finite, epsilon [above 0, at most 1]")]
    public double AdamEpsilon
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"Adam's epsilon {value} is out of range: give a number above 0 and at most 1");
    }
    = 1e-5;

    /// <summary>γ: what a reward is worth a step earlier.</summary>
    [Description("What a reward is worth a step earlier, gamma [0 to 1]")]
    public double Discount
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"discount {value} is out of range: give 0 to 1");
    }
    = 0.99;

    /// <summary>λ: how far an advantage looks ahead (detail 5).</summary>
    [Description("How far an advantage looks ahead, lambda: 0 one step, 1 to the end [0 to 1]")]
    public double AdvantageDecay
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"advantage decay {value} is out of range: give 0 to 1");
    }
    = 0.95;

    /// <summary>Whether advantages are brought to mean 0 and deviation 1 within each minibatch (detail 7).</summary>
    [Description("Whether advantages are brought to mean 0 and deviation 1 within each minibatch")]
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>ε: how far a probability may move before its gradient ends (detail 8).</summary>
    [Description("How far a probability may move before its gradient ends, epsilon [above 0, at most 10]")]
    public double Clip
    {
        get;
        init => field = value is > 0 and <= 10 ? value
            : throw new ArgumentException($"clip {value} is out of range: give a number above 0 and at most 10");
    }
    = 0.2;

    /// <summary>How the clip moves.</summary>
    [Description("How the clip moves in the course of the training")]
    public Schedule ClipSchedule { get; init; } = Schedule.Constant;

    /// <summary>Whether the value is clipped as the probability is (detail 9).</summary>
    [Description("Whether the value is clipped as the probability is")]
    public bool ClipValues { get; init; } = true;

    /// <summary>The weight of the value's loss, c₁.</summary>
    [Description("Weight of the value's loss [0 to 1000]")]
    public double ValueCoefficient
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentException($"value coefficient {value} is out of range: give 0 to 1000");
    }
    = 0.5;

    /// <summary>The weight of the entropy bonus, c₂.</summary>
    [Description("Weight of the entropy bonus [0 to 1000]")]
    public double EntropyCoefficient
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentException($"entropy coefficient {value} is out of range: give 0 to 1000");
    }
    = 0.01;

    /// <summary>The gradient of all parameters is scaled down to this Euclidean norm (detail 11); null: as it is.</summary>
    [Description("Largest Euclidean norm of the gradient; null: not clipped [above 0, or null]")]
    public double? MaximumGradientNorm
    {
        get;
        init => field = value is null or > 0 ? value
            : throw new ArgumentException($"maximum gradient norm {value} is out of range: give a number above 0, or null for none");
    }
    = 0.5;

    /// <summary>Once an epoch's approximate KL is above it no further epoch follows; null: all do.</summary>
    [Description("Once an epoch's approximate KL is above it no further epoch follows; null: all do [above 0, or null]")]
    public double? TargetKl
    {
        get;
        init => field = value is null or > 0 ? value
            : throw new ArgumentException($"target KL {value} is out of range: give a number above 0, or null for none");
    }

    /// <summary>Whether observations are brought to mean 0 and variance 1 by running statistics.</summary>
    [Description("Whether observations are brought to mean 0 and variance 1 by running statistics")]
    public bool NormalizeObservations { get; init; }

    /// <summary>Whether rewards are divided by the running deviation of discounted returns.</summary>
    [Description("Whether rewards are divided by the running deviation of discounted returns")]
    public bool NormalizeRewards { get; init; }

    /// <summary>Where normalised observations and rewards are cut off, on both sides.</summary>
    [Description("Where normalised observations and rewards are cut off [above 0]")]
    public double NormalizationClip
    {
        get;
        init => field = value > 0 ? value
            : throw new ArgumentException($"normalisation clip {value} is out of range: give a number above 0");
    }
    = 10;

    /// <summary>How an action of several choices is made.</summary>
    [Description("How an action of several choices is made: one distribution over all combinations, or one for each part")]
    public ActionHeads Heads { get; init; } = ActionHeads.Joint;

    /// <summary>How real numbers are made to fit the bounds of the worlds' actions.</summary>
    [Description("How a policy's real numbers are made to fit the bounds of the worlds' actions")]
    public ActionFit ActionFit { get; init; } = ActionFit.Clip;

    /// <summary>The perceptrons that give policy and value.</summary>
    [Description("The perceptrons that give policy and value")]
    public ActorCriticOptions Network { get; init; } = new();

    /// <summary>How many threads compute, 1 to 64; null: one for each processor, 8 at most. It changes no bit, and is no part of what a run saves.</summary>
    [JsonIgnore]
    public int? Threads
    {
        get;
        init => field = value is null or (>= 1 and <= 64) ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 64, or null for one a processor");
    }
}
