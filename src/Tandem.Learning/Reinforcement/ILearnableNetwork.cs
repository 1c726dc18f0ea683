namespace Tandem.Learning.Reinforcement;

/// <summary>
/// A network that a reinforcement algorithm trains: outputs go out, the gradient of the loss with respect to them comes back.
/// </summary>
public interface ILearnableNetwork : INetwork, IDisposable
{
    /// <summary>Computes outputs and remembers what their gradient will need.</summary>
    /// <param name="inputs">[rows, InputWidth].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="outputs">Receives [rows, OutputWidth].</param>
    void ForwardForGradient(ReadOnlySpan<float> inputs, int rows, Span<float> outputs);

    /// <summary>Adds the gradient of a loss to the parameters' gradients, for the rows of the last <see cref="ForwardForGradient"/>.</summary>
    /// <param name="outputGradients">∂loss/∂outputs, [rows, OutputWidth].</param>
    void Backward(ReadOnlySpan<float> outputGradients);

    /// <summary>Takes one step of Adam against the gradients and sets them to zero. Gradients that are not finite change nothing.</summary>
    /// <param name="learningRate">The step size.</param>
    /// <param name="maximumGradientNorm">The gradients are scaled down together to this Euclidean norm; null: as they are.</param>
    /// <returns>The norm of the gradients before scaling.</returns>
    double Update(double learningRate, double? maximumGradientNorm = null);

    /// <summary>Writes everything that training needs to go on: parameters and the optimiser's moments.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    void Restore(BinaryReader reader);
}
