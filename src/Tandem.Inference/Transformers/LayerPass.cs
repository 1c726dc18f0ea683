namespace Tandem.Inference.Transformers;

// Legend: D model width, K width of a head.

/// <summary>Some neighbouring rows.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct RowRange(int First, int Count)
{
    /// <summary>The row behind the last.</summary>
    public int End => First + Count;
}

/// <summary>What all layers share while rows pass through them.</summary>
internal readonly struct LayerPass
{
    /// <summary>What the rows hold.</summary>
    public required RowBuffers Buffers { get; init; }

    /// <summary>[rows] where each row's token stands in its sequence.</summary>
    public required int[] Positions { get; init; }

    /// <summary>[positions, K] or empty: how heads are turned.</summary>
    public required float[] Rotations { get; init; }

    /// <summary>The slot in which row 0 leaves its keys and values; the next row takes the next slot.</summary>
    public int FirstSlot { get; init; }

    /// <summary>[rows] the slot of each row, where they do not follow one another; null: they do, from <see cref="FirstSlot"/>.</summary>
    public int[]? OwnSlots { get; init; }

    /// <summary>The slots of its own sequence that each row attends to.</summary>
    public required RowSlots Own { get; init; }

    /// <summary>The slots of the encoder's output that each row attends to.</summary>
    public RowSlots Memory { get; init; }

    /// <summary>The slot in which a row leaves its keys and values.</summary>
    public int SlotOf(int row) => OwnSlots?[row] ?? FirstSlot + row;
}

/// <summary>What one layer works on, beside the rows.</summary>
/// <param name="Own">[slots, 2D]: keys and values of the sequences' own tokens.</param>
/// <param name="Memory">[slots, 2D]: keys and values of the encoder's output; null in the encoder.</param>
/// <param name="Maps">Takes the attention weights; null: nobody asks.</param>
internal readonly record struct LayerStore(float[] Own, float[]? Memory, LayerAttentionMaps? Maps);
