namespace Tandem.Inference;

/// <summary>A function from rows of numbers to rows of numbers: a trained network, wherever it computes.</summary>
public interface INetwork
{
    /// <summary>How many numbers one input row holds.</summary>
    int InputWidth { get; }

    /// <summary>How many numbers one output row holds.</summary>
    int OutputWidth { get; }

    /// <summary>Computes the outputs of several inputs.</summary>
    /// <param name="inputs">[rows, InputWidth].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="outputs">Receives [rows, OutputWidth].</param>
    void Forward(ReadOnlySpan<float> inputs, int rows, Span<float> outputs);
}
