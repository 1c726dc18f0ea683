using System.Runtime.InteropServices;

namespace Tandem.Text;

/// <summary>How often each n-gram occurs in one sentence, order by order. Symbols are numbers that fill a key of 128 bits.</summary>
internal sealed class NGrams
{
    private readonly Dictionary<UInt128, int>[] counts; // [order − 1]
    private readonly int length;

    private NGrams(Dictionary<UInt128, int>[] counts, int length) => (this.counts, this.length) = (counts, length);

    /// <param name="symbols">Words or characters, each below 2^<paramref name="bits"/> − 1.</param>
    /// <param name="orders">The longest n-grams; times <paramref name="bits"/> at most 128.</param>
    /// <param name="bits">How many bits a symbol takes.</param>
    public static NGrams Of(ReadOnlySpan<int> symbols, int orders, int bits)
    {
        var counts = new Dictionary<UInt128, int>[orders];
        for (var order = 1; order <= orders; order++)
            counts[order - 1] = OfOrder(symbols, order, bits);

        return new NGrams(counts, symbols.Length);
    }

    /// <summary>How many n-grams of an order the sentence has.</summary>
    public int Total(int order) => Math.Max(0, length - order + 1);

    /// <summary>How many of them a reference has too, each counted at most as often as there.</summary>
    public int Matches(NGrams reference, int order)
    {
        var wanted = reference.counts[order - 1];
        var matches = 0;
        foreach (var (key, count) in counts[order - 1])
            matches += Math.Min(count, wanted.GetValueOrDefault(key));

        return matches;
    }

    /// <summary>Raises each count to that of another sentence, so that a match with either counts.</summary>
    public void RaiseTo(NGrams other)
    {
        foreach (var (mine, theirs) in counts.Zip(other.counts))
        {
            foreach (var (key, count) in theirs)
                mine[key] = Math.Max(count, mine.GetValueOrDefault(key));
        }
    }

    private static Dictionary<UInt128, int> OfOrder(ReadOnlySpan<int> symbols, int order, int bits)
    {
        var counts = new Dictionary<UInt128, int>(Math.Max(0, symbols.Length - order + 1));
        var mask = order * bits == 128 ? UInt128.MaxValue : (UInt128.One << (order * bits)) - 1;
        var key = UInt128.Zero;
        for (var end = 0; end < symbols.Length; end++)
        {
            key = ((key << bits) | (uint)symbols[end]) & mask;
            if (end >= order - 1)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
        }

        return counts;
    }
}
