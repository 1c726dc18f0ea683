namespace Tandem.Learning.Reinforcement;

/// <summary>A network that learning from a replay trains: it tells how a loss changes with its inputs, and follows another slowly.</summary>
public interface ICriticNetwork : ILearnableNetwork
{
    /// <summary>
    /// Tells how a loss changes with the inputs, for the rows of the last <see cref="ILearnableNetwork.ForwardForGradient"/>; the
    /// parameters' gradients stay as they are.
    /// </summary>
    /// <param name="outputGradients">∂loss/∂outputs, [rows, OutputWidth].</param>
    /// <param name="inputGradients">Receives ∂loss/∂inputs, [rows, InputWidth].</param>
    void InputGradient(ReadOnlySpan<float> outputGradients, Span<float> inputGradients);

    /// <summary>Moves the parameters towards those of another network of the same make: θ ← θ + rate·(θ′ − θ).</summary>
    /// <param name="other">The network that is followed, θ′.</param>
    /// <param name="rate">0 stays, 1 copies.</param>
    void Follow(ICriticNetwork other, double rate);
}
