using Tandem.Inference.Transformers;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Trajectories;

// Legend: A numbers of an action, D model width, N outputs.

/// <summary>How a rider is shown the action it took, and how its outputs become one. One object serves any number of rides.</summary>
internal abstract class RideActions
{
    /// <summary>N.</summary>
    public abstract int OutputWidth { get; }

    /// <summary>What the files of choices and of values hold.</summary>
    public static RideActions Read(SafetensorsFile file, string source, WeightReader model, RiderMetadata metadata) => metadata.Actions is Box box
        ? new RideValues(box, new WeightReader(file, source, ""), model, metadata.Width)
        : new RideChoices(new CategoricalHeads(metadata.Actions, metadata.ActionHeads), model, metadata.Width);

    /// <summary>Writes an action's vector.</summary>
    /// <param name="action">What was done.</param>
    /// <param name="vector">Receives [D]; there is room for D rounded up to whole panels.</param>
    public abstract void Project(ActionView action, Span<float> vector);

    /// <summary>Makes of what the last layer gave what an action is chosen by, in place, [N].</summary>
    public abstract void Shape(Span<float> outputs);

    /// <summary>Chooses the action of a world.</summary>
    public abstract void Choose(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world);
}

/// <summary>Discrete and multi-discrete actions: a vector for each pick of each head, logits out.</summary>
internal sealed class RideChoices(CategoricalHeads heads, WeightReader model, int width) : RideActions
{
    private readonly float[] table = model.Read("action_embedding.weight", heads.LogitCount, width);

    public override int OutputWidth => heads.LogitCount;

    public override void Project(ActionView action, Span<float> vector)
    {
        Span<int> picks = stackalloc int[heads.Sizes.Length];
        heads.FromAction(action.Choices, picks);
        vector = vector[..width];
        vector.Clear();
        var offset = 0;
        for (var head = 0; head < picks.Length; head++)
        {
            RowSum.Add(vector, table.AsSpan((offset + picks[head]) * width, width));
            offset += heads.Sizes[head];
        }
    }

    public override void Shape(Span<float> outputs)
    {
    }

    /// <summary>Chooses the action of a world by logits: the likeliest pick of each head, or drawn ones.</summary>
    public static void Choose(CategoricalHeads heads, ReadOnlySpan<float> logits, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world)
    {
        Span<int> picks = stackalloc int[heads.Sizes.Length];
        if (mode == PolicyMode.Greedy)
            heads.Mode(logits, picks);
        else
            heads.Sample(logits, ref random, picks);
        heads.ToAction(picks, actions.Choices.Slice(world * actions.Space.Width, actions.Space.Width));
    }

    public override void Choose(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world) =>
        Choose(heads, outputs, mode, ref random, actions, world);
}

/// <summary>
/// Actions from a box: each value measured from its centre in its own measure, which for a bounded one is half the distance of
/// its bounds, and held within them by a hyperbolic tangent. There is nothing to sample.
/// </summary>
internal sealed class RideValues(Box box, WeightReader file, WeightReader model, int width) : RideActions
{
    private readonly float[] centres = file.Read("action_centres", box.Width);
    private readonly float[] halves = file.Read("action_halves", box.Width);
    private readonly PackedMatrix embedding = model.Matrix("action_embedding", width, box.Width);

    public override int OutputWidth => box.Width;

    public override void Project(ActionView action, Span<float> vector)
    {
        Span<float> measured = stackalloc float[box.Width];
        for (var i = 0; i < measured.Length; i++)
            measured[i] = (action.Values[i] - centres[i]) / halves[i];
        embedding.Forward(measured, box.Width, 1, vector, vector.Length);
    }

    public override void Shape(Span<float> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = float.IsFinite(box.Low[i]) && float.IsFinite(box.High[i]) ? MathF.Tanh(outputs[i]) : outputs[i];
    }

    /// <summary>The action of a world, from values in their own measure.</summary>
    public static void Choose(Box box, ReadOnlySpan<float> centres, ReadOnlySpan<float> halves, ReadOnlySpan<float> measured, ActionBatch actions, int world)
    {
        var action = actions.Values.Slice(world * box.Width, box.Width);
        for (var i = 0; i < action.Length; i++)
            action[i] = Math.Clamp(centres[i] + (halves[i] * measured[i]), box.Low[i], box.High[i]);
    }

    public override void Choose(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world) =>
        Choose(box, centres, halves, outputs, actions, world);
}
