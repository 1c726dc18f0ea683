namespace Tandem.Inference.Decoding;

/// <summary>
/// Finds the sequences that a model would write for its sources: by beam search, greedily or by sampling, many sources at
/// once. What a source gets does not depend on the others beside it, as far as the model's own numbers do not.
/// </summary>
/// <remarks>Use a decoder from one thread at a time.</remarks>
public sealed class SequenceDecoder
{
    private readonly ISequenceModel model;
    private readonly int begin;
    private readonly int end;
    private readonly DecodingLoop loop;

    /// <summary>A decoder over a model, which stays the caller's.</summary>
    /// <param name="model">What extends sequences.</param>
    /// <param name="begin">The token that begins each sequence; it is not part of the result.</param>
    /// <param name="end">The token that ends a sequence; it is not part of the result.</param>
    /// <param name="never">Tokens that are never written, such as padding.</param>
    /// <exception cref="ArgumentException">A token outside of the model's vocabulary, or an end that is never written.</exception>
    public SequenceDecoder(ISequenceModel model, int begin, int end, params int[] never)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(never);
        foreach (var token in (int[])[begin, end, .. never])
        {
            if (token < 0 || token >= model.Vocabulary)
                throw new ArgumentException($"token {token} is not in the model's vocabulary: give 0 to {model.Vocabulary - 1}");
        }
        if (never.Contains(end))
            throw new ArgumentException($"token {end} is to end sequences and never to be written: take it off the tokens that are never written");
        (this.model, this.begin, this.end) = (model, begin, end);
        loop = new DecodingLoop(model, [.. never]);
    }

    /// <summary>Decodes sources.</summary>
    /// <param name="sources">Token ids of each source.</param>
    /// <param name="options">How; null: beam search with the defaults.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>For each source, in their order, its best hypotheses, best first: as many as n-best says, or fewer where fewer were found.</returns>
    /// <exception cref="ArgumentException">An empty source, or options that contradict each other.</exception>
    /// <exception cref="InvalidOperationException">The model gave no token a probability.</exception>
    public Hypothesis[][] Decode(IReadOnlyList<int[]> sources, DecodingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        options = (options ?? new DecodingOptions()).Checked();
        RequireTokens(sources);
        var searches = Searches(options);
        var results = new Hypothesis[sources.Count][];
        foreach (var batch in SourceBatches.Split(sources, options.RowsPerSource, options.BatchTokens))
        {
            int[][] together = [.. batch.Select(source => sources[source])];
            ISourceSearch[] begun = [.. together.Select(searches)];
            loop.Run(together, begun, cancellation);
            for (var i = 0; i < batch.Length; i++)
                results[batch[i]] = begun[i].Results();
        }
        return results;
    }

    /// <summary>What begins a source's search.</summary>
    private Func<int[], ISourceSearch> Searches(DecodingOptions options)
    {
        if (options.Method == DecodingMethod.Beam)
        {
            var candidates = new BeamCandidates(options.Beam);
            return source => new BeamSearch(options, begin, end, GreatestLength(source, options), candidates);
        }
        var sampler = options.Method == DecodingMethod.Sampling ? new TokenSampler(options, model.Vocabulary) : null;
        return source => new RowSearch(options, source, begin, end, GreatestLength(source, options), sampler);
    }

    private int GreatestLength(int[] source, DecodingOptions options) =>
        Math.Min(options.GreatestLength(source.Length), model.MaximumLength);

    private static void RequireTokens(IReadOnlyList<int[]> sources)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is null or [])
                throw new ArgumentException($"source {i} of {sources.Count} has no tokens: give each source at least one");
        }
    }
}
