namespace Tandem.Inference.Transformers;

/// <summary>With what weights the heads of one attention look at the keys: each row of keys sums to 1, or is zero where a query attends to none.</summary>
public sealed class AttentionMap
{
    private readonly float[] weights;     // [Heads, Queries, Keys]

    internal AttentionMap(int heads, int queries, int keys)
    {
        (Heads, Queries, Keys) = (heads, queries, keys);
        weights = new float[checked(heads * queries * keys)];
    }

    /// <summary>How many heads look.</summary>
    public int Heads { get; }

    /// <summary>How many tokens look.</summary>
    public int Queries { get; }

    /// <summary>How many tokens are looked at.</summary>
    public int Keys { get; }

    /// <summary>All weights, [Heads, Queries, Keys].</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>The weights of one query, [Keys].</summary>
    /// <param name="head">0 to <see cref="Heads"/> − 1.</param>
    /// <param name="query">0 to <see cref="Queries"/> − 1.</param>
    public ReadOnlySpan<float> this[int head, int query] => weights.AsSpan(Start(head, query), Keys);

    /// <summary>Writes a query's weights from a key on; keys that it may not attend to keep the weight 0.</summary>
    internal void Write(int head, int query, int firstKey, ReadOnlySpan<float> row) =>
        row.CopyTo(weights.AsSpan(Start(head, query), Keys)[firstKey..]);

    private int Start(int head, int query)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)head, (uint)Heads, nameof(head));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)query, (uint)Queries, nameof(query));
        return ((head * Queries) + query) * Keys;
    }
}

/// <summary>One layer's attention.</summary>
/// <param name="Own">At the tokens themselves.</param>
/// <param name="Memory">Of a decoder's layer, at the source; else null.</param>
public sealed record LayerAttentionMaps(AttentionMap Own, AttentionMap? Memory);

/// <summary>All attention of one pair of source and target.</summary>
/// <param name="Encoder">One for each layer, first to last.</param>
/// <param name="Decoder">One for each layer, first to last.</param>
public sealed record TransformerAttentionMaps(IReadOnlyList<LayerAttentionMaps> Encoder, IReadOnlyList<LayerAttentionMaps> Decoder);
