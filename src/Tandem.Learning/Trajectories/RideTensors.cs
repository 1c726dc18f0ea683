using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

// Legend: B windows, K steps of each, W encoded observation width, A numbers of an action.

/// <summary>A batch of windows as tensors.</summary>
/// <param name="Observations">[B, K, W] float32, encoded and not yet normalised.</param>
/// <param name="Actions">[B, K, A]: rows of the action table, int64, or values in their own measure, float32.</param>
/// <param name="ReturnsToGo">[B, K] float32, not scaled.</param>
/// <param name="Timesteps">[B, K] int64.</param>
/// <param name="Unknown">[B, K] bool: nobody knows the return that belongs there.</param>
public sealed record RideTensors(Tensor Observations, Tensor Actions, Tensor ReturnsToGo, Tensor Timesteps, Tensor Unknown)
{
    /// <summary>Copies windows into tensors.</summary>
    internal static RideTensors Of(WindowBatch batch, ObservationEncoder encoder, IActionForm actions)
    {
        var (b, k) = (batch.Size, batch.Context);
        var encoded = new float[b * k * encoder.Width];
        encoder.Encode(batch.Observations, b * k, encoded);
        return new RideTensors(
            tensor(encoded, [b, k, encoder.Width]),
            actions.Read(batch),
            tensor(batch.ReturnsToGo, [b, k]),
            tensor(Array.ConvertAll(batch.Timesteps, step => (long)step), [b, k]),
            tensor(batch.Unknown, [b, k]));
    }
}
