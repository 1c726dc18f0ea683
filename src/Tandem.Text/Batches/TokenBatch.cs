namespace Tandem.Text;

// Legend: B pairs, S source length, T target length.

/// <summary>
/// Pairs side by side, padded to the longest: what one batch of a translation training learns from. A source ends with the
/// token that ends a sentence; what the decoder sees begins with the token that begins one, and what it should say next is
/// the same, one token on.
/// </summary>
public sealed class TokenBatch
{
    private TokenBatch(int pairs, int sourceLength, int targetLength)
    {
        (Pairs, SourceLength, TargetLength) = (pairs, sourceLength, targetLength);
        Source = new long[pairs * sourceLength];
        Input = new long[pairs * targetLength];
        Next = new long[pairs * targetLength];
        SourceLengths = new int[pairs];
    }

    /// <summary>B.</summary>
    public int Pairs { get; }

    /// <summary>S, padding included.</summary>
    public int SourceLength { get; }

    /// <summary>T, padding included.</summary>
    public int TargetLength { get; }

    /// <summary>[B, S] source tokens.</summary>
    public long[] Source { get; }

    /// <summary>[B, T] what the decoder sees.</summary>
    public long[] Input { get; }

    /// <summary>[B, T] what it should say after each token.</summary>
    public long[] Next { get; }

    /// <summary>[B] the tokens of each source.</summary>
    public int[] SourceLengths { get; }

    /// <summary>How many tokens of <see cref="Next"/> are no padding.</summary>
    public int Targets { get; private set; }

    /// <summary>How many tokens of <see cref="Source"/> are no padding.</summary>
    public int Sources { get; private set; }

    /// <summary>Which part of source and target is padding.</summary>
    public double PaddingShare => 1 - ((double)(Sources + Targets) / (Source.Length + Next.Length));

    /// <summary>Puts pairs side by side.</summary>
    /// <param name="pairs">One or more.</param>
    /// <param name="tokenizer">Whose padding, beginning and end are used.</param>
    public static TokenBatch Create(IReadOnlyList<TokenPair> pairs, SubwordTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (pairs.Count == 0)
            throw new ArgumentException("a batch of no pairs teaches nothing: give one pair or more");
        var batch = new TokenBatch(pairs.Count, pairs.Max(pair => pair.SourceLength), pairs.Max(pair => pair.TargetLength));
        foreach (var tokens in new[] { batch.Source, batch.Input, batch.Next })
            Array.Fill(tokens, tokenizer.Padding);
        for (var row = 0; row < pairs.Count; row++)
            batch.Fill(row, pairs[row], tokenizer);
        return batch;
    }

    private void Fill(int row, TokenPair pair, SubwordTokenizer tokenizer)
    {
        var source = Source.AsSpan(row * SourceLength, SourceLength);
        var input = Input.AsSpan(row * TargetLength, TargetLength);
        var next = Next.AsSpan(row * TargetLength, TargetLength);
        Copy(pair.Source, source);
        source[pair.Source.Length] = tokenizer.End;
        input[0] = tokenizer.Beginning;
        Copy(pair.Target, input[1..]);
        Copy(pair.Target, next);
        next[pair.Target.Length] = tokenizer.End;
        SourceLengths[row] = pair.SourceLength;
        Sources += pair.SourceLength;
        Targets += pair.TargetLength;

        static void Copy(int[] tokens, Span<long> target)
        {
            for (var i = 0; i < tokens.Length; i++)
                target[i] = tokens[i];
        }
    }
}
