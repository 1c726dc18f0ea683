namespace Tandem.Inference.Transformers;

/// <summary>How a Transformer knows the order of its tokens.</summary>
public enum PositionForm
{
    /// <summary>Not at all: the order is the caller's to add.</summary>
    None,

    /// <summary>Fixed sines and cosines added to the embeddings: Vaswani et al. (2017), section 3.5. Any length.</summary>
    Sinusoidal,

    /// <summary>A learned vector for each position, added to the embeddings; up to the maximum length.</summary>
    Learned,

    /// <summary>Queries and keys turned by their position: Su et al. (2021). Any length.</summary>
    Rotary,
}
