namespace Tandem.Inference.Decoding;

/// <summary>Which sources are decoded together: those of like length, the longest first, so that memory that is short shows at once.</summary>
internal static class SourceBatches
{
    /// <summary>Splits sources into batches.</summary>
    /// <param name="sources">Token ids.</param>
    /// <param name="rowsPerSource">The most rows that a source needs.</param>
    /// <param name="tokens">A batch's rows times its longest source: at most this, except where one source alone has more.</param>
    /// <returns>The indices of each batch; sources of one length keep their order.</returns>
    public static IEnumerable<int[]> Split(IReadOnlyList<int[]> sources, int rowsPerSource, int tokens)
    {
        int[] order = [.. Enumerable.Range(0, sources.Count).OrderByDescending(source => sources[source].Length)];
        for (var first = 0; first < order.Length;)
        {
            var longest = (long)rowsPerSource * sources[order[first]].Length;
            var count = (int)Math.Clamp(tokens / longest, 1, order.Length - first);
            yield return order[first..(first + count)];
            first += count;
        }
    }
}
