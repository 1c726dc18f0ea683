using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, H heads, S rows so far, C capacity, K width of a head.

/// <summary>[B, H, S, K], appended to along S. Capacity doubles, so that n appends copy O(n) rows.</summary>
internal sealed class GrowingTensor : IDisposable
{
    private const long LeastCapacity = 16;

    private Tensor? storage;     // [B, H, C, K]
    private long length;         // S

    /// <summary>Appends and returns everything so far, valid until the next change.</summary>
    public Tensor Append(Tensor rows)
    {
        using var noGradient = no_grad();
        if (storage is null || length + rows.shape[2] > storage.shape[2])
            Grow(rows);
        storage!.narrow(2, length, rows.shape[2]).copy_(rows);
        length += rows.shape[2];
        return storage.narrow(2, 0, length);
    }

    /// <summary>Makes row i of the batch what row <c>rows[i]</c> was.</summary>
    public void Select(Tensor rows)
    {
        if (storage is { } former)
        {
            using var noGradient = no_grad();
            storage = former.index_select(0, rows).DetachFromDisposeScope();
            former.Dispose();
        }
    }

    public void Dispose()
    {
        storage?.Dispose();
        (storage, length) = (null, 0);
    }

    private void Grow(Tensor rows)
    {
        var capacity = Math.Max(LeastCapacity, 2 * (length + rows.shape[2]));
        var larger = empty([rows.shape[0], rows.shape[1], capacity, rows.shape[3]], rows.dtype, rows.device).DetachFromDisposeScope();
        if (storage is { } former)
        {
            larger.narrow(2, 0, length).copy_(former.narrow(2, 0, length));
            former.Dispose();
        }
        storage = larger;
    }
}
