namespace Tandem.Learning.Trajectories;

/// <summary>
/// One episode, read-only, where it lies: in a mapped file or in a recorder's memory.
/// Legend: N steps, W observation width, A action width.
/// </summary>
public readonly ref struct EpisodeView
{
    /// <summary>Length, return, how it ended.</summary>
    public required EpisodeInfo Info { get; init; }

    /// <summary>What was seen before each step and after the last, [N + 1, W].</summary>
    public required ReadOnlySpan<float> Observations { get; init; }

    /// <summary>The choices of each step, [N, A]; empty where the action space is a box.</summary>
    public ReadOnlySpan<int> Choices { get; init; }

    /// <summary>The values of each step's action, [N, A]; empty where the action space is discrete.</summary>
    public ReadOnlySpan<float> Values { get; init; }

    /// <summary>What each step earned, [N].</summary>
    public required ReadOnlySpan<double> Rewards { get; init; }

    /// <summary>What was seen before a step, [W]; of step N: after the last.</summary>
    public ReadOnlySpan<float> Observation(int step)
    {
        var width = Observations.Length / (Info.Length + 1);
        return Observations.Slice(step * width, width);
    }
}
