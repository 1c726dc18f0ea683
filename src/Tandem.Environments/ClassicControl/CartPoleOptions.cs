using System.ComponentModel;

namespace Tandem.Environments.ClassicControl;

/// <summary>What can be chosen about <see cref="CartPole"/>.</summary>
public sealed record CartPoleOptions
{
    /// <summary>Whether a step is worth 0 and the fall −1, as in Sutton and Barto's book, instead of 1 for every step.</summary>
    [Description("Whether a step is worth 0 and the fall -1 (Sutton and Barto), instead of 1 for every step")]
    public bool OnlyFallCounts { get; init; }
}
