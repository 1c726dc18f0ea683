using System.ComponentModel;

namespace Tandem.Environments;

/// <summary>What <see cref="ShelledWorlds"/> does to what worlds show, earn and are told.</summary>
public sealed record ShellOptions
{
    /// <summary>Whether observations are brought to a mean of 0 and a variance of 1, by running statistics.</summary>
    [Description("Whether observations are brought to mean 0 and variance 1 by running statistics")]
    public bool NormalizeObservations { get; init; }

    /// <summary>Whether rewards are divided by the running standard deviation of discounted returns.</summary>
    [Description("Whether rewards are divided by the running standard deviation of discounted returns")]
    public bool NormalizeRewards { get; init; }

    /// <summary>The discount of the returns that rewards are normalised by, 0 to 1.</summary>
    [Description("The discount of the returns that rewards are normalised by [0 to 1]")]
    public double RewardDiscount
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"reward discount {value} is out of range: give 0 to 1");
    } = 0.99;

    /// <summary>How many observations are shown at once, the oldest first, 1 to 1,024; the first of an episode fills all places.</summary>
    [Description("How many of the latest observations are shown at once [1 to 1024; observations]")]
    public int Frames
    {
        get;
        init => field = value is >= 1 and <= 1024 ? value
            : throw new ArgumentException($"{value} frames are out of range: give 1 to 1024");
    } = 1;

    /// <summary>How a policy's real numbers are made to fit the bounds of the worlds' actions.</summary>
    [Description("How a policy's real numbers are made to fit the bounds of the worlds' actions")]
    public ActionFit ActionFit
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentException($"action fit {(int)value} does not exist: give one of {string.Join(", ", Enum.GetNames<ActionFit>())}");
    }
}
