namespace Tandem.Text;

/// <summary>
/// Cuts a word into tokens: from single bytes on, the candidate of lowest rank is merged, the leftmost first, until none is
/// left. With dropout (Provilkov, Emelianenko and Voita, "BPE-dropout", 2020, algorithm 1) each candidate is left out with
/// the given probability, anew for each merge; a word is done when all that are left have been left out.
/// </summary>
/// <remarks>
/// O(n log n) for a word of n bytes. The coin of a candidate is drawn when its turn comes, which changes nothing: coins
/// behind the first candidate that stays would not be looked at. It keeps its memory from word to word; not thread-safe.
/// </remarks>
internal sealed class WordMerger(SubwordVocabulary vocabulary)
{
    private const int None = -1;

    private readonly CandidateQueue candidates = new();
    private readonly List<ulong> leftOut = [];
    private Cell[] cells = new Cell[64];

    /// <summary>How many bytes its memory is made for.</summary>
    public int Capacity => cells.Length;

    /// <summary>Appends the tokens of a word's UTF-8 bytes.</summary>
    /// <param name="word">The bytes.</param>
    /// <param name="dropout">0 to 1; with 0 the stream is not touched.</param>
    /// <param name="random">The stream that coins come from.</param>
    /// <param name="tokens">What they are appended to.</param>
    public void Split(scoped ReadOnlySpan<byte> word, double dropout, ref RandomStream random, ref TokenBuffer tokens)
    {
        Begin(word);
        while (TryTake(dropout, ref random, out var at, out var merge))
            Join(at, merge.Token);
        for (var at = 0; at != None; at = cells[at].Next)
            tokens.Add(cells[at].Token);
    }

    private void Begin(scoped ReadOnlySpan<byte> word)
    {
        if (cells.Length < word.Length)
            cells = new Cell[Math.Max(word.Length, 2 * cells.Length)];
        for (var i = 0; i < word.Length; i++)
            cells[i] = new Cell { Token = vocabulary.OfByte(word[i]), Previous = i - 1, Next = i + 1 };
        cells[word.Length - 1].Next = None;

        candidates.Clear();
        for (var at = 0; at < word.Length; at++)
            AddCandidate(at);
    }

    /// <summary>The first candidate that still stands and is not left out.</summary>
    private bool TryTake(double dropout, ref RandomStream random, out int at, out Merge merge)
    {
        leftOut.Clear();
        var found = TryTakeKept(dropout, ref random, out at, out merge);
        if (found)
        {
            foreach (var candidate in leftOut)
                candidates.Enqueue(candidate);
        }

        return found;
    }

    private bool TryTakeKept(double dropout, ref RandomStream random, out int at, out Merge merge)
    {
        while (candidates.TryDequeue(out var candidate))
        {
            at = (int)candidate;
            merge = cells[at].Merge;
            if (cells[at].Token == None || merge.Rank != (int)(candidate >> 32))
                continue;
            if (dropout == 0 || random.NextDouble() >= dropout)
                return true;
            leftOut.Add(candidate);
        }

        (at, merge) = (None, default);
        return false;
    }

    private void Join(int at, int token)
    {
        ref var cell = ref cells[at];
        var taken = cell.Next;
        cell.Token = token;
        cell.Next = cells[taken].Next;
        if (cell.Next != None)
            cells[cell.Next].Previous = at;
        cells[taken].Token = None;
        AddCandidate(at);
        if (cell.Previous != None)
            AddCandidate(cell.Previous);
    }

    /// <summary>Notes what the token at a place and its right neighbour make, if anything: rank above, place below.</summary>
    private void AddCandidate(int at)
    {
        ref var cell = ref cells[at];
        if (cell.Next != None && vocabulary.TryMerge(cell.Token, cells[cell.Next].Token, out cell.Merge))
            candidates.Enqueue(((ulong)(uint)cell.Merge.Rank << 32) | (uint)at);
        else
            cell.Merge = new Merge(None, None);
    }

    private struct Cell
    {
        public int Token;
        public int Previous;
        public int Next;
        public Merge Merge;
    }
}
