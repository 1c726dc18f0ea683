using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Learning.Training;

/// <summary>What a <see cref="Trainer"/> trains, apart from the data: a module, how it is measured and how it is saved.</summary>
public interface ITrainingTask
{
    /// <summary>Whose parameters learn. It stays the task's: the trainer does not dispose of it.</summary>
    nn.Module Module { get; }

    /// <summary>D, the width of the model's layers, which the Noam schedule follows.</summary>
    int ModelWidth { get; }

    /// <summary>Whether there are data to validate on.</summary>
    bool HasValidation { get; }

    /// <summary>Measures the module, which stands in evaluation mode, without gradients, on data it does not learn from.</summary>
    /// <param name="cancellation">May end it early by <see cref="OperationCanceledException"/>; a resumed run validates anew.</param>
    ValidationResult Validate(CancellationToken cancellation);

    /// <summary>What becomes <c>model.safetensors</c>: every weight, and in the metadata all it takes to use them.</summary>
    SafetensorsWriter SaveModel();

    /// <summary>Takes the weights of <see cref="SaveModel"/> back, to the bit.</summary>
    /// <exception cref="InvalidDataException">They are of another architecture.</exception>
    void LoadModel(SafetensorsFile model);
}

/// <summary>What a <see cref="Trainer"/> trains: a module, its data and its loss.</summary>
/// <typeparam name="TBatch">A batch as plain arrays; the task makes tensors of it when it computes the loss.</typeparam>
public interface ITrainingTask<TBatch> : ITrainingTask
{
    /// <summary>Where batches come from.</summary>
    IBatchSource<TBatch> Batches { get; }

    /// <summary>
    /// How many targets of a batch the loss is summed over: tokens, actions; padding is none. It is asked on the
    /// prefetching thread.
    /// </summary>
    long CountTargets(TBatch batch);

    /// <summary>
    /// The loss summed over the batch's targets, one number. The trainer divides by all targets of the update, so that
    /// several small batches give the gradient of their union.
    /// </summary>
    /// <remarks>
    /// With several workers it is called on several threads at once, each with its own batch. Dropout draws from the batch's
    /// own stream; whatever else is drawn comes from libtorch's global stream, which the trainer seeds for each update.
    /// The tensors made here go to the trainer's dispose scope.
    /// </remarks>
    Tensor SummedLoss(TBatch batch);
}
