namespace Tandem.Learning.Trajectories;

/// <summary>
/// The steps of recorded episodes as pairs of observation and action, for behaviour cloning. How an episode ended does
/// not matter to it: those that were cut count like the others.
/// </summary>
public sealed class EpisodeSteps
{
    private readonly EpisodeSet set;
    private readonly StepDraws draws;

    /// <summary>The steps of all episodes of a set, or of some.</summary>
    /// <param name="set">The episodes.</param>
    /// <param name="episodes">Which episodes, such as the best; null: all.</param>
    /// <exception cref="ArgumentException">There are no episodes.</exception>
    public EpisodeSteps(EpisodeSet set, IReadOnlyList<int>? episodes = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        this.set = set;
        draws = new StepDraws(set, episodes ?? [.. Enumerable.Range(0, set.Count)]);
        if (draws.Episodes == 0)
        {
            throw new ArgumentException("there are no episodes to take steps from: give at least 1");
        }
    }

    /// <summary>How many pairs there are.</summary>
    public long Count => draws.Steps;

    /// <summary>A batch of the right shape.</summary>
    /// <param name="size">How many pairs; at least 1.</param>
    public StepBatch NewBatch(int size) => new(set.World, size);

    /// <summary>Fills a batch with pairs, each equally likely.</summary>
    /// <param name="random">Where they are drawn from.</param>
    /// <param name="batch">Receives the pairs.</param>
    /// <exception cref="InvalidDataException">A shard is damaged.</exception>
    public void Draw(ref RandomStream random, StepBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var row = 0; row < batch.Size; row++)
        {
            Copy(draws.Draw(ref random), batch, row);
        }
    }

    /// <summary>Fills a batch with the pairs from a place on, in the order of the episodes.</summary>
    /// <param name="first">The first pair, from 0.</param>
    /// <param name="batch">Receives the pairs.</param>
    /// <returns>How many there were: fewer than the batch holds at the end, then 0.</returns>
    /// <exception cref="InvalidDataException">A shard is damaged.</exception>
    public int Read(long first, StepBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (first < 0)
        {
            throw new ArgumentException($"there is no pair {first}: give 0 to {Count - 1}");
        }

        var rows = (int)Math.Clamp(Count - first, 0, batch.Size);
        for (var row = 0; row < rows; row++)
        {
            Copy(draws.Locate(first + row), batch, row);
        }

        return rows;
    }

    private void Copy((int Episode, int Step) from, StepBatch batch, int row)
    {
        var episode = set[from.Episode];
        var width = set.World.Actions.Width;
        episode.Observation(from.Step).CopyTo(batch.Observations.AsSpan(row * set.World.Observations.Width));
        if (batch.Values.Length == 0)
        {
            episode.Choices.Slice(from.Step * width, width).CopyTo(batch.Choices.AsSpan(row * width));
        }
        else
        {
            episode.Values.Slice(from.Step * width, width).CopyTo(batch.Values.AsSpan(row * width));
        }
    }
}
