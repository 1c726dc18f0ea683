using System.Buffers;

namespace Tandem.Text;

/// <summary>A list of tokens that grows in borrowed memory; dispose it to give that back.</summary>
internal ref struct TokenBuffer(Span<int> start)
{
    private Span<int> tokens = start;
    private int[]? borrowed;

    public int Count { get; private set; }

    public void Add(int token)
    {
        if (Count == tokens.Length)
            Grow(Count + 1);
        tokens[Count++] = token;
    }

    public void Add(ReadOnlySpan<int> more)
    {
        if (Count + more.Length > tokens.Length)
            Grow(Count + more.Length);
        more.CopyTo(tokens[Count..]);
        Count += more.Length;
    }

    public readonly int[] ToArray() => tokens[..Count].ToArray();

    public readonly void Dispose()
    {
        if (borrowed is not null)
            ArrayPool<int>.Shared.Return(borrowed);
    }

    private void Grow(int least)
    {
        var larger = ArrayPool<int>.Shared.Rent(Math.Max(least, 2 * tokens.Length));
        tokens[..Count].CopyTo(larger);
        Dispose();
        tokens = borrowed = larger;
    }
}
