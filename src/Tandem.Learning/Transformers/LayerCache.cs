using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, H heads, S tokens so far, K width of a head.

/// <summary>One layer's keys and values of the tokens so far, and of the encoder's output.</summary>
internal sealed class LayerCache : IDisposable
{
    private readonly GrowingTensor keys = new();
    private readonly GrowingTensor values = new();

    /// <summary>Keys and values of the encoder's output, [B, H, S, K] each; null before they are known.</summary>
    public (Tensor Keys, Tensor Values)? Memory { get; private set; }

    /// <summary>Appends new tokens.</summary>
    /// <returns>All tokens so far, [B, H, S, K] each.</returns>
    public (Tensor Keys, Tensor Values) Append(Tensor newKeys, Tensor newValues) =>
        (keys.Append(newKeys), values.Append(newValues));

    public void KeepMemory(Tensor memoryKeys, Tensor memoryValues) =>
        Memory ??= (Keep(memoryKeys), Keep(memoryValues));

    /// <summary>Makes row i what row <c>rows[i]</c> was.</summary>
    public void Select(Tensor rows)
    {
        keys.Select(rows);
        values.Select(rows);
        if (Memory is not { } memory)
            return;
        Memory = (Keep(memory.Keys.index_select(0, rows)), Keep(memory.Values.index_select(0, rows)));
        memory.Keys.Dispose();
        memory.Values.Dispose();
    }

    public void Dispose()
    {
        keys.Dispose();
        values.Dispose();
        Memory?.Keys.Dispose();
        Memory?.Values.Dispose();
        Memory = null;
    }

    private static Tensor Keep(Tensor tensor) => tensor.detach().DetachFromDisposeScope();
}
