using System.Runtime.InteropServices;
using System.Text;

namespace Tandem.Text;

/// <summary>
/// Where in the words each pair of neighbouring tokens stands, and how often it occurs. Neighbours that overlap count
/// each, as in "aaa": two times (a, a).
/// </summary>
/// <remarks>
/// Every byte of every word has a cell. A token lives in the cell of its first byte and knows its neighbours in the word.
/// A pair lives in its left token's cell, so that the places of all pairs are lists through the cells.
/// </remarks>
internal sealed class PairPlaces
{
    private const int None = -1;

    private readonly List<Cell> cells = [];
    private readonly Dictionary<ulong, Pair> pairs = [];
    private readonly HashSet<ulong> grown = [];
    private readonly List<int> visited = [];

    public static PairPlaces Of(WordCounts words, SubwordVocabulary vocabulary)
    {
        var places = new PairPlaces();
        var buffer = Array.Empty<byte>();
        foreach (var (word, count) in words.Words)
        {
            if (buffer.Length < Encoding.UTF8.GetMaxByteCount(word.Length))
                buffer = new byte[Encoding.UTF8.GetMaxByteCount(word.Length)];
            places.Append(buffer.AsSpan(0, Encoding.UTF8.GetBytes(word, buffer)), count, vocabulary);
        }

        return places;
    }

    /// <summary>All pairs.</summary>
    public IReadOnlyCollection<ulong> Pairs => pairs.Keys;

    public long Count(ulong pair) => pairs.TryGetValue(pair, out var found) ? found.Count : 0;

    /// <summary>Puts one token in the place of each pair, from left to right.</summary>
    /// <returns>The pairs that may have become more frequent; good until the next merge.</returns>
    public IReadOnlyCollection<ulong> Merge(int left, int right, int token)
    {
        grown.Clear();
        visited.Clear();
        for (var at = pairs[SubwordVocabulary.Key(left, right)].First; at != None; at = cells[at].NextPlace)
            visited.Add(at);
        visited.Sort();

        var all = CollectionsMarshal.AsSpan(cells);
        foreach (var at in visited)
        {
            // Of places that overlap, the left one has taken the other's token.
            if (all[at].Token == left && all[at].Next != None && all[all[at].Next].Token == right)
                Join(all, at, token);
        }

        return grown;
    }

    private void Append(ReadOnlySpan<byte> word, long count, SubwordVocabulary vocabulary)
    {
        var first = cells.Count;
        for (var i = 0; i < word.Length; i++)
        {
            cells.Add(new Cell
            {
                Token = vocabulary.OfByte(word[i]),
                Previous = i == 0 ? None : first + i - 1,
                Next = i + 1 == word.Length ? None : first + i + 1,
                Count = count,
            });
        }

        var all = CollectionsMarshal.AsSpan(cells);
        for (var at = first; at < all.Length - 1; at++)
            AddPair(all, at);
    }

    private void Join(Span<Cell> all, int at, int token)
    {
        ref var cell = ref all[at];
        var taken = cell.Next;
        RemovePair(all, cell.Previous);
        RemovePair(all, at);
        RemovePair(all, taken);

        cell.Token = token;
        cell.Next = all[taken].Next;
        if (cell.Next != None)
            all[cell.Next].Previous = at;
        all[taken].Token = None;

        AddPair(all, cell.Previous);
        AddPair(all, at);
    }

    private void AddPair(Span<Cell> all, int at)
    {
        if (at == None || all[at].Next == None)
            return;
        var key = KeyAt(all, at);
        ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, key, out var exists);
        if (!exists)
            pair.First = None;
        pair.Count += all[at].Count;
        all[at].PreviousPlace = None;
        all[at].NextPlace = pair.First;
        if (pair.First != None)
            all[pair.First].PreviousPlace = at;
        pair.First = at;
        grown.Add(key);
    }

    private void RemovePair(Span<Cell> all, int at)
    {
        if (at == None || all[at].Next == None)
            return;
        ref readonly var cell = ref all[at];
        var key = KeyAt(all, at);
        ref var pair = ref CollectionsMarshal.GetValueRefOrNullRef(pairs, key);
        pair.Count -= cell.Count;
        if (cell.PreviousPlace == None)
            pair.First = cell.NextPlace;
        else
            all[cell.PreviousPlace].NextPlace = cell.NextPlace;
        if (cell.NextPlace != None)
            all[cell.NextPlace].PreviousPlace = cell.PreviousPlace;
        if (pair.First == None)
            pairs.Remove(key);
    }

    private static ulong KeyAt(Span<Cell> all, int at) => SubwordVocabulary.Key(all[at].Token, all[all[at].Next].Token);

    private struct Cell
    {
        public int Token;
        public int Previous;
        public int Next;
        public int PreviousPlace;
        public int NextPlace;
        public long Count;
    }

    private struct Pair
    {
        public long Count;
        public int First;
    }
}
