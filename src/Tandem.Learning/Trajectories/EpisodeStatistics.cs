namespace Tandem.Learning.Trajectories;

/// <summary>What recorded episodes come to.</summary>
public sealed record EpisodeStatistics
{
    /// <summary>How many episodes.</summary>
    public required int Episodes { get; init; }

    /// <summary>How many steps they have together.</summary>
    public required long Steps { get; init; }

    /// <summary>The mean return, unfinished episodes included with what they earned until they were cut.</summary>
    public required double MeanReturn { get; init; }

    /// <summary>The lowest and the highest return.</summary>
    public required (double Low, double High) Returns { get; init; }

    /// <summary>The mean number of steps.</summary>
    public required double MeanLength { get; init; }

    /// <summary>The fewest and the most steps.</summary>
    public required (int Low, int High) Lengths { get; init; }

    /// <summary>How many reached an end of the decision process itself.</summary>
    public required int Terminated { get; init; }

    /// <summary>How many were cut by the step limit or the world, those that also terminated included.</summary>
    public required int Truncated { get; init; }

    /// <summary>How many were cut before their end, so that their whole return is not known.</summary>
    public required int Unfinished { get; init; }

    /// <summary>Sums episodes up; at least one.</summary>
    public static EpisodeStatistics Of(IReadOnlyCollection<EpisodeInfo> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        if (episodes.Count == 0)
        {
            throw new ArgumentException("no episodes come to nothing: give at least 1");
        }

        var steps = episodes.Sum(episode => (long)episode.Length);
        return new EpisodeStatistics
        {
            Episodes = episodes.Count,
            Steps = steps,
            MeanReturn = episodes.Average(episode => episode.Return),
            Returns = (episodes.Min(episode => episode.Return), episodes.Max(episode => episode.Return)),
            MeanLength = (double)steps / episodes.Count,
            Lengths = (episodes.Min(episode => episode.Length), episodes.Max(episode => episode.Length)),
            Terminated = episodes.Count(episode => episode.Terminated),
            Truncated = episodes.Count(episode => episode.Truncated),
            Unfinished = episodes.Count(episode => episode.IsUnfinished),
        };
    }
}
