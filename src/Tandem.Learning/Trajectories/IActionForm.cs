using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

// Legend: B windows, K steps of each, A numbers of an action, N outputs, D model width.

/// <summary>How a sequence model takes actions in and gives them out: as choices or as values.</summary>
internal interface IActionForm
{
    /// <summary>N: how many numbers the model gives for a step.</summary>
    int OutputWidth { get; }

    /// <summary>The module that embeds actions, with its first weights.</summary>
    nn.Module<Tensor, Tensor> NewEmbedding(int width);

    /// <summary>The actions of windows, [B, K, A].</summary>
    Tensor Read(WindowBatch batch);

    /// <summary>Embeds actions.</summary>
    /// <param name="embedding">A module that <see cref="NewEmbedding"/> made.</param>
    /// <param name="actions">[B, K, A].</param>
    /// <returns>[B, K, D].</returns>
    Tensor Embed(nn.Module<Tensor, Tensor> embedding, Tensor actions);

    /// <summary>What the model's last layer becomes before it is compared or acted by, [B, K, N].</summary>
    Tensor Shape(Tensor outputs);

    /// <summary>The loss between outputs and the actions that were taken, weighted and summed.</summary>
    /// <param name="outputs">[B, K, N], float32.</param>
    /// <param name="actions">[B, K, A].</param>
    /// <param name="weights">[B, K] float32: how much each step counts, 0 where there is none.</param>
    Tensor SummedLoss(Tensor outputs, Tensor actions, Tensor weights);

    /// <summary>Turns a step's outputs into an action.</summary>
    /// <param name="outputs">[N].</param>
    /// <param name="mode">How it chooses, where it has a choice.</param>
    /// <param name="random">Where it draws from.</param>
    /// <param name="actions">Receives the action.</param>
    /// <param name="world">In this row.</param>
    void Choose(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world);
}
