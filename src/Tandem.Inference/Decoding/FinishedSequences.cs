namespace Tandem.Inference.Decoding;

/// <summary>
/// The best sequences that are complete, best first: those the model ended before those that were cut, then by score; of
/// equals, the one that was found first.
/// </summary>
internal sealed class FinishedSequences(DecodingOptions options, TokenTree tree)
{
    private readonly List<Finished> best = new(options.NBest + 1);
    private int ended;

    /// <summary>Takes in a sequence.</summary>
    /// <param name="node">Its tokens, without the end.</param>
    /// <param name="logProbability">The sum over all tokens.</param>
    /// <param name="length">How many tokens, the end counted.</param>
    /// <param name="hasEnded">Whether the model ended it.</param>
    public void Add(int node, double logProbability, int length, bool hasEnded)
    {
        var candidate = new Finished(node, logProbability, options.Score(logProbability, length), hasEnded);
        var place = best.Count;
        while (place > 0 && candidate.IsBetterThan(best[place - 1]))
            place--;
        best.Insert(place, candidate);
        if (best.Count > options.NBest)
            best.RemoveAt(options.NBest);
        ended = hasEnded ? Math.Min(ended + 1, options.NBest) : ended;
    }

    /// <summary>Whether a sequence that still grows, at best with this log-probability at this length, could be among the best.</summary>
    public bool CouldTake(double logProbability, int greatestLength) =>
        ended < options.NBest || options.Score(logProbability, greatestLength) > best[^1].Score;

    /// <summary>The sequences, best first.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public Hypothesis[] ToArray() => best.Count > 0
        ? [.. best.Select(finished => new Hypothesis(tree.Path(finished.Node), finished.LogProbability, finished.Score, finished.HasEnded))]
        : throw new InvalidOperationException("the model gives no token a probability (all logarithms are −∞ or not numbers): check its weights");

    private readonly record struct Finished(int Node, double LogProbability, double Score, bool HasEnded)
    {
        public bool IsBetterThan(Finished other) => HasEnded == other.HasEnded ? Score > other.Score : HasEnded;
    }
}
