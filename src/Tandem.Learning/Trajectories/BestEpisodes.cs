namespace Tandem.Learning.Trajectories;

/// <summary>
/// The best share of recorded episodes: cloning those alone is "10% behaviour cloning", the yardstick of Chen et al. (2021), section 5.1.
/// </summary>
public static class BestEpisodes
{
    /// <summary>
    /// The episodes with the highest returns, at least one, in the order in which they were recorded. An episode that was cut
    /// stands where it has come to; of equal ones those that ended of themselves go first, then the earlier.
    /// </summary>
    /// <param name="infos">What is known of the episodes, at least one.</param>
    /// <param name="share">Which share of them, above 0 and at most 1.</param>
    public static int[] Of(ReadOnlySpan<EpisodeInfo> infos, double share)
    {
        if (infos.IsEmpty || share is not (> 0 and <= 1))
        {
            throw new ArgumentException($"the best {share} of {infos.Length} episodes are none: give a share above 0 and at most 1 of at least 1 episode");
        }

        var known = infos.ToArray();
        var kept = Math.Max(1, (int)Math.Round(share * known.Length));
        return
        [
            .. Enumerable.Range(0, known.Length)
                .OrderByDescending(episode => known[episode].Return)
                .ThenBy(episode => known[episode].IsUnfinished)
                .Take(kept)
                .Order(),
        ];
    }
}
