using static TorchSharp.torch;

namespace Tandem.Learning.Training;

/// <summary>
/// The gradient of an update: each batch's is computed by itself, on as many threads as there are workers, and all are added
/// up in the batches' order. So neither the number of workers nor who was first changes a bit.
/// </summary>
/// <remarks>
/// For a small model several threads with a batch each do more than one batch with several threads in each operation: there
/// is no end of an operation to wait for.
/// </remarks>
internal sealed class BatchGradients : IDisposable
{
    private readonly Tensor[] parameters;
    private readonly SideBySide workers;

    /// <param name="parameters">What to differentiate by, each once.</param>
    /// <param name="workers">How many batches are computed at a time.</param>
    public BatchGradients(IEnumerable<Tensor> parameters, int workers) =>
        (this.parameters, this.workers) = ([.. parameters], new SideBySide(workers));

    /// <summary>Sets the parameters' gradients to that of the mean loss of a target.</summary>
    /// <param name="losses">Each batch's loss, summed over its targets.</param>
    /// <param name="targets">The targets of all batches.</param>
    /// <param name="seed">What the batches' dropout follows from.</param>
    /// <returns>The mean loss of a target; where it is not finite, the gradients mean nothing.</returns>
    public double Compute(IReadOnlyList<Func<Tensor>> losses, long targets, ulong seed)
    {
        var results = new BatchGradient[losses.Count];
        try
        {
            Differentiate(losses, targets, seed, results);
            Add(results);
            return results.Sum(result => result.Loss);
        }
        finally
        {
            foreach (var gradient in results.SelectMany(result => result.Gradients ?? []))
                gradient?.Dispose();
        }
    }

    /// <summary>Ends the workers' threads.</summary>
    public void Dispose() => workers.Dispose();

    private void Differentiate(IReadOnlyList<Func<Tensor>> losses, long targets, ulong seed, BatchGradient[] results) =>
        workers.ForEach(losses.Count, batch =>
        {
            DropoutStream.Use(RandomStream.Create(seed, StreamPurpose.Dropout, batch));
            try
            {
                results[batch] = Differentiate(losses[batch], targets);
            }
            finally
            {
                DropoutStream.Forget();
            }
        });

    private BatchGradient Differentiate(Func<Tensor> summedLoss, long targets)
    {
        using var scope = NewDisposeScope();
        var summed = summedLoss();
        if (summed.numel() != 1)
            throw new InvalidOperationException($"the task gave a loss of shape [{string.Join(", ", summed.shape)}]: give the sum over all targets, one number");
        if (!summed.requires_grad)
            throw new InvalidOperationException("the task gave a loss that depends on no parameter: give one that was computed by the module, with gradients");
        var share = summed / Scalars.Of(targets);
        var value = TorchSharp.TensorExtensionMethods.ToDouble(share);
        if (!double.IsFinite(value))
            return new(value, []);
        var gradients = autograd.grad([share], parameters, allow_unused: true);
        return new(value, [.. gradients.Select(gradient => gradient is { IsInvalid: false } ? gradient.DetachFromDisposeScope() : null)]);
    }

    private void Add(BatchGradient[] results)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var complete = results.All(result => result.Gradients.Length == parameters.Length);
        for (var i = 0; i < parameters.Length && complete; i++)
        {
            Tensor? sum = null;
            foreach (var gradient in results.Select(result => result.Gradients[i]).OfType<Tensor>())
                sum = sum?.add_(gradient) ?? empty_like(parameters[i]).copy_(gradient); // in the parameter's layout, shared with nothing
            parameters[i].grad = sum;
        }
    }

    /// <param name="Loss">The batch's part of the mean loss.</param>
    /// <param name="Gradients">One for each parameter, null where the loss does not depend on it; none where the loss is not finite.</param>
    private readonly record struct BatchGradient(double Loss, Tensor?[] Gradients);
}
