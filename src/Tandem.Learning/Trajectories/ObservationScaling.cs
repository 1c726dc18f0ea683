namespace Tandem.Learning.Trajectories;

/// <summary>x ← (x − mean) / deviation, for each number of an encoded observation.</summary>
internal sealed class ObservationScaling(float[] means, float[] deviations)
{
    /// <summary>The scaling that brings what was observed to mean 0 and deviation 1; one-hot groups stay as they are.</summary>
    public static ObservationScaling Of(EpisodeSet episodes)
    {
        var (means, deviations) = ObservationMoments.Of(episodes);
        return new ObservationScaling(means, deviations);
    }

    /// <summary>Scales one encoded observation in place.</summary>
    public void Apply(Span<float> observation)
    {
        for (var i = 0; i < observation.Length; i++)
        {
            observation[i] = (observation[i] - means[i]) / deviations[i];
        }
    }

    /// <summary>A perceptron that takes observations as they are and gives what another gives for scaled ones: W/σ and b − W·μ/σ in its first layer.</summary>
    public Perceptron FoldInto(Perceptron scaled)
    {
        var folded = scaled.Copy();
        var (weight, bias) = (scaled.ReadWeight(0), scaled.ReadBias(0));                  // [outputs, inputs], [outputs]
        for (var output = 0; output < bias.Length; output++)
        {
            double shifted = bias[output];
            for (var input = 0; input < means.Length; input++)
            {
                ref var slope = ref weight[(output * means.Length) + input];
                slope /= deviations[input];
                shifted -= (double)slope * means[input];
            }

            bias[output] = (float)shifted;
        }

        folded.WriteWeight(0, weight);
        folded.WriteBias(0, bias);
        return folded;
    }
}
