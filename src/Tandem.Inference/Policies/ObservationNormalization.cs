using System.Globalization;

namespace Tandem.Inference;

/// <summary>
/// The statistics that a policy's observations were brought to mean 0 and variance 1 by while it trained, and where they were
/// cut off: (x − mean) / √(variance + 10⁻⁸), within ±clip. Part of what the policy learned, and saved with it.
/// </summary>
public sealed class ObservationNormalization
{
    private const double Epsilon = 1e-8;

    private readonly double[] deviations;
    private readonly float clip;

    /// <summary>The normalisation by given statistics.</summary>
    /// <param name="statistics">Means and variances of the observed numbers.</param>
    /// <param name="clip">Where normalised numbers are cut off, above 0; null: nowhere.</param>
    public ObservationNormalization(NumberStatistics statistics, double? clip = null)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        if (!(clip is null or > 0))
        {
            throw new ArgumentException($"normalised observations cannot be cut off at ±{clip?.ToString(CultureInfo.InvariantCulture)}: give a number above 0, or none");
        }

        (Statistics, Clip) = (statistics, clip);
        deviations = Array.ConvertAll(statistics.Variances, variance => Math.Sqrt(variance + Epsilon));
        this.clip = (float)(clip ?? double.PositiveInfinity);
    }

    /// <summary>Means and variances of the observed numbers.</summary>
    public NumberStatistics Statistics { get; }

    /// <summary>Where normalised numbers are cut off; null: nowhere.</summary>
    public double? Clip { get; }

    /// <summary>Normalises rows; the same bits as the worlds' shell gives.</summary>
    /// <param name="rows">[rows, numbers].</param>
    /// <param name="normalized">Receives [rows, numbers].</param>
    public void Apply(ReadOnlySpan<float> rows, Span<float> normalized)
    {
        var means = Statistics.Means;
        for (var offset = 0; offset < rows.Length; offset += means.Length)
        {
            for (var number = 0; number < means.Length; number++)
            {
                var plain = (float)((rows[offset + number] - means[number]) / deviations[number]);
                normalized[offset + number] = Math.Clamp(plain, -clip, clip);
            }
        }
    }
}
