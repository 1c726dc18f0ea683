namespace Tandem.Learning.Trajectories;

/// <summary>Mean and standard deviation of what was observed, so that a network sees every number at the same scale.</summary>
internal static class ObservationMoments
{
    /// <summary>The moments of each encoded number; one-hot groups are left as they are, mean 0 and deviation 1.</summary>
    /// <returns>Two arrays of the encoded width.</returns>
    public static (float[] Means, float[] Deviations) Of(EpisodeSet episodes)
    {
        var encoder = new ObservationEncoder(episodes.World.Observations);
        var (means, deviations) = (new float[encoder.Width], new float[encoder.Width]);
        Array.Fill(deviations, 1);
        if (!encoder.IsIdentity)
        {
            return (means, deviations);
        }

        var sums = new double[encoder.Width];
        var squares = new double[encoder.Width];
        for (var episode = 0; episode < episodes.Count; episode++)
        {
            Add(episodes[episode], sums, squares);
        }

        for (var i = 0; i < means.Length; i++)
        {
            var mean = sums[i] / episodes.Steps;
            var deviation = Math.Sqrt(Math.Max(0, (squares[i] / episodes.Steps) - (mean * mean)));
            means[i] = (float)mean;
            deviations[i] = deviation > 1e-6 ? (float)deviation : 1;
        }

        return (means, deviations);
    }

    private static void Add(EpisodeView episode, double[] sums, double[] squares)
    {
        var width = sums.Length;
        for (var place = 0; place < episode.Info.Length * width; place++)
        {
            double value = episode.Observations[place];
            sums[place % width] += value;
            squares[place % width] += value * value;
        }
    }
}
