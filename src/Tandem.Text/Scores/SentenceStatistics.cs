using System.Runtime.InteropServices;

namespace Tandem.Text;

/// <summary>
/// What a score counts in each sentence. The counts of sentences add up to those of the corpus, so a score of any
/// selection of sentences costs one addition each; <see cref="Bootstrap"/> lives on that.
/// </summary>
public sealed class SentenceStatistics
{
    private readonly long[,] counts; // [sentence, count]
    private readonly Func<ReadOnlySpan<long>, double> score;

    internal SentenceStatistics(long[,] counts, Func<ReadOnlySpan<long>, double> score, string signature) =>
        (this.counts, this.score, Signature) = (counts, score, signature);

    /// <summary>How many sentences.</summary>
    public int Sentences => counts.GetLength(0);

    /// <summary>The score of the whole corpus, 0 to 100.</summary>
    public double Score => score(Sums());

    /// <summary>How the score was taken, in sacreBLEU's notation.</summary>
    public string Signature { get; }

    internal static Span<long> Row(long[,] counts, int sentence)
    {
        var width = counts.GetLength(1);
        return MemoryMarshal.CreateSpan(ref counts[sentence, 0], width);
    }

    internal long[] Sums()
    {
        var sums = new long[counts.GetLength(1)];
        for (var sentence = 0; sentence < Sentences; sentence++)
            Add(sentence, sums);

        return sums;
    }

    /// <summary>The score of a selection of sentences, which may repeat.</summary>
    internal double ScoreOf(ReadOnlySpan<int> sentences)
    {
        var sums = new long[counts.GetLength(1)];
        foreach (var sentence in sentences)
            Add(sentence, sums);

        return score(sums);
    }

    private void Add(int sentence, Span<long> sums)
    {
        var row = Row(counts, sentence);
        for (var place = 0; place < sums.Length; place++)
            sums[place] += row[place];
    }
}
