namespace Tandem.Inference.Decoding;

/// <summary>
/// A model that extends token sequences one token at a time: what greedy search, beam search and sampling see of a
/// translation model, whether it computes in plain .NET or in libtorch.
/// </summary>
public interface ISequenceModel
{
    /// <summary>V: how many tokens there are.</summary>
    int Vocabulary { get; }

    /// <summary>The most tokens a sequence can be given, the one that begins it counted; learned positions have an end, others have none.</summary>
    int MaximumLength => int.MaxValue;

    /// <summary>Reads the sources and prepares to write; one row of the result for each source, in their order.</summary>
    /// <param name="sources">Token ids of each source, none of them empty.</param>
    ISequenceRows Begin(IReadOnlyList<int[]> sources);
}

/// <summary>The sequences that a model is extending, one a row, with all that it remembers of them.</summary>
public interface ISequenceRows : IDisposable
{
    /// <summary>How many rows stand now.</summary>
    int Count { get; }

    /// <summary>Row i becomes what row <c>parents[i]</c> was, one token longer: rows are kept, dropped or repeated.</summary>
    /// <param name="parents">[rows] indices of rows as they stood before; those of one source stand together.</param>
    /// <param name="tokens">[rows] the token that each row gains; at first the token that begins a sentence.</param>
    /// <param name="logProbabilities">[rows, V], filled with natural logarithms of the probability of each next token.</param>
    void Extend(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities);
}
