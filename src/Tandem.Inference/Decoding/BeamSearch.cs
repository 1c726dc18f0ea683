namespace Tandem.Inference.Decoding;

// Legend: V vocabulary.

/// <summary>
/// Beam search for one source. Of all one-token continuations of the unfinished hypotheses, ranked by log-probability, the
/// first <c>beam</c> that do not end go on, and an end counts where it ranks among the first <c>beam</c> (as in fairseq).
/// The search is over when no unfinished hypothesis can still reach the best finished ones: the result is that of searching
/// on to the greatest length. Of equal continuations the one of the higher hypothesis stands first, then the smaller token.
/// </summary>
/// <remarks>
/// A log-probability only falls, and no sequence is longer than the greatest length, so score(log-probability now, greatest
/// length) bounds what a hypothesis can reach. fairseq stops earlier: once <c>beam</c> hypotheses have ended.
/// </remarks>
internal sealed class BeamSearch : ISourceSearch
{
    private readonly BeamCandidates candidates;
    private readonly FinishedSequences finished;
    private readonly TokenTree tree;
    private readonly int end;
    private readonly int greatestLength;

    private readonly Extension[] next;
    private Live[] live;
    private Live[] formerLive;
    private int rows = 1;
    private int length;

    /// <param name="options">Beam, length penalty, n-best.</param>
    /// <param name="begin">The token that begins a sequence.</param>
    /// <param name="end">The token that ends one.</param>
    /// <param name="greatestLength">The most tokens of a sequence, its end counted.</param>
    /// <param name="candidates">Room that searches share, since they advance in turn.</param>
    public BeamSearch(DecodingOptions options, int begin, int end, int greatestLength, BeamCandidates candidates)
    {
        (this.end, this.greatestLength, this.candidates) = (end, greatestLength, candidates);
        tree = new TokenTree(options.Beam * Math.Min(greatestLength, 32));
        finished = new FinishedSequences(options, tree);
        (live, formerLive, next) = (new Live[options.Beam], new Live[options.Beam], new Extension[options.Beam]);
        live[0] = new Live(TokenTree.Root, 0);
        next[0] = new Extension(0, begin);
    }

    public ReadOnlySpan<Extension> Next => next.AsSpan(0, rows);

    public void Advance(ReadOnlySpan<float> logProbabilities)
    {
        Rank(logProbabilities);
        length++;
        (live, formerLive, rows) = (formerLive, live, 0);
        for (var rank = 0; rank < candidates.Count && rows < live.Length; rank++)
        {
            var candidate = candidates[rank];
            if (candidate.Token != end)
                GoOn(candidate);
            else if (rank < live.Length)
                finished.Add(formerLive[candidate.Row].Node, candidate.LogProbability, length, hasEnded: true);
        }
        if (length == greatestLength)
            Cut();
        else if (rows > 0 && !finished.CouldTake(live[0].LogProbability, greatestLength))
            rows = 0;
    }

    public Hypothesis[] Results() => finished.ToArray();

    private void Rank(ReadOnlySpan<float> logProbabilities)
    {
        var vocabulary = logProbabilities.Length / rows;
        candidates.Clear();
        for (var row = 0; row < rows; row++)
            candidates.Add(row, live[row].LogProbability, logProbabilities.Slice(row * vocabulary, vocabulary));
    }

    private void GoOn(BeamCandidate candidate)
    {
        live[rows] = new Live(tree.Add(formerLive[candidate.Row].Node, candidate.Token), candidate.LogProbability);
        next[rows++] = new Extension(candidate.Row, candidate.Token);
    }

    private void Cut()
    {
        for (var row = 0; row < rows; row++)
            finished.Add(live[row].Node, live[row].LogProbability, length, hasEnded: false);
        rows = 0;
    }

    /// <summary>An unfinished hypothesis: its tokens, and the sum of their log-probabilities.</summary>
    private readonly record struct Live(int Node, double LogProbability);
}
