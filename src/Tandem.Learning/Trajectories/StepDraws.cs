namespace Tandem.Learning.Trajectories;

/// <summary>
/// Draws a step of some episodes, each step equally likely: the same as drawing an episode in proportion to its length,
/// then one of its steps uniformly.
/// </summary>
internal sealed class StepDraws
{
    private readonly int[] episodes;
    private readonly long[] ends;

    /// <param name="set">The episodes.</param>
    /// <param name="episodes">Which of them.</param>
    public StepDraws(EpisodeSet set, IEnumerable<int> episodes)
    {
        this.episodes = [.. episodes];
        ends = new long[this.episodes.Length];
        var end = 0L;
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = end += set.Infos[this.episodes[i]].Length;
        }
    }

    public int Episodes => episodes.Length;

    public long Steps => ends.Length == 0 ? 0 : ends[^1];

    public (int Episode, int Step) Draw(ref RandomStream random) => Locate((long)(random.NextDouble() * Steps));

    /// <summary>The step at a place when all episodes are laid end to end.</summary>
    public (int Episode, int Step) Locate(long place)
    {
        var found = Array.BinarySearch(ends, place + 1);
        var i = found >= 0 ? found : ~found;
        return (episodes[i], (int)(place - (i == 0 ? 0 : ends[i - 1])));
    }
}
