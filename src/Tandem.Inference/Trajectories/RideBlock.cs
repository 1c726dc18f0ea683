using Tandem.Inference.Transformers;

namespace Tandem.Inference.Trajectories;

// Legend: D model width, W encoded observation width, N outputs, M tokens a step, K width of a head.

/// <summary>
/// Some worlds' tokens on their way through the layers: those that are new where keys and values roll on in a band, else
/// all of the window. Rows are tokens, the present observations before all others, since only they go through to the end.
/// </summary>
internal sealed class RideBlock : IDisposable
{
    private readonly RiderWeights weights;
    private readonly RiderMetadata metadata;
    private readonly RideMemories memories;
    private readonly RowBuffers buffers;
    private readonly int[] ownSlots;
    private readonly int[] starts;
    private readonly int[] lengths;
    private readonly int[] positions;      // each row's rotation is its own
    private readonly float[] rotations;    // [rows, K]
    private readonly float[] vector;       // [D], rounded up to whole panels
    private int rows;

    /// <param name="weights">Of the rider.</param>
    /// <param name="memories">Of all worlds.</param>
    /// <param name="worlds">How many worlds it takes at once.</param>
    public RideBlock(RiderWeights weights, RideMemories memories, int worlds)
    {
        (this.weights, this.memories, metadata) = (weights, memories, weights.Metadata);
        var most = checked(worlds * RowsOfAWorld(metadata));
        buffers = new RowBuffers(weights.Stack, most, memories.SlotsOfAWorld);
        (ownSlots, starts, lengths) = (new int[most], new int[most], new int[most]);
        positions = [.. Enumerable.Range(0, most)];
        rotations = new float[most * weights.Rotations.HeadWidth];
        vector = new float[PackedMatrix.Padded(metadata.Width)];
    }

    /// <summary>The most tokens that a world sends through the layers at one step.</summary>
    public static int RowsOfAWorld(RiderMetadata metadata) =>
        (metadata.Band == 0 ? metadata.Context : 1) * metadata.TokensOfAStep;

    /// <summary>The outputs for the present step of each world.</summary>
    /// <param name="worlds">Which.</param>
    /// <param name="encoded">[worlds, W] what they see.</param>
    /// <param name="outputs">Receives [worlds, N].</param>
    public void Act(RowRange worlds, ReadOnlySpan<float> encoded, Span<float> outputs)
    {
        rows = 0;
        weights.Project(encoded, worlds.Count, buffers.Parts(0), buffers.PartStride);
        for (var world = worlds.First; world < worlds.End; world++)
            AddObservation(world, buffers.Parts(rows)[..metadata.Width]);
        for (var world = worlds.First; world < worlds.End; world++)
            AddEarlier(world);
        var (all, observations) = (new RowRange(0, rows), new RowRange(0, worlds.Count));
        var pass = NewPass(memories.Slots);
        for (var layer = 0; layer < weights.Layers.Length; layer++)
        {
            var wanted = layer == weights.Layers.Length - 1 ? observations : all;
            weights.Layers[layer].Forward(pass, all, wanted, new LayerStore(memories.Layer(layer), null, null));
        }
        for (var row = 0; row < observations.Count; row++)
            weights.Norm.Apply(buffers.States(row)[..metadata.Width], buffers.Parts(row));
        weights.Output.ForwardDense(buffers.Parts(0), buffers.PartStride, observations.Count, 0, weights.Output.Panels, outputs);
        for (var row = outputs[..(observations.Count * weights.Actions.OutputWidth)]; row.Length > 0; row = row[weights.Actions.OutputWidth..])
            weights.Actions.Shape(row[..weights.Actions.OutputWidth]);
    }

    /// <summary>Sends the whole window of a world's last step through the layers once more.</summary>
    /// <param name="world">Which.</param>
    /// <param name="first">The window's first token.</param>
    /// <param name="count">How many tokens there are, not more than there is room for.</param>
    /// <param name="maps">Takes each layer's attention.</param>
    public void Explain(int world, long first, int count, LayerAttentionMaps[] maps)
    {
        rows = 0;
        for (var row = 0; row < count; row++)
        {
            AddRow(world, first + row, first);
            (ownSlots[row], starts[row]) = (row, row + 1 - lengths[row]);
        }
        var pass = NewPass(positions);
        var own = new float[count * 2 * metadata.Width];
        for (var layer = 0; layer < maps.Length; layer++)
            weights.Layers[layer].Forward(pass, new RowRange(0, count), new LayerStore(own, null, maps[layer]));
    }

    public void Dispose() => buffers.Dispose();

    private LayerPass NewPass(int[] slots) => new()
    {
        Buffers = buffers,
        Positions = positions,
        Rotations = rotations,
        OwnSlots = ownSlots,
        Own = new RowSlots(slots, starts, lengths),
    };

    private void AddObservation(int world, Span<float> projected)
    {
        var step = memories.Steps(world);
        var token = (step * metadata.TokensOfAStep) + metadata.ObservationPlace;
        weights.Finish(projected, step, memories.Token(world, token));
        AddRow(world, token, WindowStart(step));
    }

    /// <summary>What comes before the present observation: the last action, the return that is asked for, and older tokens where all are computed anew.</summary>
    private void AddEarlier(int world)
    {
        var step = memories.Steps(world);
        var first = step * metadata.TokensOfAStep;     // of the step's tokens
        if (step > 0)
        {
            weights.Actions.Project(memories.LastAction(world), vector);
            weights.Finish(vector.AsSpan(0, metadata.Width), step - 1, memories.Token(world, first - 1));
        }
        if (metadata.IsConditioned)
        {
            weights.Project(memories.ReturnToGo(world), vector.AsSpan(0, metadata.Width));
            weights.Finish(vector.AsSpan(0, metadata.Width), step, memories.Token(world, first));
        }
        var window = WindowStart(step);
        for (var token = metadata.Band == 0 ? window : Math.Max(0, first - 1); token < first + metadata.ObservationPlace; token++)
            AddRow(world, token, window);
    }

    /// <summary>The oldest token of the window that ends with a step: a band has none, since its layers together may look back further than the context.</summary>
    private long WindowStart(long step) => metadata.Band > 0 ? 0 : Math.Max(0, step - metadata.Context + 1) * metadata.TokensOfAStep;

    /// <param name="world">Whose.</param>
    /// <param name="token">Which of its ride.</param>
    /// <param name="window">The oldest token that it may look at, where there is no band or where the window begins later.</param>
    private void AddRow(int world, long token, long window)
    {
        var row = rows++;
        var first = metadata.Band == 0 ? window : Math.Max(window, ((token / metadata.TokensOfAStep) - metadata.Band + 1) * metadata.TokensOfAStep);
        memories.Token(world, token).CopyTo(buffers.States(row));
        (ownSlots[row], starts[row], lengths[row]) = (memories.SlotOf(world, token), memories.StartOf(world, first), (int)(token - first) + 1);
        if (rotations.Length > 0)
            weights.Rotations.Write(token, rotations.AsSpan(row * weights.Rotations.HeadWidth, weights.Rotations.HeadWidth));
    }
}
