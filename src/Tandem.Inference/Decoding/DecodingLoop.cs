namespace Tandem.Inference.Decoding;

// Legend: V vocabulary.

/// <summary>
/// Moves the searches of a batch of sources on together, one call of the model a step, until each is over; a search that
/// is over leaves the batch. Its buffers serve one batch after another.
/// </summary>
internal sealed class DecodingLoop(ISequenceModel model, int[] never)
{
    private int[] parents = [];
    private int[] tokens = [];
    private float[] logProbabilities = [];     // [rows, V]
    private int[] firstRows = [];              // of each search that goes on

    /// <summary>Runs searches to their end.</summary>
    /// <param name="sources">Token ids of each source.</param>
    /// <param name="searches">One for each source.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public void Run(IReadOnlyList<int[]> sources, IReadOnlyList<ISourceSearch> searches, CancellationToken cancellation)
    {
        using var rows = model.Begin(sources);
        ISourceSearch[] active = [.. searches];
        firstRows = [.. Enumerable.Range(0, active.Length)];
        for (var count = active.Length; count > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            Extend(rows, active.AsSpan(0, count));
            count = Advance(active.AsSpan(0, count));
        }
    }

    private void Extend(ISequenceRows rows, ReadOnlySpan<ISourceSearch> active)
    {
        Reserve(active);
        var row = 0;
        for (var i = 0; i < active.Length; i++)
        {
            var first = row;
            foreach (var extension in active[i].Next)
                (parents[row], tokens[row++]) = (firstRows[i] + extension.Parent, extension.Token);
            firstRows[i] = first;
        }
        rows.Extend(parents.AsSpan(0, row), tokens.AsSpan(0, row), logProbabilities.AsSpan(0, row * model.Vocabulary));
        foreach (var token in never)
        {
            for (var i = 0; i < row; i++)
                logProbabilities[(i * model.Vocabulary) + token] = float.NegativeInfinity;
        }
    }

    /// <summary>Moves on those that are not over to the front.</summary>
    /// <returns>How many these are.</returns>
    private int Advance(Span<ISourceSearch> active)
    {
        var kept = 0;
        for (var i = 0; i < active.Length; i++)
        {
            var (search, first) = (active[i], firstRows[i]);
            search.Advance(logProbabilities.AsSpan(first * model.Vocabulary, search.Next.Length * model.Vocabulary));
            if (search.Next.Length > 0)
                (active[kept], firstRows[kept++]) = (search, first);
        }
        return kept;
    }

    private void Reserve(ReadOnlySpan<ISourceSearch> active)
    {
        var rows = 0;
        foreach (var search in active)
            rows += search.Next.Length;
        if (rows <= parents.Length)
            return;
        (parents, tokens) = (new int[rows], new int[rows]);
        logProbabilities = GC.AllocateUninitializedArray<float>(checked(rows * model.Vocabulary));
    }
}
