using System.Collections.Immutable;

namespace Tandem.Inference;

/// <summary>What stands between two layers of a perceptron.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}

/// <summary>The shape of a multilayer perceptron: widths from input to output, and its activation.</summary>
public sealed class PerceptronShape
{
    /// <summary>A shape from its widths.</summary>
    /// <param name="inputs">Input width; at least 1.</param>
    /// <param name="hidden">The width of each hidden layer; none makes a linear map.</param>
    /// <param name="outputs">Output width; at least 1.</param>
    /// <param name="activation">What follows each hidden layer.</param>
    public PerceptronShape(int inputs, ReadOnlySpan<int> hidden, int outputs, Activation activation = Activation.Relu)
    {
        Widths = [inputs, .. hidden, outputs];
        Activation = activation;
        foreach (var width in Widths)
        {
            if (width is < 1 or > MaximumWidth)
            {
                throw new ArgumentException($"a layer of {width} units is out of range: give 1 to {MaximumWidth}");
            }
        }

        if (Weights > MaximumWeights)
        {
            throw new ArgumentException(
                $"a perceptron of layers {string.Join(", ", Widths)} has {Weights} weights: give narrower layers, of at most {MaximumWeights} in all");
        }
    }

    /// <summary>The widest layer that is allowed.</summary>
    public const int MaximumWidth = 65_536;

    /// <summary>The most weights that are allowed: 0.5 GB of them, four times as much while they are trained.</summary>
    public const long MaximumWeights = 1L << 27;

    /// <summary>Every width: input, hidden layers, output.</summary>
    public ImmutableArray<int> Widths { get; }

    /// <summary>What follows each hidden layer.</summary>
    public Activation Activation { get; }

    /// <summary>Input width.</summary>
    public int Inputs => Widths[0];

    /// <summary>Output width.</summary>
    public int Outputs => Widths[^1];

    /// <summary>How many linear layers.</summary>
    public int Layers => Widths.Length - 1;

    /// <summary>How many weights, biases included.</summary>
    public long Weights => Enumerable.Range(0, Layers).Sum(layer => (Widths[layer] + 1L) * Widths[layer + 1]);
}
