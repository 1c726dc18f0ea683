namespace Tandem.Inference.Decoding;

// Legend: V vocabulary.

/// <summary>Greedy search and sampling for one source: rows that extend themselves, each without regard to the others.</summary>
internal sealed class RowSearch : ISourceSearch
{
    private readonly FinishedSequences finished;
    private readonly TokenTree tree;
    private readonly TokenSampler? sampler;
    private readonly int end;
    private readonly int greatestLength;

    private readonly Extension[] next;
    private readonly Row[] live;
    private int rows;
    private int length;

    /// <param name="options">How many rows, and the seed of samples.</param>
    /// <param name="source">What samples follow from beside the seed.</param>
    /// <param name="begin">The token that begins a sequence.</param>
    /// <param name="end">The token that ends one.</param>
    /// <param name="greatestLength">The most tokens of a sequence, its end counted.</param>
    /// <param name="sampler">Draws tokens; null: the likeliest is taken. Searches share it, since they advance in turn.</param>
    public RowSearch(DecodingOptions options, ReadOnlySpan<int> source, int begin, int end, int greatestLength, TokenSampler? sampler)
    {
        (this.end, this.greatestLength, this.sampler) = (end, greatestLength, sampler);
        rows = options.NBest;
        tree = new TokenTree(rows * Math.Min(greatestLength, 32));
        finished = new FinishedSequences(options, tree);
        (live, next) = (new Row[rows], new Extension[rows]);
        for (var row = 0; row < rows; row++)
        {
            live[row] = new Row(TokenTree.Root, 0, RandomStream.Create(options.Seed, StreamPurpose.Sampling, StreamIndex(source, row)));
            next[row] = new Extension(0, begin);
        }
    }

    public ReadOnlySpan<Extension> Next => next.AsSpan(0, rows);

    public void Advance(ReadOnlySpan<float> logProbabilities)
    {
        var (vocabulary, former) = (logProbabilities.Length / rows, rows);
        (rows, length) = (0, length + 1);
        for (var row = 0; row < former; row++)
            Extend(row, logProbabilities.Slice(row * vocabulary, vocabulary));
    }

    public Hypothesis[] Results() => finished.ToArray();

    private void Extend(int row, ReadOnlySpan<float> logProbabilities)
    {
        var (node, logProbability, random) = live[row];
        var token = Choose(logProbabilities, ref random);
        if (token < 0)
            return;
        logProbability += logProbabilities[token];
        if (token == end)
        {
            finished.Add(node, logProbability, length, hasEnded: true);
            return;
        }
        node = tree.Add(node, token);
        if (length == greatestLength)
        {
            finished.Add(node, logProbability, length, hasEnded: false);
            return;
        }
        live[rows] = new Row(node, logProbability, random);
        next[rows++] = new Extension(row, token);
    }

    /// <summary>−1 where no token has a probability.</summary>
    private int Choose(ReadOnlySpan<float> logProbabilities, ref RandomStream random)
    {
        if (sampler is not null)
            return sampler.Draw(logProbabilities, ref random);
        Span<int> likeliest = [-1];
        TopTokens.Select(logProbabilities, likeliest, [0]);
        return likeliest[0];
    }

    /// <summary>Fowler, Noll and Vo's hash of a source's tokens and a sample's number.</summary>
    private static int StreamIndex(ReadOnlySpan<int> source, int sample)
    {
        const uint Offset = 2_166_136_261, Prime = 16_777_619;
        var hash = Offset;
        foreach (var token in source)
            hash = (hash ^ (uint)token) * Prime;
        return (int)((hash ^ (uint)sample) * Prime);
    }

    /// <summary>An unfinished sequence: its tokens, the sum of their log-probabilities, and what its next is drawn from.</summary>
    private readonly record struct Row(int Node, double LogProbability, RandomStream Random);
}
