using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L new tokens, S tokens so far.

/// <summary>
/// What a decoder remembers between calls, so that each call computes new tokens only and gives the numbers that one call
/// over all tokens would give. One cache serves one batch. No gradient flows into what is remembered.
/// </summary>
/// <remarks>Its tensors outlive dispose scopes: dispose of it when the batch is decoded.</remarks>
public sealed class DecodingCache : IDisposable
{
    private readonly List<LayerCache> layers = [];
    private Tensor? tokens;     // [B, S] bool; null: all are tokens, none padding

    /// <summary>S: how many positions have been seen.</summary>
    public long Length { get; private set; }

    /// <summary>
    /// Makes sequence i of the batch what sequence <c>rows[i]</c> was: beams are reordered, and finished sequences are
    /// dropped by naming only the others.
    /// </summary>
    /// <param name="rows">Int64 indices of sequences; any number of them.</param>
    public void Select(Tensor rows)
    {
        foreach (var layer in layers)
            layer.Select(rows);
        if (tokens is not null)
            ReplaceTokens(tokens.index_select(0, rows));
    }

    /// <summary>Lets go of everything remembered.</summary>
    public void Dispose()
    {
        layers.ForEach(layer => layer.Dispose());
        layers.Clear();
        tokens?.Dispose();
        (tokens, Length) = (null, 0);
    }

    internal LayerCache Layer(int index)
    {
        while (layers.Count <= index)
            layers.Add(new LayerCache());
        return layers[index];
    }

    /// <summary>Counts new positions in, of which some may be padding.</summary>
    /// <param name="batch">B.</param>
    /// <param name="length">L.</param>
    /// <param name="newTokens">[B, L] bool; null: all are tokens.</param>
    /// <param name="device">Where they stand.</param>
    /// <returns>[B, S] bool; null: all are tokens.</returns>
    internal Tensor? Advance(long batch, long length, Tensor? newTokens, Device device)
    {
        if (tokens is not null || newTokens is not null)
        {
            ReplaceTokens(cat([tokens ?? ones([batch, Length], ScalarType.Bool, device), newTokens ?? ones([batch, length], ScalarType.Bool, device)], 1));
        }
        Length += length;
        return tokens;
    }

    private void ReplaceTokens(Tensor replacement)
    {
        tokens?.Dispose();
        tokens = replacement.DetachFromDisposeScope();
    }
}
