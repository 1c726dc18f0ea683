namespace Tandem.Inference.Transformers;

// Legend: D model width, I inner width, K width of a head.

/// <summary>
/// One layer: self-attention, in a decoder attention to the encoder's output, feed-forward; each with a residual sum and a
/// norm. A row's result depends on the row and on what it attends to, never on its neighbours.
/// </summary>
internal sealed class StackLayer
{
    private readonly TransformerDescription description;
    private readonly AttentionWeights selfAttention;
    private readonly AttentionWeights? memoryAttention;
    private readonly PackedMatrix first;     // [I], or gated [2I]: the gate, then the first product
    private readonly PackedMatrix second;
    private readonly LayerNormalization selfNorm;
    private readonly LayerNormalization? memoryNorm;
    private readonly LayerNormalization feedForwardNorm;

    /// <param name="reader">Where the weights come from.</param>
    /// <param name="name">Of the layer's module.</param>
    /// <param name="description">Widths and forms.</param>
    /// <param name="attendsToMemory">Whether it is a decoder's.</param>
    public StackLayer(WeightReader reader, string name, TransformerDescription description, bool attendsToMemory)
    {
        this.description = description;
        selfAttention = AttentionWeights.Read(reader, $"{name}.self_attn", description, attendsToMemory: false);
        selfNorm = reader.Norm($"{name}.norm1", description.Width);
        if (attendsToMemory)
        {
            memoryAttention = AttentionWeights.Read(reader, $"{name}.multihead_attn", description, attendsToMemory: true);
            memoryNorm = reader.Norm($"{name}.norm2", description.Width);
        }
        first = ReadFirst(reader, name, description);
        second = reader.Matrix($"{name}.linear2", description.Width, description.InnerWidth);
        feedForwardNorm = reader.Norm(attendsToMemory ? $"{name}.norm3" : $"{name}.norm2", description.Width);
    }

    /// <summary>Takes rows through the layer.</summary>
    public void Forward(in LayerPass pass, RowRange rows, LayerStore store) => Forward(pass, rows, rows, store);

    /// <summary>Takes rows through the layer, of which the others only leave their keys and values.</summary>
    /// <param name="pass">What all layers share.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="wanted">Those of them whose result somebody wants.</param>
    /// <param name="store">What the layer works on.</param>
    public void Forward(in LayerPass pass, RowRange rows, RowRange wanted, LayerStore store)
    {
        StoreOwn(pass, rows, store);
        AttendSelf(pass, wanted, store);
        if (memoryAttention is not null)
            AttendMemory(pass, wanted, store);
        FeedForward(pass.Buffers, wanted);
    }

    /// <summary>Computes the keys and values of the encoder's output, which stands in the buffers' parts.</summary>
    /// <param name="buffers">Where the encoder's rows are.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="memory">[slots, 2D]: row i goes to slot i.</param>
    public void StoreMemory(RowBuffers buffers, RowRange rows, float[] memory)
    {
        var width = 2 * description.Width;
        memoryAttention!.Memory!.Forward(
            buffers.Parts(rows.First), buffers.PartStride, rows.Count, buffers.Projected(rows.First), buffers.ProjectedStride);
        for (var row = rows.First; row < rows.End; row++)
            buffers.Projected(row)[..width].CopyTo(memory.AsSpan(row * width));
    }

    /// <summary>Computes queries, keys and values, and leaves the latter two in the rows' slots.</summary>
    private void StoreOwn(in LayerPass pass, RowRange rows, LayerStore store)
    {
        var (buffers, width) = (pass.Buffers, description.Width);
        Project(buffers, rows, selfNorm, selfAttention.Queries);
        for (var row = rows.First; row < rows.End; row++)
        {
            var projected = buffers.Projected(row)[..(3 * width)];
            if (pass.Rotations.Length > 0)
                HeadRotation.Apply(projected[..(2 * width)], pass.Rotations.AsSpan(pass.Positions[row] * description.HeadWidth, description.HeadWidth));
            projected[width..].CopyTo(store.Own.AsSpan(pass.SlotOf(row) * 2 * width));
        }
    }

    private void AttendSelf(in LayerPass pass, RowRange rows, LayerStore store)
    {
        var (buffers, width) = (pass.Buffers, description.Width);
        for (var row = rows.First; row < rows.End; row++)
            Mix(buffers, row, store.Own, pass.Own, store.Maps?.Own, pass.Positions[row]);
        selfAttention.Output.Forward(buffers.Seen(rows.First), width, rows.Count, buffers.Parts(rows.First), buffers.PartStride);
        AddResidual(buffers, rows, selfNorm);
    }

    private void AttendMemory(in LayerPass pass, RowRange rows, LayerStore store)
    {
        var buffers = pass.Buffers;
        Project(buffers, rows, memoryNorm!, memoryAttention!.Queries);
        for (var row = rows.First; row < rows.End; row++)
            Mix(buffers, row, store.Memory!, pass.Memory, store.Maps?.Memory, pass.Positions[row]);
        memoryAttention.Output.Forward(buffers.Seen(rows.First), description.Width, rows.Count, buffers.Parts(rows.First), buffers.PartStride);
        AddResidual(buffers, rows, memoryNorm!);
    }

    private void FeedForward(RowBuffers buffers, RowRange rows)
    {
        Project(buffers, rows, feedForwardNorm, first);
        for (var row = rows.First; row < rows.End; row++)
            FeedForwardActivation.Apply(description.FeedForward, buffers.Projected(row), description.InnerWidth);
        second.Forward(buffers.Projected(rows.First), buffers.ProjectedStride, rows.Count, buffers.Parts(rows.First), buffers.PartStride);
        AddResidual(buffers, rows, feedForwardNorm);
    }

    /// <summary>The first product of a part, of the states or, where norms come before, of the normalised states.</summary>
    private void Project(RowBuffers buffers, RowRange rows, LayerNormalization norm, PackedMatrix matrix)
    {
        if (description.Norm == NormPlacement.After)
        {
            matrix.Forward(buffers.States(rows.First), description.Width, rows.Count, buffers.Projected(rows.First), buffers.ProjectedStride);
            return;
        }
        for (var row = rows.First; row < rows.End; row++)
            norm.Apply(buffers.States(row)[..description.Width], buffers.Parts(row));
        matrix.Forward(buffers.Parts(rows.First), buffers.PartStride, rows.Count, buffers.Projected(rows.First), buffers.ProjectedStride);
    }

    /// <summary>Adds what the part gave to the states; normalises them where norms come after.</summary>
    private void AddResidual(RowBuffers buffers, RowRange rows, LayerNormalization norm)
    {
        for (var row = rows.First; row < rows.End; row++)
        {
            var states = buffers.States(row)[..description.Width];
            RowSum.Add(states, buffers.Parts(row));
            if (description.Norm == NormPlacement.After)
                norm.Apply(states, states);
        }
    }

    private void Mix(RowBuffers buffers, int row, float[] keysAndValues, RowSlots slots, AttentionMap? map, int query) =>
        HeadAttention.Mix(
            buffers.Projected(row)[..description.Width], description.Heads, keysAndValues, slots.Of(row), buffers.Weights(row),
            buffers.Seen(row)[..description.Width], map, query, slots.Start(row));

    private static PackedMatrix ReadFirst(WeightReader reader, string name, TransformerDescription description)
    {
        if (!FeedForwardActivation.IsGated(description.FeedForward))
            return reader.Matrix($"{name}.linear1", description.InnerWidth, description.Width);
        var (inner, width) = (description.InnerWidth, description.Width);
        float[] weights = [.. reader.Read($"{name}.linear_gate.weight", inner, width), .. reader.Read($"{name}.linear1.weight", inner, width)];
        float[] biases = [.. reader.Read($"{name}.linear_gate.bias", inner), .. reader.Read($"{name}.linear1.bias", inner)];
        return reader.Pack(weights, biases, 2 * inner, width);
    }
}
