namespace Tandem.Learning.Trajectories;

// Legend: B steps, W encoded observation width, A encoded action width.

/// <summary>Recorded steps on their way to a critic's perceptrons: encoded, observations and actions normalised, rewards scaled.</summary>
internal sealed class CriticData
{
    /// <summary>The returns in the data are to span this much, so that one learning rate suits every world.</summary>
    private const double ReturnSpan = 10;

    private readonly EpisodeSet episodes;
    private readonly StepDraws draws;
    private readonly ObservationEncoder encoder;
    private readonly ObservationScaling scaling;
    private readonly int[]? counts;
    private readonly float[] centres;      // [A] where actions are values
    private readonly float[] halves;       // [A]

    public CriticData(EpisodeSet episodes)
    {
        this.episodes = episodes;
        draws = new StepDraws(episodes, Enumerable.Range(0, episodes.Count));
        encoder = new ObservationEncoder(episodes.World.Observations);
        scaling = ObservationScaling.Of(episodes);
        (centres, halves) = ActionMoments.Of(episodes);
        counts = episodes.World.Actions switch
        {
            Discrete discrete => [discrete.Count],
            MultiDiscrete parts => parts.Counts.ToArray(),
            _ => null,
        };
        ActionWidth = counts?.Sum() ?? episodes.World.Actions.Width;
        var (low, high) = episodes.Statistics().Returns;
        RewardScale = high > low ? (high - low) / ReturnSpan : 1;
    }

    /// <summary>W.</summary>
    public int ObservationWidth => encoder.Width;

    /// <summary>A: a one-hot group for each part of a choice; the values of a box from their centre, in half their range.</summary>
    public int ActionWidth { get; }

    /// <summary>What rewards are divided by.</summary>
    public double RewardScale { get; }

    public CriticBatch NewBatch(int size) => new(size, ObservationWidth, ActionWidth);

    /// <summary>Fills a batch with steps, each equally likely.</summary>
    public void Draw(ref RandomStream random, CriticBatch batch)
    {
        for (var row = 0; row < batch.Size; row++)
        {
            var (episode, step) = draws.Draw(ref random);
            Copy(episodes[episode], step, batch, row);
        }
    }

    /// <summary>Fills the first rows of a batch with an episode's steps from one on.</summary>
    /// <returns>How many there were.</returns>
    public int Read(int episode, int first, CriticBatch batch)
    {
        var view = episodes[episode];
        var rows = Math.Min(batch.Size, view.Info.Length - first);
        for (var row = 0; row < rows; row++)
        {
            Copy(view, first + row, batch, row);
        }

        return rows;
    }

    private void Copy(EpisodeView episode, int step, CriticBatch batch, int row)
    {
        var width = ObservationWidth;
        Encode(episode.Observation(step), batch.Observations.AsSpan(row * width, width));
        Encode(episode.Observation(step + 1), batch.NextObservations.AsSpan(row * width, width));
        var pair = batch.Pairs.AsSpan(row * (width + ActionWidth), width + ActionWidth);
        batch.Observations.AsSpan(row * width, width).CopyTo(pair);
        EncodeAction(episode, step, pair[width..]);
        batch.Rewards[row] = (float)(episode.Rewards[step] / RewardScale);
        batch.Terminated[row] = episode.Info.Terminated && step == episode.Info.Length - 1;
    }

    private void Encode(ReadOnlySpan<float> observation, Span<float> encoded)
    {
        encoder.Encode(observation, 1, encoded);
        scaling.Apply(encoded);
    }

    private void EncodeAction(EpisodeView episode, int step, Span<float> encoded)
    {
        if (counts is null)
        {
            var values = episode.Values.Slice(step * ActionWidth, ActionWidth);
            for (var i = 0; i < values.Length; i++)
            {
                encoded[i] = (values[i] - centres[i]) / halves[i];
            }

            return;
        }

        encoded.Clear();
        for (var (part, offset) = (0, 0); part < counts.Length; offset += counts[part++])
        {
            encoded[offset + episode.Choices[(step * counts.Length) + part]] = 1;
        }
    }
}
