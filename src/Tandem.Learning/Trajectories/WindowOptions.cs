using System.ComponentModel;

namespace Tandem.Learning.Trajectories;

/// <summary>Where the steps of a window that is longer than what is left of its episode are made up.</summary>
public enum WindowPadding
{
    /// <summary>After the last: a causal mask alone then keeps them out of sight.</summary>
    Right,

    /// <summary>Before the first, as the Decision Transformer's authors do: the last place is always a real step.</summary>
    Left,
}

/// <summary>What becomes of episodes that were cut before their end, whose return is only what they earned until then.</summary>
public enum UnfinishedEpisodes
{
    /// <summary>They are drawn too, and each window of them says so.</summary>
    Mark,

    /// <summary>They are never drawn.</summary>
    Exclude,
}

/// <summary>How windows are cut out of recorded episodes.</summary>
public sealed record WindowOptions
{
    /// <summary>K: the steps of a window.</summary>
    [Description("Steps that the model looks back on [1 to 100000; steps]")]
    public int Context
    {
        get;
        init => field = value is >= 1 and <= 100_000 ? value
            : throw new ArgumentException($"a context of {value} steps is out of range: give 1 to 100000");
    }
    = 20;

    /// <summary>On which side windows at the end of an episode are filled up.</summary>
    [Description("On which side windows at the end of an episode are filled up")]
    public WindowPadding Padding { get; init; } = WindowPadding.Right;

    /// <summary>What becomes of episodes that were cut before their end.</summary>
    [Description("Episodes that were cut before their end: mark them, so that their return is not taken for a finished one's, or exclude them")]
    public UnfinishedEpisodes Unfinished { get; init; } = UnfinishedEpisodes.Mark;
}
