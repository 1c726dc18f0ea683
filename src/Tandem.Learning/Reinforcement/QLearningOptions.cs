using System.ComponentModel;

namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of <see cref="QLearning"/>.</summary>
public sealed record QLearningOptions
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
    = 1_000_000;

    /// <summary>How many worlds are stepped together.</summary>
    [Description("Worlds that are stepped together [1 to 65536; worlds]")]
    public int Worlds
    {
        get;
        init => field = value is >= 1 and <= 65_536 ? value
            : throw new ArgumentException($"{value} worlds are out of range: give 1 to 65536");
    }
    = 16;

    /// <summary>α₀: how far a value goes towards what was just seen when its action is taken for the first time.</summary>
    [Description("How far a value goes towards what was seen when its action is taken for the first time [above 0, at most 1]")]
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"learning rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 1;

    /// <summary>ω: the n-th time that an action is taken in a state the rate is α₀·n^−ω. 0 keeps it; 1 takes means.</summary>
    [Description("The n-th time the rate is n to the power of minus this; 0 keeps it, 1 takes means [0 to 1]")]
    public double LearningRateDecay
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"learning rate decay {value} is out of range: give 0 to 1");
    }
    = 0.6;

    /// <summary>γ: what a reward is worth a step earlier.</summary>
    [Description("What a reward is worth a step earlier, gamma [0 to 1]")]
    public double Discount
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"discount {value} is out of range: give 0 to 1");
    }
    = 0.99;

    /// <summary>What every action is worth before it is tried. More than can be earned makes the rider try everything.</summary>
    [Description("What every action is worth before it is tried; more than can be earned makes the rider try everything")]
    public double InitialValue
    {
        get;
        init => field = double.IsFinite(value) ? value
            : throw new ArgumentException($"initial value {value} is out of range: give a finite number");
    }

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
    = 0.1;

    /// <summary>The share of all steps over which ε falls in a straight line.</summary>
    [Description("Share of all steps over which exploration falls [0 to 1]")]
    public double ExplorationShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"exploration share {value} is out of range: give 0 to 1");
    }
    = 0.5;
}
