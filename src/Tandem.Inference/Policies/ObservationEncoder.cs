namespace Tandem.Inference;

/// <summary>
/// What a network is shown of an observation: the numbers of a box as they are, each choice of a discrete space as a
/// one-hot group.
/// </summary>
public sealed class ObservationEncoder
{
    private readonly int[]? choices;

    /// <summary>The encoding of a space's observations.</summary>
    public ObservationEncoder(Space observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
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
    public bool IsIdentity => choices is null;

    /// <summary>Encodes rows.</summary>
    /// <param name="observations">[rows, ObservationWidth].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="encoded">Receives [rows, Width].</param>
    public void Encode(ReadOnlySpan<float> observations, int rows, Span<float> encoded)
    {
        if (choices is null)
        {
            observations[..(rows * Width)].CopyTo(encoded);
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
}
