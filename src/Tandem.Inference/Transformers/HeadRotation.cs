namespace Tandem.Inference.Transformers;

// Legend: K width of a head.

/// <summary>
/// Turns pairs of numbers by an angle that grows with the position: Su et al. (2021), equation 34. Number i is paired with
/// number i + K/2, as in training.
/// </summary>
internal static class HeadRotation
{
    /// <summary>Turns heads that stand side by side, in place.</summary>
    /// <param name="heads">[heads, K].</param>
    /// <param name="rotation">Cosines [K/2], then sines [K/2].</param>
    public static void Apply(Span<float> heads, ReadOnlySpan<float> rotation)
    {
        var half = rotation.Length / 2;
        for (; heads.Length > 0; heads = heads[rotation.Length..])
        {
            for (var i = 0; i < half; i++)
            {
                var (first, second, cosine, sine) = (heads[i], heads[half + i], rotation[i], rotation[half + i]);
                (heads[i], heads[half + i]) = ((first * cosine) - (second * sine), (second * cosine) + (first * sine));
            }
        }
    }
}
