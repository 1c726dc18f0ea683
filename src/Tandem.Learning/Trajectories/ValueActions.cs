using Tandem.Inference.Trajectories;
using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

// Legend: B windows, K steps of each, A dimensions of an action.

/// <summary>
/// Actions from a box, as in the paper's code: a linear embedding in; out the action itself, held within its bounds by a
/// hyperbolic tangent; and the squared error between them. A dimension is measured from the middle of its bounds in halves of
/// their distance; one without bounds from its mean in the data in standard deviations, and nothing holds it.
/// </summary>
/// <remarks>
/// The squared error is a Gaussian's likelihood with a fixed deviation, which is all that a greedy rider needs, and it cannot
/// grow without end on data that a controller without noise recorded, as a learned deviation's likelihood does. So there is
/// nothing to sample: such a rider does the same in both modes.
/// </remarks>
internal sealed class ValueActions : IActionForm
{
    private readonly Box space;
    private readonly float[] centres;
    private readonly float[] halves;
    private readonly bool[] bounded;

    public ValueActions(Box space, ReadOnlySpan<float> centres, ReadOnlySpan<float> halves)
    {
        (this.space, this.centres, this.halves) = (space, centres.ToArray(), halves.ToArray());
        bounded = [.. Enumerable.Range(0, space.Width).Select(IsBounded)];
    }

    /// <inheritdoc/>
    public int OutputWidth => space.Width;

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor> NewEmbedding(int width) => nn.Linear(space.Width, width);

    /// <summary>The values in their own measure, [B, K, A] float32.</summary>
    public Tensor Read(WindowBatch batch)
    {
        var values = new float[batch.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var dimension = i % space.Width;
            values[i] = (batch.Values[i] - centres[dimension]) / halves[dimension];
        }

        return tensor(values, [batch.Size, batch.Context, space.Width]);
    }

    /// <inheritdoc/>
    public Tensor Embed(nn.Module<Tensor, Tensor> embedding, Tensor actions) => embedding.call(actions);

    /// <inheritdoc/>
    public Tensor Shape(Tensor outputs) => where(tensor(bounded), outputs.tanh(), outputs);

    /// <summary>Σ ½·w·|output − action|².</summary>
    public Tensor SummedLoss(Tensor outputs, Tensor actions, Tensor weights) =>
        ((outputs - actions).square() * weights.unsqueeze(-1)).sum() * Scalars.Of(0.5);

    /// <inheritdoc/>
    public void Choose(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world) =>
        RideValues.Choose(space, centres, halves, outputs, actions, world);

    private bool IsBounded(int dimension) => float.IsFinite(space.Low[dimension]) && float.IsFinite(space.High[dimension]);
}
