namespace Tandem.Text;

/// <summary>
/// Which pairs of a corpus stand in one batch: pairs of like lengths, as many as a number of tokens allows, so that little is
/// padding and no batch takes much more time or memory than another.
/// </summary>
public static class BatchPlan
{
    // The scores of attention between shorter sequences are computed as they are needed, and not kept.
    private const int KeptScores = 128, ScoresOfAToken = 256;

    /// <summary>Divides an epoch's pairs into batches.</summary>
    /// <param name="pairs">All pairs.</param>
    /// <param name="tokens">The most tokens that a batch may have on its longer side, padding included.</param>
    /// <param name="random">Decides which pairs of the same lengths meet, and the batches' order.</param>
    /// <param name="largestFirst">Begins with the batch that takes the most memory, which shows at once whether it lasts.</param>
    /// <returns>Indices of pairs, each once.</returns>
    /// <exception cref="ArgumentException">A pair is longer than a batch may be.</exception>
    public static List<int[]> Create(IReadOnlyList<TokenPair> pairs, int tokens, ref RandomStream random, bool largestFirst = false)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var batches = Cut(SortedByLength(pairs, ref random), pairs, tokens);
        Shuffle(batches, ref random);
        if (largestFirst && batches.Count > 0)
        {
            var largest = batches.IndexOf(batches.MaxBy(batch => Size(batch, pairs))!);
            (batches[0], batches[largest]) = (batches[largest], batches[0]);
        }

        return batches;
    }

    /// <summary>Pairs by target length, then source length, those of the same lengths in random order.</summary>
    private static int[] SortedByLength(IReadOnlyList<TokenPair> pairs, ref RandomStream random)
    {
        var order = Enumerable.Range(0, pairs.Count).ToList();
        Shuffle(order, ref random);
        return [.. order.OrderBy(index => pairs[index].TargetLength).ThenBy(index => pairs[index].SourceLength)];
    }

    private static List<int[]> Cut(int[] order, IReadOnlyList<TokenPair> pairs, int tokens)
    {
        var batches = new List<int[]>();
        var (first, longest) = (0, 0);
        for (var i = 0; i < order.Length; i++)
        {
            var length = pairs[order[i]].Length;
            if (length > tokens)
                throw new ArgumentException($"a pair of {length} tokens is longer than a batch of {tokens}: give batches of {length} tokens or more (--batch-tokens), or a maximum length of {tokens - 1} (--maximum-length)");
            if (Math.Max(longest, length) * (i + 1 - first) > tokens)
            {
                batches.Add(order[first..i]);
                (first, longest) = (i, 0);
            }

            longest = Math.Max(longest, length);
        }

        if (first < order.Length)
            batches.Add(order[first..]);
        return batches;
    }

    /// <summary>What a batch takes of memory, in tokens: its own, padding included, and the scores of attention between long sequences.</summary>
    private static long Size(int[] batch, IReadOnlyList<TokenPair> pairs)
    {
        long source = batch.Max(index => pairs[index].SourceLength), target = batch.Max(index => pairs[index].TargetLength);
        var scores = Math.Max(source, target) > KeptScores ? ((source * source) + (target * target) + (source * target)) / ScoresOfAToken : 0;
        return batch.Length * (source + target + scores);
    }

    /// <summary>Fisher and Yates.</summary>
    private static void Shuffle<T>(List<T> items, ref RandomStream random)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var other = random.NextInt32(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
