using System.ComponentModel;

namespace Tandem.Learning.Reinforcement;

/// <summary>What returns are normalised over before they weigh the log-probabilities.</summary>
public enum ReturnNormalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The steps of each episode: no episode is ever compared with another, as in many first lessons.</summary>
    Episode,

    /// <summary>All steps of an update.</summary>
    Update,

    /// <summary>
    /// The last episodes: the mean of the same step in them is taken off, the deviation of all their returns divides. What no
    /// episode did better or worse than the others teaches nothing.
    /// </summary>
    Recent,
}

/// <summary>What is taken off a return before it weighs a log-probability.</summary>
public enum ReturnBaseline
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A value network's estimate, learned beside the policy.</summary>
    Value,
}

/// <summary>Settings of <see cref="Reinforce"/>; the defaults: one update an episode, returns compared with those of recent episodes.</summary>
public sealed record ReinforceOptions
{
    /// <summary>Everything random follows from it.</summary>
    [Description("Everything random follows from it [0 or more]")]
    public ulong Seed { get; init; }

    /// <summary>How many episodes to ride in all.</summary>
    [Description("Episodes to ride in all [1 to 1000000000; episodes]")]
    public int Episodes
    {
        get;
        init => field = value is >= 1 and <= 1_000_000_000 ? value
            : throw new ArgumentException($"{value} episodes are out of range: give 1 to 1000000000");
    }
    = 1_000;

    /// <summary>Step size of Adam.</summary>
    [Description("Step size of Adam [above 0, at most 1]")]
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"learning rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 0.01;

    /// <summary>γ: what a reward is worth a step earlier.</summary>
    [Description("What a reward is worth a step earlier, gamma [0 to 1]")]
    public double Discount
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"discount {value} is out of range: give 0 to 1");
    }
    = 0.99;

    /// <summary>How many episodes make one update.</summary>
    [Description("Episodes that make one update [1 to 10000; episodes]")]
    public int EpisodesPerUpdate
    {
        get;
        init => field = value is >= 1 and <= 10_000 ? value
            : throw new ArgumentException($"{value} episodes per update are out of range: give 1 to 10000");
    }
    = 1;

    /// <summary>What returns are normalised over.</summary>
    [Description("What returns are normalised over; recent: compared step by step with the last episodes")]
    public ReturnNormalization ReturnNormalization { get; init; } = ReturnNormalization.Recent;

    /// <summary>How many episodes <see cref="ReturnNormalization.Recent"/> compares, the present one among them; at least those of the update.</summary>
    [Description("Episodes that 'recent' compares, the present one among them [2 to 10000; episodes]")]
    public int RecentEpisodes
    {
        get;
        init => field = value is >= 2 and <= 10_000 ? value
            : throw new ArgumentException($"{value} recent episodes are out of range: give 2 to 10000");
    }
    = 16;

    /// <summary>What is taken off a return.</summary>
    [Description("What is taken off a return; value: what a second network learns to expect")]
    public ReturnBaseline Baseline { get; init; } = ReturnBaseline.None;

    /// <summary>Step size of the value network's Adam.</summary>
    [Description("Step size of the value network's Adam [above 0, at most 1]")]
    public double ValueLearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"value learning rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 0.01;

    /// <summary>How an action of several parts is chosen.</summary>
    [Description("How an action of several parts is chosen: one distribution over all combinations, or one for each part")]
    public ActionHeads Heads { get; init; } = ActionHeads.Joint;

    /// <summary>The weight of the entropy bonus, β.</summary>
    [Description("Weight of the entropy bonus [0 to 1000]")]
    public double EntropyCoefficient
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentException($"entropy coefficient {value} is out of range: give 0 to 1000");
    }

    /// <summary>The gradient is scaled down to this Euclidean norm; null: as it is.</summary>
    [Description("Largest Euclidean norm of the gradient; null: not clipped [above 0, or null]")]
    public double? MaximumGradientNorm
    {
        get;
        init => field = value is null or > 0 ? value
            : throw new ArgumentException($"maximum gradient norm {value} is out of range: give a number above 0, or null for none");
    }

    /// <summary>The policy's network; the value network has the same hidden layers.</summary>
    [Description("The policy's network")]
    public PerceptronOptions Network { get; init; } = new();
}
