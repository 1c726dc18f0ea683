using System.ComponentModel;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Trajectories;

/// <summary>Settings of <see cref="Iql"/>; the defaults suit small worlds.</summary>
public sealed record IqlOptions
{
    /// <summary>Everything random follows from it.</summary>
    [Description("Everything random follows from it [0 or more]")]
    public ulong Seed { get; init; }

    /// <summary>The critic, which learns first.</summary>
    [Description("The critic, which learns first")]
    public CriticOptions Critic { get; init; } = new();

    /// <summary>Updates of the policy, once the critic has learned.</summary>
    [Description("Updates of the policy, once the critic has learned [1 to 1000000000; updates]")]
    public int Updates
    {
        get;
        init => field = value is >= 1 and <= 1_000_000_000 ? value
            : throw new ArgumentException($"{value} updates are out of range: give 1 to 1000000000");
    }
    = 5_000;

    /// <summary>Steps in a batch of the policy.</summary>
    [Description("Steps in a batch of the policy [1 to 1048576; steps]")]
    public int BatchSize
    {
        get;
        init => field = value is >= 1 and <= 1_048_576 ? value
            : throw new ArgumentException($"a batch of {value} steps is out of range: give 1 to 1048576");
    }
    = 256;

    /// <summary>The highest step size of the policy's Adam, from which it falls along a cosine.</summary>
    [Description("Highest step size of Adam for the policy; it falls along a cosine [above 0, at most 1]")]
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"learning rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 3e-3;

    /// <summary>
    /// β: how much more the better actions are imitated, by advantages in units that fit the data
    /// (<see cref="StepAdvantages.Scale"/>), so that a number means the same in every world.
    /// </summary>
    [Description("How much more the better actions are imitated, beta, for advantages in units that fit the data; 0 imitates all alike [0 to 1000]")]
    public double Temperature
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentException($"temperature {value} is out of range: give 0 to 1000");
    }
    = 3;

    /// <summary>No action weighs more than this.</summary>
    [Description("The largest weight of an action [1 to 1000000]")]
    public double MaximumWeight
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentException($"maximum weight {value} is out of range: give 1 to 1000000");
    }
    = 100;

    /// <summary>How an action of several parts is chosen.</summary>
    [Description("How an action of several parts is chosen: one distribution over all combinations, or one for each part")]
    public ActionHeads Heads { get; init; } = ActionHeads.Joint;

    /// <summary>The policy's network.</summary>
    [Description("The policy's network")]
    public PerceptronOptions Network { get; init; } = new() { Hidden = [64, 64] };
}
