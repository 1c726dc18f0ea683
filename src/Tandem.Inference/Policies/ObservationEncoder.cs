namespace Tandem.Inference;

/// <summary>
/// What a network is shown of an observation: the numbers of a box as they are, each choice of a discrete space as a
/// one-hot group. Numbers may be normalised on the way.
/// </summary>
public sealed class ObservationEncoder
{
    private readonly int[]? choices;
    private readonly ObservationNormalization? normalization;

    /// <summary>The encoding of a space's observations.</summary>
    /// <param name="observations">The space.</param>
    /// <param name="normalization">What the numbers of a box are normalised by; null: they are shown as they are.</param>
    public ObservationEncoder(Space observations, ObservationNormalization? normalization = null)
    {
        ArgumentNullException.ThrowIfNull(observations);
        RequireFit(observations, normalization);
        this.normalization = normalization;
        ObservationWidth = observations.Width;
        choices = observations switch
        {
            Discrete discrete => [discrete.Count],
            MultiDiscrete parts => parts.Counts.ToArray(),
            _ => null,
        };
        Width = choices?.Sum() ?? ObservationWidth;
    }

    /// <summary>The width of an observation row.</summary>
    public int ObservationWidth { get; }

    /// <summary>The width of an encoded row.</summary>
    public int Width { get; }

    /// <summary>Whether rows are shown as they are.</summary>
    public bool IsIdentity => choices is null && normalization is null;

    /// <summary>Encodes rows.</summary>
    /// <param name="observations">[rows, ObservationWidth].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="encoded">Receives [rows, Width].</param>
    public void Encode(ReadOnlySpan<float> observations, int rows, Span<float> encoded)
    {
        if (choices is null)
        {
            EncodeNumbers(observations[..(rows * Width)], encoded);
            return;
        }

        encoded[..(rows * Width)].Clear();
        for (var row = 0; row < rows; row++)
        {
            var offset = row * Width;
            for (var part = 0; part < choices.Length; part++)
            {
                encoded[offset + (int)observations[(row * ObservationWidth) + part]] = 1;
                offset += choices[part];
            }
        }
    }

    private void EncodeNumbers(ReadOnlySpan<float> observations, Span<float> encoded)
    {
        if (normalization is null)
        {
            observations.CopyTo(encoded);
        }
        else
        {
            normalization.Apply(observations, encoded);
        }
    }

    private static void RequireFit(Space observations, ObservationNormalization? normalization)
    {
        if (normalization is null)
        {
            return;
        }

        if (observations is not Box || normalization.Statistics.Means.Length != observations.Width)
        {
            throw new ArgumentException(
                $"statistics of {normalization.Statistics.Means.Length} numbers cannot normalise observations of {observations}: give those of a box as wide");
        }
    }
}
