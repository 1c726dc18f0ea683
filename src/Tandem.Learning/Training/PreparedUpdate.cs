using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Tandem.Learning.Training;

/// <summary>What one update learns from, ready to be computed on the training's thread.</summary>
/// <param name="Targets">The targets of all batches.</param>
/// <param name="Losses">Each batch's summed loss; nothing is computed before the call.</param>
/// <param name="Place">Where the data stand behind these batches.</param>
internal sealed record PreparedUpdate(long Targets, IReadOnlyList<Func<Tensor>> Losses, JsonObject Place);

/// <summary>A task's data, its kind of batch forgotten.</summary>
/// <param name="Prepare">Takes the next update's batches.</param>
/// <param name="Save"><see cref="IBatchSource{TBatch}.Save"/>.</param>
/// <param name="Restore"><see cref="IBatchSource{TBatch}.Restore"/>.</param>
internal sealed record UpdateSource(Func<PreparedUpdate> Prepare, Func<JsonObject> Save, Action<JsonObject> Restore)
{
    public static UpdateSource Of<TBatch>(ITrainingTask<TBatch> task, int batches) =>
        new(() => Take(task, batches), task.Batches.Save, task.Batches.Restore);

    private static PreparedUpdate Take<TBatch>(ITrainingTask<TBatch> task, int count)
    {
        var losses = new Func<Tensor>[count];
        var targets = 0L;
        for (var i = 0; i < count; i++)
        {
            var batch = task.Batches.Next();
            targets += task.CountTargets(batch);
            losses[i] = () => task.SummedLoss(batch);
        }

        return targets > 0
            ? new PreparedUpdate(targets, losses, task.Batches.Save())
            : throw new InvalidDataException("the batches of an update hold no targets, nothing but padding: give data with at least one target in each update");
    }
}
