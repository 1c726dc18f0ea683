namespace Tandem.Learning.Transformers;

/// <summary>The shape of a <see cref="MultiHeadAttention"/>.</summary>
/// <param name="Width">D: the width of queries and of the result.</param>
/// <param name="Heads">H: they divide the width between them.</param>
public sealed record AttentionOptions(int Width, int Heads)
{
    /// <summary>The width of the keys that come in; null: D.</summary>
    public int? KeyWidth { get; init; }

    /// <summary>The width of the values that come in; null: D.</summary>
    public int? ValueWidth { get; init; }

    /// <summary>The share of attention weights set to zero while training.</summary>
    public double Dropout { get; init; }

    /// <summary>The number format of products.</summary>
    public Precision Precision { get; init; }
}
