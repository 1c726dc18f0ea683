namespace Tandem.Inference.Transformers;

/// <summary>What stands between the two products of the position-wise feed-forward network.</summary>
public enum FeedForwardForm
{
    /// <summary>max(0, x): Vaswani et al. (2017), equation 2.</summary>
    Relu,

    /// <summary>x Φ(x), with the exact normal distribution function: Hendrycks and Gimpel (2016).</summary>
    Gelu,

    /// <summary>A product gated by x σ(x): Shazeer (2020). It has a third matrix.</summary>
    SwiGlu,

    /// <summary>A product gated by x Φ(x): Shazeer (2020). It has a third matrix.</summary>
    GeGlu,
}
