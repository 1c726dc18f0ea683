namespace Tandem.Learning.Trajectories;

/// <summary>In what measure a model is shown the values of actions: see <see cref="ValueActions"/>.</summary>
internal static class ActionMoments
{
    /// <summary>Where each dimension is measured from, and in what; nothing where actions are choices.</summary>
    public static (float[] Centres, float[] Halves) Of(EpisodeSet episodes)
    {
        if (episodes.World.Actions is not Box box)
        {
            return ([], []);
        }

        var (centres, halves) = (new float[box.Width], new float[box.Width]);
        for (var dimension = 0; dimension < box.Width; dimension++)
        {
            var (low, high) = (box.Low[dimension], box.High[dimension]);
            (centres[dimension], halves[dimension]) = float.IsFinite(low) && float.IsFinite(high)
                ? (0.5f * (low + high), high > low ? 0.5f * (high - low) : 1)
                : InData(episodes, dimension);
        }

        return (centres, halves);
    }

    private static (float Mean, float Deviation) InData(EpisodeSet episodes, int dimension)
    {
        var (count, sum, squares) = (0L, 0.0, 0.0);
        for (var episode = 0; episode < episodes.Count; episode++)
        {
            var values = episodes[episode].Values;
            for (var place = dimension; place < values.Length; place += episodes.World.Actions.Width)
            {
                count++;
                sum += values[place];
                squares += (double)values[place] * values[place];
            }
        }

        var mean = sum / count;
        var deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
        return ((float)mean, deviation > 1e-6 ? (float)deviation : 1);
    }
}
