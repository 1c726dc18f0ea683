namespace Tandem.Text;

/// <summary>
/// Which pairs of a corpus stand in one batch: pairs of like lengths, as many as a number of tokens allows, so that little is
/// padding and no batch takes much more time or memory than another.
/// </summary>
public static class BatchPlan
{
    /// <summary>Divides an epoch's pairs into batches.</summary>
    /// <param name="pairs">All pairs.</param>
    /// <param name="tokens">The most tokens that a batch may have on its longer side, padding included.</param>
    /// <param name="random">Decides which pairs of the same lengths meet, and the batches' order.</param>
    /// <param name="largestFirst">Begins with the batch of the most tokens, which shows at once whether memory lasts.</param>
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
                throw new ArgumentException($"a pair of {length} tokens is longer than a batch of {tokens}: allow larger batches, or drop long pairs by a maximum length");
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

    private static long Size(int[] batch, IReadOnlyList<TokenPair> pairs) =>
        (long)batch.Length * (batch.Max(index => pairs[index].SourceLength) + batch.Max(index => pairs[index].TargetLength));

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
