using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

// Legend: B windows, K steps of each, W encoded observation width, H action heads.

/// <summary>A batch of windows as tensors.</summary>
/// <param name="Observations">[B, K, W] float32, encoded and not yet normalised.</param>
/// <param name="Picks">[B, K, H] int64: rows of the action table.</param>
/// <param name="ReturnsToGo">[B, K] float32, not scaled.</param>
/// <param name="Timesteps">[B, K] int64.</param>
/// <param name="Unfinished">[B] bool: the window's returns are not whole.</param>
public sealed record RideTensors(Tensor Observations, Tensor Picks, Tensor ReturnsToGo, Tensor Timesteps, Tensor Unfinished)
{
    /// <summary>Copies windows into tensors.</summary>
    internal static RideTensors Of(WindowBatch batch, ObservationEncoder encoder, CategoricalHeads heads)
    {
        var (b, k) = (batch.Size, batch.Context);
        var encoded = new float[b * k * encoder.Width];
        encoder.Encode(batch.Observations, b * k, encoded);
        return new RideTensors(
            tensor(encoded, [b, k, encoder.Width]),
            tensor(ActionTable.Rows(batch, heads), [b, k, heads.Sizes.Length]),
            tensor(batch.ReturnsToGo, [b, k]),
            tensor(Array.ConvertAll(batch.Timesteps, step => (long)step), [b, k]),
            tensor(batch.Unfinished, [b]));
    }
}

/// <summary>All heads' choices in one table of embeddings: a head's first row stands behind the last of the head before it.</summary>
internal static class ActionTable
{
    /// <summary>The rows of each place's action, [B, K, H].</summary>
    public static long[] Rows(WindowBatch batch, CategoricalHeads heads)
    {
        var (places, width, count) = (batch.Size * batch.Context, batch.ActionWidth, heads.Sizes.Length);
        var rows = new long[places * count];
        Span<int> picks = stackalloc int[count];
        for (var place = 0; place < places; place++)
        {
            heads.FromAction(batch.Choices.AsSpan(place * width, width), picks);
            var offset = 0;
            for (var head = 0; head < count; head++)
            {
                rows[(place * count) + head] = offset + picks[head];
                offset += heads.Sizes[head];
            }
        }

        return rows;
    }
}
