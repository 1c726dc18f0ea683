namespace Tandem.Learning.Reinforcement;

/// <summary>
/// What an algorithm has to know of a policy's distribution: how to draw, how likely a draw was, and how both change with the
/// network's outputs.
/// Legend: O policy outputs, A numbers of a draw, S numbers kept between the two halves of a gradient.
/// </summary>
internal interface IActionDistribution
{
    /// <summary>O, the constants at its end included.</summary>
    int OutputWidth { get; }

    /// <summary>What the outputs that no observation changes begin with; they are the last of O.</summary>
    ReadOnlySpan<float> Constants { get; }

    /// <summary>A.</summary>
    int DrawWidth { get; }

    /// <summary>S.</summary>
    int ScratchWidth { get; }

    /// <summary>Draws once.</summary>
    /// <param name="outputs">[O].</param>
    /// <param name="random">The stream to draw from.</param>
    /// <param name="draw">Receives [A].</param>
    /// <param name="scratch">[S].</param>
    /// <returns>The logarithm of its probability, or of its density.</returns>
    double Sample(ReadOnlySpan<float> outputs, ref RandomStream random, Span<float> draw, Span<double> scratch);

    /// <summary>Writes the action that a draw stands for.</summary>
    void ToAction(ReadOnlySpan<float> draw, ActionBatch actions, int world);

    /// <summary>How likely a draw is, and the distribution's entropy, in nats.</summary>
    /// <param name="outputs">[O].</param>
    /// <param name="draw">[A].</param>
    /// <param name="scratch">Receives what <see cref="Differentiate"/> needs, [S].</param>
    (double LogProbability, double Entropy) Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> draw, Span<double> scratch);

    /// <summary>∂L/∂outputs where L is a·log p + b·H, for the row that was evaluated last.</summary>
    /// <param name="draw">[A].</param>
    /// <param name="scratch">[S].</param>
    /// <param name="logProbabilitySlope">a = ∂L/∂(log p).</param>
    /// <param name="entropySlope">b = ∂L/∂H.</param>
    /// <param name="gradient">Receives [O].</param>
    void Differentiate(
        ReadOnlySpan<float> draw, ReadOnlySpan<double> scratch, double logProbabilitySlope, double entropySlope, Span<float> gradient);

    /// <summary>How the trained policy acts.</summary>
    /// <param name="constants">The outputs that no observation changes.</param>
    PolicyForm Form(ReadOnlySpan<float> constants);
}
