namespace Tandem.Inference.Decoding;

// Legend: V vocabulary.

/// <summary>The search for one source's sequences: says which rows it needs next, and is told their next tokens.</summary>
internal interface ISourceSearch
{
    /// <summary>The rows to compute next; none when the search is over.</summary>
    ReadOnlySpan<Extension> Next { get; }

    /// <summary>Goes on to the next rows.</summary>
    /// <param name="logProbabilities">[rows, V] of the rows that were asked for.</param>
    void Advance(ReadOnlySpan<float> logProbabilities);

    /// <summary>What was found, best first.</summary>
    /// <exception cref="InvalidOperationException">The model gave no token a probability.</exception>
    Hypothesis[] Results();
}

/// <summary>A row that becomes one token longer.</summary>
/// <param name="Parent">Which of the source's rows it was a step before.</param>
/// <param name="Token">The token it gains.</param>
internal readonly record struct Extension(int Parent, int Token);
