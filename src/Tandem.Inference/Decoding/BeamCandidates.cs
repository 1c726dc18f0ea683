namespace Tandem.Inference.Decoding;

/// <summary>
/// The likeliest one-token continuations of a beam's hypotheses, likeliest first; of equals, the one that was added first.
/// Twice the beam is enough: each hypothesis has one continuation that ends, so half of them go on.
/// </summary>
internal sealed class BeamCandidates(int beam)
{
    private readonly BeamCandidate[] ranked = new BeamCandidate[2 * beam];
    private readonly int[] ids = new int[beam + 1];
    private readonly float[] greatest = new float[beam + 1];

    public int Count { get; private set; }

    public BeamCandidate this[int rank] => ranked[rank];

    public void Clear() => Count = 0;

    /// <summary>Adds a hypothesis' continuations, as many as can matter.</summary>
    /// <param name="row">Which hypothesis.</param>
    /// <param name="logProbability">The sum over its tokens.</param>
    /// <param name="continuations">[V] log-probabilities of each next token.</param>
    public void Add(int row, double logProbability, ReadOnlySpan<float> continuations)
    {
        var found = TopTokens.Select(continuations, ids, greatest);
        for (var i = 0; i < found; i++)
        {
            if (!Insert(new BeamCandidate(row, ids[i], logProbability + greatest[i])))
                return;
        }
    }

    /// <summary>False where it, and so anything less likely, ranks behind the last.</summary>
    private bool Insert(BeamCandidate candidate)
    {
        if (Count == ranked.Length && !(candidate.LogProbability > ranked[^1].LogProbability))
            return false;
        Count = Math.Min(Count + 1, ranked.Length);
        var place = Count - 1;
        for (; place > 0 && ranked[place - 1].LogProbability < candidate.LogProbability; place--)
            ranked[place] = ranked[place - 1];
        ranked[place] = candidate;
        return true;
    }
}

/// <summary>A hypothesis and its next token.</summary>
/// <param name="Row">Which hypothesis.</param>
/// <param name="Token">Its next token.</param>
/// <param name="LogProbability">The sum over all its tokens, this one included.</param>
internal readonly record struct BeamCandidate(int Row, int Token, double LogProbability);
