namespace Tandem.Learning.Trajectories;

/// <summary>What is known of a recorded episode without looking into it.</summary>
/// <param name="Length">How many steps; there is one observation more.</param>
/// <param name="Return">The sum of its rewards. Where <see cref="IsUnfinished"/>, only of those until it was cut.</param>
/// <param name="Terminated">It reached an end of the decision process itself.</param>
/// <param name="Truncated">It was cut by the step limit or by the world; both may be true.</param>
/// <param name="Seed">The seed of the recording.</param>
/// <param name="World">Which of the worlds that were ridden side by side it was ridden in.</param>
public readonly record struct EpisodeInfo(int Length, double Return, bool Terminated, bool Truncated, ulong Seed, int World)
{
    /// <summary>The episode was cut before its end: what it would have gone on to earn is not known.</summary>
    public bool IsUnfinished => !Terminated;

    /// <summary>The info of an episode with these rewards.</summary>
    public static EpisodeInfo Of(ReadOnlySpan<double> rewards, bool terminated, bool truncated, ulong seed = 0, int world = 0)
    {
        var sum = 0.0;
        foreach (var reward in rewards)
        {
            sum += reward;
        }

        return new EpisodeInfo(rewards.Length, sum, terminated, truncated, seed, world);
    }
}
