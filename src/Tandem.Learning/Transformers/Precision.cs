namespace Tandem.Learning.Transformers;

/// <summary>
/// The number format of matrix products. Weights, sums, norms, softmax, loss and optimiser are float32 always.
/// </summary>
public enum Precision
{
    /// <summary>
    /// <see cref="BFloat16"/> while training where the processor multiplies it natively and the model is wide enough to
    /// gain by it; else <see cref="Float32"/>.
    /// </summary>
    Auto,

#pragma warning disable CA1720 // The format's name in this field, and what users type.
    /// <summary>24 bits of precision.</summary>
    Float32,
#pragma warning restore CA1720

    /// <summary>8 bits of precision in half the memory; sums within a product are float32.</summary>
    BFloat16,
}
